"""How the duties stand, those that people record and those that the program knows by itself."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.backups.models import BackupRun
from caseapp.backups.rules import PROOF_IS_OLD, BackupTask
from caseapp.clock import local, now, today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.organisation.queries import threshold
from caseapp.organisation.threshold_rules import THRESHOLD_RULES
from caseapp.oversight.duties.models import DoneDuty, TrailCheck
from caseapp.oversight.duties.rules import (
    DUE_STATE_NAMES,
    HOUSE_DUTY_NAMES,
    INTERVALS,
    OWN_DUTY_NAMES,
    OWN_DUTY_RULES,
    RED,
    DueStanding,
    DueState,
    HouseDuty,
    OwnDuty,
    due_standing,
    trail_standing,
)
from caseapp.watch.months.queries import signatures
from caseapp.watch.people.queries import access_standing


class DutyLine(NamedTuple):
    """One duty as it stands; `code` leads to its page where people record it."""

    code: str
    name: str
    rule: str
    months: int | None
    standing: DueStanding

    @property
    def state_name(self) -> str:
        """How it stands, in words."""
        return str(DUE_STATE_NAMES[self.standing.state])

    @property
    def is_red(self) -> bool:
        """Whether it is late, or was never recorded."""
        return self.standing.state in RED


class DoneRow(NamedTuple):
    """That a duty was done."""

    id: UUID
    duty: HouseDuty
    done_on: date
    by_whom: str
    reference: str
    recorded_by: str
    recorded_at: datetime
    error_at: datetime | None
    error_reason: str


class CheckRow(NamedTuple):
    """How a verification of the trail ended."""

    day: date
    entries: int
    faults: int
    first_fault: str
    ended_at: datetime


def list_duties(viewer: Viewer) -> list[DutyLine]:
    """Those that people record, then those that the program knows by itself."""
    ensure(viewer, Capability.OVERSEE)
    of, done = DoneDuty, defaultdict[HouseDuty, list[date]](list)
    for row in db.session.execute(sa.select(of.duty, of.done_on).where(of.not_in_error())):
        done[row.duty].append(row.done_on)
    return [*(_line(duty, done[duty]) for duty in HouseDuty), *_own_lines(viewer)]


def count_red_duties(viewer: Viewer) -> int:
    """How many are late or were never recorded."""
    return sum(line.is_red for line in list_duties(viewer))


def find_duty(viewer: Viewer, code: str) -> DutyLine:
    """One that people record, or `NotVisible`."""
    if code not in set(HouseDuty):
        raise NotVisible
    return next(line for line in list_duties(viewer) if line.code == code)


def entries_of(viewer: Viewer, duties: Iterable[HouseDuty]) -> list[DoneRow]:
    """When these were done, the newest first."""
    ensure(viewer, Capability.OVERSEE)
    of = DoneDuty
    found = (
        sa.select(
            *(of.id, of.duty, of.done_on, of.by_whom_sealed, of.reference_sealed),
            *(User.name.label("recorded_by"), of.recorded_at, of.error_at, of.error_reason_sealed),
        )
        .join(User, User.id == of.recorded_by_id)
        .where(of.duty.in_(list(duties)))
        .order_by(of.done_on.desc(), of.id.desc())
    )
    return [DoneRow(**_opened(row._mapping)) for row in db.session.execute(found)]


def find_done(viewer: Viewer, entry_id: UUID) -> DoneDuty:
    """One entry, or `NotVisible`."""
    ensure(viewer, Capability.OVERSEE)
    row = db.session.get(DoneDuty, entry_id)
    if row is None:
        raise NotVisible
    return row


def last_trail_check(viewer: Viewer | None) -> CheckRow | None:
    """The last verification of the trail; without a viewer for the worker that makes the next one."""
    if viewer is not None:
        ensure(viewer, Capability.OVERSEE)
    of = TrailCheck
    found = sa.select(of.day, of.entries, of.faults, of.first_fault, of.ended_at).order_by(of.day.desc()).limit(1)
    row = db.session.execute(found).first()
    return CheckRow(**row._mapping) if row else None


def _line(duty: HouseDuty, done: list[date]) -> DutyLine:
    interval = INTERVALS[duty]
    months, rule = threshold(interval), str(THRESHOLD_RULES[interval].rule)
    return DutyLine(str(duty), str(HOUSE_DUTY_NAMES[duty]), rule, months, due_standing(done, months, today()))


def _own_lines(viewer: Viewer) -> list[DutyLine]:
    last, access, signed = last_trail_check(viewer), access_standing(viewer), signatures(viewer)
    due_on = access.due_on if access.late or today() <= access.due_on else None
    standings = {
        OwnDuty.ACCESS_REVIEW: DueStanding(DueState.LATE if access.late else DueState.DONE, None, due_on),
        OwnDuty.READING_REVIEW: DueStanding(DueState.LATE if signed.is_late else DueState.DONE, signed.last_on, None),
        OwnDuty.RESTORE_DRILL: _drill_standing(),
        OwnDuty.TRAIL_CHECK: trail_standing(last.day if last else None, bool(last and last.faults), today()),
    }
    return [
        DutyLine(str(duty), str(OWN_DUTY_NAMES[duty]), str(OWN_DUTY_RULES[duty]), None, standing)
        for duty, standing in standings.items()
    ]


def _drill_standing() -> DueStanding:
    """The last restore that was proved, whatever was tried since."""
    of = BackupRun
    found = sa.select(sa.func.max(of.ended_at)).where(of.task == BackupTask.PROOF, of.fault.is_(None))
    at = db.session.scalar(found.where(of.ended_at <= now()))
    if at is None:
        return DueStanding(DueState.NEVER, None, None)
    due = local(at).date() + PROOF_IS_OLD
    return DueStanding(DueState.LATE if today() > due else DueState.DONE, local(at).date(), due)


def _opened(row: sa.RowMapping) -> dict[str, Any]:
    values = {name: value for name, value in row.items() if not name.endswith("_sealed")}
    for name in ("by_whom", "reference", "error_reason"):
        values[name] = getattr(DoneDuty, name).open(row["id"], row[f"{name}_sealed"])
    return values
