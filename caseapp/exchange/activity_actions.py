"""Import meetings as activities of the mentor whom the client had on that day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, time
from uuid import UUID

from caseapp.access import Capability, ensure
from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.activities.rules import Mode, Outcome
from caseapp.audit import Act, record
from caseapp.clients.models import Assignment, Client
from caseapp.clock import now
from caseapp.db import db, transaction
from caseapp.exchange.queries import (
    ActivityHour,
    KnownActivity,
    activities_by_hour,
    assignments_of_clients,
    clients_by_national_id,
)
from caseapp.exchange.spreadsheets.outcomes import ImportOutcome, Said, Tally
from caseapp.exchange.spreadsheets.row_errors import Reading
from caseapp.exchange.spreadsheets.rows import ImportedMeeting, same_text
from caseapp.i18n import _

HourInFiles = tuple[str, date, time]


def rows_by_hour(readings: Iterable[Reading[ImportedMeeting]]) -> Counter[HourInFiles]:
    """How many rows of these files are about the same client at the same time."""
    return Counter((row.national_id, row.on, row.at) for reading in readings for row in reading.rows)


@transaction
def import_meetings(
    viewer: User, reading: Reading[ImportedMeeting], at_hour: Mapping[HourInFiles, int]
) -> ImportOutcome[Reading[ImportedMeeting]]:
    """Add the meetings that are not stored yet; client, date, time and text identify a meeting.

    `at_hour` are the rows of all files at each time: the only one is about the only meeting that is stored there.
    """
    ensure(viewer, Capability.IMPORT_CASELOAD)
    tally = Tally(reading.sheet)
    clients = clients_by_national_id(viewer, {row.national_id for row in reading.rows})
    assignments = assignments_of_clients(viewer, clients.values())
    hours = _known_by_hour(viewer, clients.values(), reading)
    heading = reading.sheet.heading
    for row in reading.rows:
        client = clients.get(row.national_id)
        if client is None:
            tally.reject(row.line, heading("national_id"), _("This client's file is no longer here."))
            continue
        there = hours.setdefault((client.id, row.on, row.at), {})
        if same_text(row.note) in there:
            tally.already_there += 1
            _note_differences(tally, row, client.id, there[same_text(row.note)])
        elif at_hour[row.national_id, row.on, row.at] == 1 and (kept := _only_one(there)):
            tally.already_there += 1
            _note_differences(tally, row, client.id, kept)
        elif not all(kept and kept.is_error for kept in there.values()):
            tally.reject(row.line, heading("at"), _("A different meeting is already recorded at this time."))
        elif mentor_id := _mentor_on(assignments.get(client.id, []), row.on):
            db.session.add(_activity(row, client.id, mentor_id))
            there[same_text(row.note)] = None
            tally.add(client.id)
        else:
            tally.reject(row.line, heading("on"), _("The client had no mentor on that date."))
    db.session.flush()
    if tally.added:
        record(Act.CASELOAD_IMPORTED, viewer, clients=tally.clients, kind="meetings", added=tally.added)
    return tally.outcome_of(reading)


def _known_by_hour(
    viewer: User, clients: Iterable[Client], reading: Reading[ImportedMeeting]
) -> dict[ActivityHour, dict[str, KnownActivity | None]]:
    """What is stored at each time, by its note; nothing of rows of this file. A time at which all was entered in error
    is free for another meeting."""
    if not reading.rows:
        return {}
    days = [row.on for row in reading.rows]
    known = activities_by_hour(viewer, clients, min(days), max(days))
    return {hour: {kept.text: kept for kept in there} for hour, there in known.items()}


def _only_one(there: Mapping[str, KnownActivity | None]) -> KnownActivity | None:
    """The only meeting that is stored at a time, if it did not come in with this file."""
    live = [kept for kept in there.values() if kept is None or not kept.is_error]
    return live[0] if len(live) == 1 else None


def _note_differences(tally: Tally, row: ImportedMeeting, client_id: UUID, kept: KnownActivity | None) -> None:
    """Tell where the length, the way, the outcome or the text of a stored meeting is another than in the file; an empty
    text does not count."""
    if kept is None or kept.is_error:
        return
    values: dict[str, tuple[Said, Said]] = {
        "minutes": (row.minutes, kept.minutes),
        "mode": (row.mode, kept.mode),
        "outcome": (row.outcome, kept.outcome),
    }
    says = {name: given for name, (given, stored) in values.items() if given != stored}
    if same_text(row.note) not in ("", kept.text):
        says["note"] = row.note
    differing = [tally.sheet.heading(name) or name for name in says]
    tally.can_change(row.line, kept, client_id, says)
    if differing:
        sentence = _(
            "This meeting already exists with different information under %(headings)s. Nothing was changed.",
            headings=_(", ").join(differing),
        )
        tally.differs(row.line, differing[0], sentence)


def _mentor_on(assignments: list[Assignment], on: date) -> UUID | None:
    """The mentor on that day; of several, the one who began last.

    If a client has only ever had one mentor, an earlier meeting was that mentor's too, and the start of the
    assignment is moved to it.
    """
    real = [each for each in assignments if each.ends_on is None or each.starts_on <= each.ends_on]
    if len(real) == 1 and on < real[0].starts_on:
        real[0].starts_on = on
    present = [each for each in real if each.starts_on <= on and (each.ends_on is None or on <= each.ends_on)]
    return max(present, key=lambda each: each.starts_on).mentor_id if present else None


def _activity(row: ImportedMeeting, client_id: UUID, mentor_id: UUID) -> Activity:
    activity = Activity(
        client_id=client_id,
        mentor_id=mentor_id,
        held_on=row.on,
        starts_at=row.at,
        minutes=row.minutes,
        mode=Mode(row.mode),
        outcome=Outcome(row.outcome),
        created_at=now(),
    )
    activity.note = row.note
    return activity
