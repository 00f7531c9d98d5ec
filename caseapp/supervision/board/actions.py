"""Actions on the board: remind the mentors, snooze a row."""

from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.models import Assignment
from caseapp.clients.queries import about_visible_clients, ensure_visible, in_charge
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, about, db, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.supervision.board.reminder_queries import is_reminded_today
from caseapp.supervision.board.rules import SnoozeDraft, check_snooze
from caseapp.supervision.models import Reminder, Snooze


@transaction
def remind_mentors(viewer: Viewer, client_id: UUID) -> int:
    """Remind the client's mentors; returns how many. They are reminded once a day, however often it is asked for."""
    ensure(viewer, Capability.SUPERVISE)
    ensure_visible(viewer, client_id, in_charge)
    mentors = list(
        db.session.scalars(
            about_visible_clients(viewer, Assignment, Assignment.mentor_id).where(
                Assignment.client_id == client_id, Assignment.lasts_on(today())
            )
        )
    )
    if not mentors:
        raise RuleBroken(_("This client has no mentor today, so there is nobody to remind."))
    if is_reminded_today(viewer, client_id):
        return len(mentors)
    rows = [
        {"id": uuid7(), "client_id": client_id, "mentor_id": mentor, "created_by_id": viewer.id, "created_at": now()}
        for mentor in set(mentors)
    ]
    db.session.execute(about(sa.insert(Reminder).values(rows), [client_id]))
    record(Act.MENTOR_REMINDED, viewer, clients=[client_id], mentors=len(rows))
    return len(rows)


@transaction
def mark_reminders_seen(viewer: Viewer, client_id: UUID) -> None:
    """The mentor has seen the reminders about a client."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    unseen = about_visible_clients(viewer, Reminder).where(
        Reminder.client_id == client_id, Reminder.mentor_id == viewer.id, Reminder.seen_at.is_(None)
    )
    rows = list(db.session.scalars(unseen))
    for row in rows:
        row.seen_at = now()
    if rows:
        record(Act.REMINDER_SEEN, viewer, clients=[client_id])


@transaction
def snooze_client(viewer: Viewer, client_id: UUID, draft: SnoozeDraft, key: IdempotencyKey) -> None:
    """Snooze a client's row until a day. An open concern brings it back."""
    ensure(viewer, Capability.SUPERVISE)
    ensure_visible(viewer, client_id, in_charge)
    if is_repeated(key, viewer.id):
        return
    check_snooze(draft, today())
    row = Snooze(id=key.id, client_id=client_id, until_on=draft.until_on, created_by_id=viewer.id, created_at=now())
    row.reason = draft.reason
    db.session.add(row)
    db.session.flush()
    record(Act.ROW_SNOOZED, viewer, about=row, clients=[client_id], until=draft.until_on.isoformat())
