"""What an import would do, without doing it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, ParamSpec

from caseapp.access import Capability, ensure
from caseapp.accounts.models import User
from caseapp.clock import local, now, today
from caseapp.db import reading as reading_only
from caseapp.db import writing
from caseapp.errors import RuleBroken
from caseapp.exchange.actions import KeepRejected, clients_in, goals_in, take_outcomes
from caseapp.exchange.activity_actions import import_meetings, rows_by_hour
from caseapp.exchange.client_actions import import_clients
from caseapp.exchange.goal_actions import import_goals
from caseapp.exchange.group_actions import import_attendance
from caseapp.exchange.parts import PartPace, parts_of_group, parts_of_people, whole_of, whole_of_group
from caseapp.exchange.queries import known_national_ids, mentors_by_name
from caseapp.exchange.spreadsheets.attendance import AttendanceSheet, read_attendance
from caseapp.exchange.spreadsheets.files import FileFault, Folder
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.outcomes import Caseload, ImportOutcome
from caseapp.exchange.spreadsheets.row_errors import Reading
from caseapp.exchange.spreadsheets.rows import read_meetings
from caseapp.exchange.spreadsheets.sheets import Sheet

Readings = list[Reading[Any]]

P = ParamSpec("P")


class _Undone(Exception):
    """Takes a transaction back."""


def rehearse_files(viewer: User, found: Folder, keep: KeepRejected) -> Caseload:
    """What `import_files` would return. Everything is stored in short transactions that are taken back, with rests
    between them: the rows of all files about somebody in the same one, and a group's a few members at a time."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    caseload = Caseload(left_out=list(found.faults))
    with reading_only():
        readings = _read(viewer, found.sheets)
    first_meetings = _first_meetings(readings)
    outcomes: list[list[ImportOutcome[Any]]] = [[] for _reading in readings]
    pace = PartPace()
    for part in parts_of_people(readings, pace):
        for number, outcome in enumerate(pace.do(_undone, _imported, viewer, part, first_meetings)):
            outcomes[number].append(outcome)
    whole: list[ImportOutcome[Any]] = [
        whole_of(reading, parts) for reading, parts in zip(readings, outcomes, strict=True)
    ]
    whole += _rehearsed_attendance(viewer, found.sheets, readings, caseload)
    for kind in FileKind:
        of_kind = [outcome for outcome in whole if outcome.content.sheet.kind is kind]
        take_outcomes(kind, of_kind, keep, caseload)
    return caseload


def _read(viewer: User, sheets: Sequence[Sheet]) -> Readings:
    """The files about single people, in the order of import; whoever is among the clients has a file by then."""
    mentors = mentors_by_name(viewer)
    clients: Readings = [clients_in(sheet, mentors) for sheet in sheets if sheet.kind is FileKind.CLIENTS]
    known = known_national_ids(viewer) | _coming(clients)
    goals = [goals_in(sheet, known) for sheet in sheets if sheet.kind is FileKind.GOALS]
    meetings = [
        read_meetings(sheet, now_here=local(now()), clients=known)
        for sheet in sheets
        if sheet.kind is FileKind.MEETINGS
    ]
    return [*clients, *goals, *meetings]


def _coming(readings: Readings) -> frozenset[str]:
    return frozenset(
        row.national_id for reading in readings if reading.sheet.kind is FileKind.CLIENTS for row in reading.rows
    )


def _first_meetings(readings: Readings) -> dict[str, date]:
    first: dict[str, date] = {}
    for reading in readings:
        if reading.sheet.kind is FileKind.MEETINGS:
            for row in reading.rows:
                first[row.national_id] = min(row.on, first.get(row.national_id, row.on))
    return first


def _imported(viewer: User, part: Readings, first_meetings: dict[str, date]) -> list[ImportOutcome[Any]]:
    at_hour = rows_by_hour(reading for reading in part if reading.sheet.kind is FileKind.MEETINGS)
    imports: dict[FileKind, Callable[[Reading[Any]], ImportOutcome[Any]]] = {
        FileKind.CLIENTS: lambda reading: import_clients(viewer, reading, first_meetings),
        FileKind.GOALS: lambda reading: import_goals(viewer, reading),
        FileKind.MEETINGS: lambda reading: import_meetings(viewer, reading, at_hour),
    }
    return [imports[reading.sheet.kind](reading) for reading in part]


def _rehearsed_attendance(
    viewer: User, sheets: Sequence[Sheet], readings: Readings, caseload: Caseload
) -> list[ImportOutcome[AttendanceSheet]]:
    """Of each group; the files of those members who are still to come are opened in the same transactions."""
    clients = [reading for reading in readings if reading.sheet.kind is FileKind.CLIENTS]
    outcomes: list[ImportOutcome[AttendanceSheet]] = []
    for sheet in sheets:
        if sheet.kind is not FileKind.ATTENDANCE:
            continue
        with reading_only():
            known = known_national_ids(viewer) | _coming(clients)
        try:
            outcomes.append(_rehearsed_group(viewer, read_attendance(sheet, today=today(), clients=known), clients))
        except RuleBroken as broken:
            caseload.left_out.append(FileFault(sheet.path.name, str(broken)))
    return outcomes


def _rehearsed_group(viewer: User, group: AttendanceSheet, clients: Readings) -> ImportOutcome[AttendanceSheet]:
    parts: list[ImportOutcome[AttendanceSheet]] = []
    pace = PartPace()
    for part in parts_of_group(group, pace):
        parts += pace.do(_undone, _imported_group, viewer, part, clients)
    return whole_of_group(group, parts)


def _imported_group(viewer: User, group: AttendanceSheet, clients: Readings) -> list[ImportOutcome[AttendanceSheet]]:
    members = {member.national_id for member in group.members}
    for reading in clients:
        rows = tuple(row for row in reading.rows if row.national_id in members)
        import_clients(viewer, replace(reading, rows=rows), {})
    return [import_attendance(viewer, group)]


def _undone(act: Callable[P, list[Any]], *args: P.args, **kwargs: P.kwargs) -> list[Any]:
    """What the act returns, without anything that it changed."""
    returned: list[Any] = []
    with suppress(_Undone), writing():
        returned += act(*args, **kwargs)
        raise _Undone
    return returned
