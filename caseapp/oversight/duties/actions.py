"""Somebody records that a duty was done; the worker reads the trail once a week and keeps what it found."""

from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.audit.verify import Verdict, verify
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, own_insert, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.oversight.duties.models import FAULT_MAX, DoneDuty, TrailCheck
from caseapp.oversight.duties.queries import find_done, last_trail_check
from caseapp.oversight.duties.rules import DoneDraft, HouseDuty, check_done, check_taken_back, is_trail_check_due


@transaction
def record_done(viewer: Viewer, duty: HouseDuty, draft: DoneDraft, key: IdempotencyKey) -> None:
    """Keep that it was done; it is then due again after its months."""
    ensure(viewer, Capability.OVERSEE)
    if is_repeated(key, viewer.id):
        return
    check_done(draft, today())
    row = DoneDuty(id=key.id, duty=duty, done_on=draft.done_on, recorded_by_id=viewer.id, recorded_at=now())
    row.by_whom, row.reference = draft.by_whom, draft.reference
    db.session.add(row)
    db.session.flush()
    record(Act.DUTY_DONE, viewer, about=row, duty=str(duty), day=draft.done_on.isoformat())


@transaction
def take_back_done(viewer: Viewer, entry_id: UUID, reason: str) -> None:
    """Let an entry count no longer; it stays, struck through, with the reason."""
    row = find_done(viewer, entry_id)
    check_taken_back(reason)
    if row.is_in_error:
        raise RuleBroken(_("This has already been taken back."))
    row.mark_in_error(reason, now())
    record(Act.DUTY_TAKEN_BACK, viewer, about=row, duty=str(row.duty))


def check_trail() -> bool:
    """Read the whole trail where that is due; return whether it was read now."""
    last = last_trail_check(None)
    is_due = is_trail_check_due(last.day if last else None, today())
    db.session.rollback()
    if not is_due:
        return False
    verdict = verify()
    if not verdict.is_whole:
        verdict = verify()  # what stays in the file was found twice
    db.session.rollback()  # nobody waits for the lock while the trail is read
    return _keep_check(verdict)


@transaction
def _keep_check(verdict: Verdict) -> bool:
    """Keep what was found, unless another host did so today."""
    first = verdict.faults[0][:FAULT_MAX] if verdict.faults else ""
    values = {"id": uuid7(), "day": today(), "entries": verdict.entries, "faults": len(verdict.faults)}
    offered = own_insert(TrailCheck).values(**values, first_fault=first, ended_at=now())
    kept = db.session.execute(offered.on_conflict_do_nothing(index_elements=["day"]).returning(TrailCheck.id)).first()
    if kept is None:
        return False
    row = db.session.get_one(TrailCheck, values["id"])
    record(Act.TRAIL_CHECKED, None, about=row, entries=verdict.entries, faults=len(verdict.faults))
    return True
