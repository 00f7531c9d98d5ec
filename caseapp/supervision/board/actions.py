"""Acts from the board: remind, put aside, note a point for supervision."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.models import Assignment
from caseapp.clients.queries import about_visible_clients, ensure_visible, in_charge
from caseapp.clock import now, today
from caseapp.db import Submission, act, db, is_repeated
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.supervision.board.reminder_queries import is_reminded_today
from caseapp.supervision.board.snooze_rules import check_snooze
from caseapp.supervision.models import Reminder, Snooze


@act
def remind_mentors(client_id: UUID, *, by: Viewer) -> int:
    """Remind those who accompany the client today; how many. A second tap on the same day reminds nobody again."""
    ensure(by, Capability.SUPERVISE)
    ensure_visible(by, client_id, in_charge)
    mentors = list(
        db.session.scalars(
            about_visible_clients(by, Assignment, Assignment.mentor_id).where(
                Assignment.client_id == client_id, Assignment.lasts_on(today())
            )
        )
    )
    if not mentors:
        raise RuleBroken(_("This client has no mentor today, so there is nobody to remind."))
    if is_reminded_today(by, client_id):
        return len(mentors)
    rows = [
        {"id": uuid7(), "client_id": client_id, "mentor_id": mentor, "created_by_id": by.id, "created_at": now()}
        for mentor in set(mentors)
    ]
    db.session.execute(sa.insert(Reminder).values(rows))
    record(Act.MENTOR_REMINDED, by, clients=[client_id], mentors=len(rows))
    return len(rows)


@act
def take_note(client_id: UUID, *, by: Viewer) -> None:
    """The mentor has read the reminders about a client."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, client_id)
    open_ones = about_visible_clients(by, Reminder).where(
        Reminder.client_id == client_id, Reminder.mentor_id == by.id, Reminder.seen_at.is_(None)
    )
    rows = list(db.session.scalars(open_ones))
    for row in rows:
        row.seen_at = now()
    if rows:
        record(Act.REMINDER_SEEN, by, clients=[client_id])


@act
def snooze(client_id: UUID, until_on: date, reason: str, *, by: Viewer, submission: Submission) -> None:
    """Put a client's row aside until a day. An open concern brings it back."""
    ensure(by, Capability.SUPERVISE)
    ensure_visible(by, client_id, in_charge)
    if is_repeated(submission, by.id):
        return
    check_snooze(until_on, reason, today())
    row = Snooze(id=submission.id, client_id=client_id, until_on=until_on, created_by_id=by.id, created_at=now())
    row.reason = reason
    db.session.add(row)
    db.session.flush()
    record(Act.ROW_SNOOZED, by, about=row, clients=[client_id], until=until_on.isoformat())
