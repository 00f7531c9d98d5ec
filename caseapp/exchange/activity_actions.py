"""Meetings with clients come in as activities of the mentor who accompanied the client on that day."""

from datetime import date, time
from uuid import UUID

from caseapp.access import Capability, ensure
from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.activities.rules import Mode
from caseapp.activities.rules import Outcome as MeetingOutcome
from caseapp.audit import Act, record
from caseapp.clients.models import Assignment
from caseapp.clock import now
from caseapp.db import db, transaction
from caseapp.exchange.queries import activities_by_hour, assignments_of_clients, clients_by_national_id
from caseapp.exchange.spreadsheets.outcomes import Outcome, Tally
from caseapp.exchange.spreadsheets.row_errors import Reading
from caseapp.exchange.spreadsheets.rows import MeetingRow, same_text
from caseapp.i18n import _


@transaction
def bring_in_meetings(viewer: User, reading: Reading[MeetingRow]) -> Outcome[Reading[MeetingRow]]:
    """Add the meetings that are not here yet: the same client, day, hour and text are the same meeting."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    tally, clients, assignments = Tally(reading.sheet), clients_by_national_id(viewer), assignments_of_clients(viewer)
    hours = _texts_by_hour(viewer, reading)
    heading = reading.sheet.heading
    for row in reading.rows:
        client = clients.get(row.national_id)
        if client is None:
            tally.reject(row.line, heading("national_id"), _("This client's file is no longer here."))
            continue
        texts = hours.setdefault((client.id, row.on, row.at), {})
        if same_text(row.note) in texts:
            tally.already_there += 1
        elif not all(texts.values()):
            tally.reject(row.line, heading("at"), _("A different meeting is already recorded at this time."))
        elif mentor_id := _accompanying(assignments.get(client.id, []), row.on):
            db.session.add(_activity(row, client.id, mentor_id))
            texts[same_text(row.note)] = False
            tally.add(client.id)
        else:
            tally.reject(row.line, heading("on"), _("The client had no mentor on that date."))
    db.session.flush()
    if tally.added:
        record(Act.CASELOAD_IMPORTED, viewer, clients=tally.clients, kind="meetings", added=tally.added)
    return tally.outcome_of(reading)


def _texts_by_hour(viewer: User, reading: Reading[MeetingRow]) -> dict[tuple[UUID, date, time], dict[str, bool]]:
    """What stands at each hour, and whether it was entered in error: then the hour is free for other words."""
    if not reading.rows:
        return {}
    days = [row.on for row in reading.rows]
    known = activities_by_hour(viewer, min(days), max(days))
    return {hour: {kept.text: kept.is_error for kept in there} for hour, there in known.items()}


def _accompanying(assignments: list[Assignment], on: date) -> UUID | None:
    """The mentor of that day, of several the last to begin.

    Where a client has had one mentor only, a meeting before the day on which that is known to have begun
    was that mentor's too, and the record of who accompanied whom begins with it.
    """
    real = [each for each in assignments if each.ends_on is None or each.starts_on <= each.ends_on]
    if len(real) == 1 and on < real[0].starts_on:
        real[0].starts_on = on
    present = [each for each in real if each.starts_on <= on and (each.ends_on is None or on <= each.ends_on)]
    return max(present, key=lambda each: each.starts_on).mentor_id if present else None


def _activity(row: MeetingRow, client_id: UUID, mentor_id: UUID) -> Activity:
    activity = Activity(
        client_id=client_id,
        mentor_id=mentor_id,
        held_on=row.on,
        starts_at=row.at,
        minutes=row.minutes,
        mode=Mode(row.mode),
        outcome=MeetingOutcome(row.outcome),
        created_at=now(),
    )
    activity.note = row.note
    return activity
