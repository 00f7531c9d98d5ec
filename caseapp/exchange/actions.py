"""Import a provider's caseload: a folder of spreadsheets, in transactions that hold up nobody."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from caseapp.access import Capability, ensure
from caseapp.accounts.models import User
from caseapp.audit import Act, record_alone
from caseapp.clock import local, now, today
from caseapp.db import reading as reading_only
from caseapp.errors import RuleBroken
from caseapp.exchange.activity_actions import import_meetings, rows_by_hour
from caseapp.exchange.client_actions import import_clients
from caseapp.exchange.goal_actions import import_goals
from caseapp.exchange.group_actions import import_attendance
from caseapp.exchange.parts import PartPace, Row, parts_of, parts_of_group, whole_of, whole_of_group
from caseapp.exchange.queries import KnownMentor, known_national_ids, mentors_by_name
from caseapp.exchange.spreadsheets.attendance import AttendanceSheet, read_attendance
from caseapp.exchange.spreadsheets.files import AS_THEY_ARE, FileFault, Folder, read_folder
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.outcomes import Caseload, ImportOutcome
from caseapp.exchange.spreadsheets.rejected_rows import drop_duplicates, original_of, rejected_path, write_rejected
from caseapp.exchange.spreadsheets.row_errors import Reading, RejectedRow
from caseapp.exchange.spreadsheets.rows import ImportedClient, ImportedGoal, read_clients, read_goals, read_meetings
from caseapp.exchange.spreadsheets.sheets import Choices, Sheet
from caseapp.exchange.tables.table import SheetLine
from caseapp.i18n import _
from caseapp.organisation.queries import list_options
from caseapp.organisation.rules import ListKind

ImportSheet = Callable[[Sheet], ImportOutcome[Any]]
KeepRejected = Callable[[Sheet, Sequence[RejectedRow], Sequence[SheetLine]], Path | None]


def import_caseload(
    viewer: User, folder: Path, rejected_to: Path | None = None, choices: Choices = AS_THEY_ARE
) -> Caseload:
    """Import what is not stored yet. Rejected rows are written beside their file, or into `rejected_to`.

    Each file is read as a whole before anything is stored; then it is stored in parts, each as a whole or not at all.
    An import that was interrupted can simply be repeated.
    """
    ensure(viewer, Capability.IMPORT_CASELOAD)
    found = read_folder(folder, today(), choices)
    if not found.sheets and not found.faults:
        raise RuleBroken(_("The folder contains none of the four files: clients, goals, meetings, group attendance."))
    return import_files(viewer, found, in_folder(rejected_to))


def import_files(
    viewer: User, found: Folder, keep: KeepRejected, advance: Callable[[int], None] = lambda _rows: None
) -> Caseload:
    """Import these files; `keep` takes the rejected rows of each, `advance` hears how many rows are done after each
    part."""
    ensure(viewer, Capability.IMPORT_CASELOAD)
    caseload = Caseload(left_out=list(found.faults))
    imports: dict[FileKind, Callable[[Sequence[Sheet]], ImportSheet]] = {
        FileKind.CLIENTS: lambda _sheets: _clients(viewer, _first_meetings(viewer, found.sheets), advance),
        FileKind.GOALS: lambda _sheets: lambda sheet: _goals(viewer, sheet, advance),
        FileKind.MEETINGS: lambda sheets: _meetings(viewer, sheets, advance),
        FileKind.ATTENDANCE: lambda _sheets: lambda sheet: _attendance(viewer, sheet, advance),
    }
    for kind, importer in imports.items():
        sheets = [sheet for sheet in found.sheets if sheet.kind is kind]
        if sheets:
            take_outcomes(kind, _imported(sheets, importer(sheets), caseload), keep, caseload)
    _record_import(viewer, caseload)
    return caseload


def take_outcomes(
    kind: FileKind, outcomes: Sequence[ImportOutcome[Any]], keep: KeepRejected, caseload: Caseload
) -> None:
    """Count the outcomes of the files of one kind, and keep their rejected rows."""
    outcomes = _without_duplicates(outcomes)
    caseload.count(caseload.of_kind(kind), outcomes)
    _keep_rejected(outcomes, keep, caseload)


def in_folder(rejected_to: Path | None) -> KeepRejected:
    """Writes rejected rows into that folder, or beside their file."""

    def keep(sheet: Sheet, rows: Sequence[RejectedRow], closing: Sequence[SheetLine]) -> Path | None:
        if rejected_to:
            sheet = replace(sheet, path=rejected_to / sheet.path.name)
        return write_rejected(sheet, rows, closing)

    return keep


def _imported(sheets: Iterable[Sheet], import_sheet: ImportSheet, caseload: Caseload) -> list[ImportOutcome[Any]]:
    outcomes: list[ImportOutcome[Any]] = []
    for sheet in sheets:
        try:
            outcomes.append(import_sheet(sheet))
        except RuleBroken as broken:
            caseload.left_out.append(FileFault(sheet.path.name, str(broken)))
    return outcomes


def _clients(viewer: User, first_meetings: dict[str, date], advance: Callable[[int], None]) -> ImportSheet:
    with reading_only():
        mentors = mentors_by_name(viewer)
    return lambda sheet: _in_parts(
        clients_in(sheet, mentors), lambda part: import_clients(viewer, part, first_meetings), advance
    )


def clients_in(sheet: Sheet, mentors: Mapping[str, KnownMentor]) -> Reading[ImportedClient]:
    """The clients of a file; mentors go by their usernames or names, services by what the organisation calls them."""
    names = {username: mentor.name for username, mentor in mentors.items() if mentor.is_active}
    return read_clients(sheet, mentors=mentors.keys(), own_names=names, services=_labels(ListKind.SERVICES))


def goals_in(sheet: Sheet, known: frozenset[str]) -> Reading[ImportedGoal]:
    """The goals of a file, in the areas of life of the organisation."""
    return read_goals(sheet, clients=known, domains=_labels(ListKind.DOMAINS))


def _labels(kind: ListKind) -> dict[str, str]:
    """The codes of the organisation's list by what it calls them."""
    return {option.label: option.code for option in list_options(kind)}


