"""A provider's caseload comes in: a folder of spreadsheets, file by file, each in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from caseapp.access import Capability, ensure
from caseapp.accounts.models import User
from caseapp.audit import Act, record_alone
from caseapp.clock import today
from caseapp.db import reading as reading_only
from caseapp.errors import RuleBroken
from caseapp.exchange.activity_actions import bring_in_meetings
from caseapp.exchange.client_actions import bring_in_clients
from caseapp.exchange.goal_actions import bring_in_goals
from caseapp.exchange.group_actions import bring_in_attendance
from caseapp.exchange.queries import clients_by_national_id, mentors_by_name
from caseapp.exchange.spreadsheets.attendance import AttendanceSheet, read_attendance
from caseapp.exchange.spreadsheets.files import FileFault, Sheet, read_folder
from caseapp.exchange.spreadsheets.headings import Kind
from caseapp.exchange.spreadsheets.outcomes import Caseload, Outcome
from caseapp.exchange.spreadsheets.rejected_rows import original_of, rejected_path, settle, write_rejected
from caseapp.exchange.spreadsheets.rows import read_clients, read_goals, read_meetings
from caseapp.i18n import _


def import_caseload(viewer: User, folder: Path, rejected_to: Path | None = None) -> Caseload:
    """Bring in what is not here yet. Rows that stay out are written beside their file, or into `rejected_to`.

    Each file is read before the store is locked and comes in whole or not at all; called again after whatever
    stopped it, the import goes on where it was.
    """
    ensure(viewer, Capability.IMPORT_CASELOAD)
    found = read_folder(folder)
    if not found.sheets:
        raise RuleBroken(_("The folder contains none of the four files: clients, goals, meetings, group attendance."))
    caseload = Caseload(left_out=list(found.faults))
    bring_in = {
        Kind.CLIENTS: (caseload.clients, lambda sheet: _clients(viewer, sheet, _first_meetings(viewer, found.sheets))),
        Kind.GOALS: (caseload.goals, lambda sheet: _goals(viewer, sheet)),
        Kind.MEETINGS: (caseload.activities, lambda sheet: _meetings(viewer, sheet)),
        Kind.ATTENDANCE: (caseload.groups, lambda sheet: _attendance(viewer, sheet)),
    }
    for kind, (count, bring_in_sheet) in bring_in.items():
        sheets = [sheet for sheet in found.sheets if sheet.kind is kind]
        outcomes = _settled(_brought_in(sheets, bring_in_sheet, caseload))
        caseload.count(count, outcomes)
        _write_rejected(outcomes, rejected_to, caseload)
    _tell_the_trail(viewer, caseload)
    return caseload


def _brought_in(
    sheets: Iterable[Sheet], bring_in: Callable[[Sheet], Outcome[Any]], caseload: Caseload
) -> list[Outcome[Any]]:
    outcomes: list[Outcome[Any]] = []
    for sheet in sheets:
        try:
            outcomes.append(bring_in(sheet))
        except RuleBroken as broken:
            caseload.left_out.append(FileFault(sheet.path.name, str(broken)))
    return outcomes


def _clients(viewer: User, sheet: Sheet, first_meetings: dict[str, date]) -> Outcome[Any]:
    with reading_only():
        mentors = mentors_by_name(viewer)
    return bring_in_clients(viewer, read_clients(sheet, today=today(), mentors=mentors.keys()), first_meetings)


def _goals(viewer: User, sheet: Sheet) -> Outcome[Any]:
    return bring_in_goals(viewer, read_goals(sheet, clients=_known_ids(viewer)))


def _meetings(viewer: User, sheet: Sheet) -> Outcome[Any]:
    return bring_in_meetings(viewer, read_meetings(sheet, today=today(), clients=_known_ids(viewer)))


def _attendance(viewer: User, sheet: Sheet) -> Outcome[Any]:
    return bring_in_attendance(viewer, read_attendance(sheet, today=today(), clients=_known_ids(viewer)))


def _known_ids(viewer: User) -> frozenset[str]:
    with reading_only():
        return frozenset(clients_by_national_id(viewer))


def _first_meetings(viewer: User, sheets: Iterable[Sheet]) -> dict[str, date]:
    """The first day on which the files tell of each client, whether their files are here yet or not."""
    sheets = list(sheets)
    with reading_only():
        mentors = mentors_by_name(viewer)
    coming = frozenset(
        row.national_id
        for sheet in sheets
        if sheet.kind is Kind.CLIENTS
        for row in read_clients(sheet, today=today(), mentors=mentors.keys()).rows
    )
    first: dict[str, date] = {}
    for sheet in sheets:
        if sheet.kind is Kind.MEETINGS:
            for row in read_meetings(sheet, today=today(), clients=coming).rows:
                first[row.national_id] = min(row.on, first.get(row.national_id, row.on))
    return first


def _settled(outcomes: Sequence[Outcome[Any]]) -> list[Outcome[Any]]:
    """No row is told twice where a file lies beside the one with its rejected rows."""
    told = {outcome.told.sheet.path: outcome.told for outcome in outcomes}
    sheets = [outcome.told.sheet for outcome in outcomes]
    for sheet in sheets:
        if original := original_of(sheet, sheets):
            told[original.path], told[sheet.path] = settle(told[original.path], told[sheet.path])
    return [replace(outcome, told=told[outcome.told.sheet.path]) for outcome in outcomes]


def _write_rejected(outcomes: Sequence[Outcome[Any]], rejected_to: Path | None, caseload: Caseload) -> None:
    """The rows of a file and what is left of its rejected file are written together, under the file's headings."""
    files: dict[Path, list[Outcome[Any]]] = {}
    for outcome in outcomes:
        files.setdefault(rejected_path(outcome.told.sheet.path), []).append(outcome)
    for path, (first, *others) in files.items():
        sheet: Sheet = first.told.sheet
        rows = [row for outcome in (first, *others) for row in outcome.told.rejected]
        closing = first.told.closing if isinstance(first.told, AttendanceSheet) else ()
        if rejected_to:
            sheet = replace(sheet, path=rejected_to / sheet.path.name)
        try:
            written = write_rejected(sheet, rows, closing)
        except RuleBroken as broken:
            caseload.unwritten.append(FileFault(path.name, str(broken)))
        else:
            caseload.rejected_files += [written] if written else []


def _tell_the_trail(viewer: User, caseload: Caseload) -> None:
    counts = (caseload.clients, caseload.goals, caseload.activities, caseload.groups)
    record_alone(
        Act.CASELOAD_IMPORTED,
        viewer,
        added=sum(count.added for count in counts),
        already_there=sum(count.already_there for count in counts),
        rejected=sum(count.rejected for count in counts),
    )