def _goals(viewer: User, sheet: Sheet, advance: Callable[[int], None]) -> ImportOutcome[Any]:
    return _in_parts(goals_in(sheet, _known_ids(viewer)), lambda part: import_goals(viewer, part), advance)


def _meetings(viewer: User, sheets: Iterable[Sheet], advance: Callable[[int], None]) -> ImportSheet:
    known, now_here = _known_ids(viewer), local(now())
    readings = {sheet.path: read_meetings(sheet, now_here=now_here, clients=known) for sheet in sheets}
    at_hour = rows_by_hour(readings.values())
    return lambda sheet: _in_parts(readings[sheet.path], lambda part: import_meetings(viewer, part, at_hour), advance)


def _attendance(viewer: User, sheet: Sheet, advance: Callable[[int], None]) -> ImportOutcome[Any]:
    group = read_attendance(sheet, today=today(), clients=_known_ids(viewer))
    advance(len(sheet.lines) - len(group.members))
    outcomes, pace = [], PartPace()
    for part in parts_of_group(group, pace):
        outcomes.append(pace.do(import_attendance, viewer, part))
        advance(len(part.members))
    return whole_of_group(group, outcomes)


def _known_ids(viewer: User) -> frozenset[str]:
    with reading_only():
        return known_national_ids(viewer)


def _in_parts(
    reading: Reading[Row],
    import_part: Callable[[Reading[Row]], ImportOutcome[Reading[Row]]],
    advance: Callable[[int], None],
) -> ImportOutcome[Reading[Row]]:
    outcomes: list[ImportOutcome[Reading[Row]]] = []
    pace = PartPace()
    advance(len(reading.rejected))
    for part in parts_of(reading, pace):
        outcomes.append(pace.do(import_part, part))
        advance(len(part.rows))
    return whole_of(reading, outcomes)


def _first_meetings(viewer: User, sheets: Iterable[Sheet]) -> dict[str, date]:
    """The date of each client's first meeting in the files, for stored clients and for those in the files."""
    sheets = list(sheets)
    with reading_only():
        mentors = mentors_by_name(viewer)
    coming = frozenset(
        row.national_id for sheet in sheets if sheet.kind is FileKind.CLIENTS for row in clients_in(sheet, mentors).rows
    )
    first: dict[str, date] = {}
    for sheet in sheets:
        if sheet.kind is FileKind.MEETINGS:
            for row in read_meetings(sheet, now_here=local(now()), clients=coming).rows:
                first[row.national_id] = min(row.on, first.get(row.national_id, row.on))
    return first


def _without_duplicates(outcomes: Sequence[ImportOutcome[Any]]) -> list[ImportOutcome[Any]]:
    """The outcomes without rows that are both in a file and in the file of its rejected rows."""
    contents = {outcome.content.sheet.path: outcome.content for outcome in outcomes}
    sheets = [outcome.content.sheet for outcome in outcomes]
    for sheet in sheets:
        if original := original_of(sheet, sheets):
            contents[original.path], contents[sheet.path] = drop_duplicates(
                contents[original.path], contents[sheet.path]
            )
    return [replace(outcome, content=contents[outcome.content.sheet.path]) for outcome in outcomes]


def _keep_rejected(outcomes: Sequence[ImportOutcome[Any]], keep: KeepRejected, caseload: Caseload) -> None:
    """Keep the rejected rows of a file and of its rejected file together, under the headings of the file."""
    files: dict[Path, list[ImportOutcome[Any]]] = {}
    for outcome in outcomes:
        files.setdefault(rejected_path(outcome.content.sheet.path), []).append(outcome)
    for path, (first, *others) in files.items():
        sheet: Sheet = first.content.sheet
        rows = [row for outcome in (first, *others) for row in outcome.content.rejected]
        closing = first.content.closing if isinstance(first.content, AttendanceSheet) else ()
        try:
            written = keep(sheet, rows, closing)
        except RuleBroken as broken:
            caseload.unwritten.append(FileFault(path.name, str(broken)))
        else:
            caseload.rejected_files += [written] if written else []


def _record_import(viewer: User, caseload: Caseload) -> None:
    counts = (caseload.clients, caseload.goals, caseload.activities, caseload.groups)
    record_alone(
        Act.CASELOAD_IMPORTED,
        viewer,
        added=sum(count.added for count in counts),
        already_there=sum(count.already_there for count in counts),
        rejected=sum(count.rejected for count in counts),
    )
