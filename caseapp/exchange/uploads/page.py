"""What is in the files that somebody sent, and what would come or came of them.

The result is kept, so it has only what whoever sent the files may see: an administrator no word of a cell.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from caseapp.exchange.spreadsheets.cells import visible
from caseapp.exchange.spreadsheets.files import FileFault, Folder, name_of_sheet
from caseapp.exchange.spreadsheets.heading_words import ASKED_ONCE, REQUIRED
from caseapp.exchange.spreadsheets.headings import Columns, columns_of, day_columns
from caseapp.exchange.spreadsheets.hours import read_range_minutes
from caseapp.exchange.spreadsheets.outcomes import Caseload, GroupImportCount, RecordChange
from caseapp.exchange.spreadsheets.row_errors import QUOTED, RowFault, without_cells, without_quotes
from caseapp.exchange.spreadsheets.sheets import Choices, HeadingPlace, find_headings
from caseapp.exchange.spreadsheets.vocabulary import fold
from caseapp.exchange.tables.table import RawTable, is_blank
from caseapp.exchange.tables.text_files import HEADINGS_WITHIN
from caseapp.exchange.uploads.rules import SAMPLES

Tables = Mapping[Path, list[RawTable]]
FIGURES_ONLY = frozenset({"on", "at", "until", "minutes", "hours", "approved_from", "approved_until", "hours_per_week"})
LONGEST_SAMPLE = 40
MOST_FAULTS = 30


def shapes_in(tables: Tables) -> list[str]:
    """The shape of each table: its folded headings, without those that are days."""
    return [_shape(where) for _name, _table, where in _headed(tables) if where]


def said_of_shapes(tables: Tables, choices: Choices) -> dict[str, dict[str, dict[str, str]]]:
    """What was said of columns, and in answers, by the shape of the files that it concerns."""
    said: dict[str, dict[str, dict[str, str]]] = {}
    for _name, _table, where in _headed(tables):
        if where is None:
            continue
        folded = set(map(fold, where.headings))
        columns = {heading: field for heading, field in choices.columns.items() if heading in folded}
        answers = {field: text for field, text in choices.answers.items() if field in ASKED_ONCE[where.kind]}
        if columns or answers:
            said[_shape(where)] = {"columns": columns, "answers": answers}
    return said


def recognised(tables: Tables, found: Folder, choices: Choices, *, may_see_cells: bool) -> dict[str, Any]:
    """How each file was read, and what is to be asked of whoever sent it."""
    faults = {fault.file: fault.sentence for fault in found.faults}
    remarks = {sheet.path.name: sheet.remarks for sheet in found.sheets}
    files, unknown, missing = [], dict[str, dict[str, Any]](), dict[str, None]()
    for name, table, where in _headed(tables):
        file: dict[str, Any] = {"name": name, "encoding": table.encoding, "fault": faults.pop(name, ""), "columns": []}
        if where:
            rows = [line.cells for line in table.lines[where.at + where.rows :]]
            columns = columns_of(where.kind, where.headings, rows, choices.columns, tuple(choices.answers))
            file |= {"kind": where.kind.value, "rows": len(rows), "remarks": list(remarks.get(name, ()))}
            file["columns"] = _columns(where, columns, rows, may_see_cells=may_see_cells)
            for heading in columns_of(where.kind, where.headings, rows).unknown:
                asked = unknown.setdefault(fold(heading), {"heading": heading, "kinds": []})
                asked["kinds"] = [*dict.fromkeys([*asked["kinds"], where.kind.value])]
            missing |= dict.fromkeys(_missing(where, columns, rows))
        files.append(file)
    files += [{"name": name, "encoding": "", "fault": fault, "columns": []} for name, fault in faults.items()]
    return {"files": files, "unknown": unknown, "missing": list(missing)}


def summed(caseload: Caseload, *, may_see_cells: bool) -> dict[str, Any]:
    """What would come or came of the files: counts, and faults by column."""
    groups = caseload.groups
    counts = (
        ("clients", caseload.clients),
        ("goals", caseload.goals),
        ("meetings", caseload.activities),
        ("attendance", groups),
    )
    rejected = [(fault, blank) for _sheet, row in caseload.rejected for fault, blank in _told(row, may_see_cells)]
    left_out = [(fault, without_quotes(fault)) for fault in caseload.cells_left_out]
    return {
        "counts": {
            name: [count.added, count.already_there, count.rejected]
            for name, count in counts
            if count.added or count.already_there or count.rejected
        },
        "totals": _totals(caseload),
        "groups": _of_groups(groups),
        "rejected": sum(count.rejected for _name, count in counts),
        "differences": len(caseload.differences),
        "differing": by_field(caseload.changes),
        "changes": [change.as_json() for change in caseload.changes] if may_see_cells else [],
        "faults": _by_column(rejected, may_see_cells=may_see_cells),
        "told": _by_column(_only_told(caseload), may_see_cells=may_see_cells),
        "cells": _by_column(left_out, may_see_cells=may_see_cells),
        "left_out": _files(caseload.left_out),
        "unwritten": _files(caseload.unwritten),
    }


def _totals(caseload: Caseload) -> list[int]:
    """How many records come in, and how many rows are here already with nothing else to say."""
    counts = (caseload.clients, caseload.goals, caseload.activities, caseload.groups)
    there = sum(count.already_there for count in counts) - len(caseload.differences)
    return [sum(count.added for count in counts) + caseload.groups.marks, max(there, 0)]


def by_field(changes: Iterable[RecordChange]) -> dict[str, int]:
    """How many rows say something else in which column: `meetings.minutes`."""
    return dict(Counter(f"{change.kind.value}.{field}" for change in changes for field in change.says))


def _of_groups(groups: GroupImportCount) -> list[int]:
    return [groups.members, groups.meetings, groups.holidays, groups.marks]


def _files(faults: Iterable[FileFault]) -> list[list[str]]:
    return [[fault.file, fault.sentence] for fault in faults]


def _headed(tables: Tables) -> Iterable[tuple[str, RawTable, HeadingPlace | None]]:
    for path, of_file in tables.items():
        for number, table in enumerate(of_file, 1):
            yield name_of_sheet(path, number, len(of_file)).name, table, find_headings(table.lines[:HEADINGS_WITHIN])


def _shape(where: HeadingPlace) -> str:
    days = day_columns(where.headings)
    folded = [fold(heading) for number, heading in enumerate(where.headings) if number not in days]
    return "\n".join([where.kind.value, *folded])


def _columns(
    where: HeadingPlace, columns: Columns, rows: list[tuple[str, ...]], *, may_see_cells: bool
) -> list[dict[str, Any]]:
    fields = {place: field for field, place in columns.place.items()}
    shown = []
    for number, heading in enumerate(where.headings):
        if number in columns.days or not heading.strip():
            continue
        cells = [row[number] for row in rows if number < len(row) and not is_blank(row[number])]
        field = fields.get(number)
        samples = _samples(cells, field, may_see_cells=may_see_cells)
        is_known = heading.strip() not in columns.unknown
        shown.append(
            {"heading": heading.strip(), "field": field, "is_known": is_known, "filled": len(cells), "samples": samples}
        )
    return shown


def _samples(cells: list[str], field: str | None, *, may_see_cells: bool) -> list[str]:
    """Three values; for whoever may read no word about a client, only hours, days and lengths without any letter."""
    if not may_see_cells:
        figures = field in FIGURES_ONLY
        cells = [cell for cell in cells if figures and not any(letter.isalpha() for letter in cell)]
    values: dict[str, None] = {}
    for cell in cells:
        text = visible(cell)
        values[text if len(text) <= LONGEST_SAMPLE else f"{text[: LONGEST_SAMPLE - 1]}…"] = None
        if len(values) == SAMPLES:
            break
    return list(values)


def _missing(where: HeadingPlace, columns: Columns, rows: list[tuple[str, ...]]) -> list[str]:
    """What no column says, and one answer can say for the whole file; no length where the hours are ranges."""
    missing = [
        fields[0]
        for fields in REQUIRED[where.kind]
        if fields[0] in ASKED_ONCE[where.kind] and not any(field in columns.place for field in fields)
    ]
    at = columns.place.get("at")
    hours = [row[at] for row in rows if at is not None and at < len(row) and not is_blank(row[at])]
    says_length = bool(hours) and all(read_range_minutes(hour) is not None for hour in hours)
    return [field for field in missing if field != "minutes" or not says_length]


def _told(row: Any, may_see_cells: bool) -> Iterable[tuple[RowFault, RowFault]]:
    """Each fault of a row, and the same without what it quotes."""
    blank = [without_quotes(fault) for fault in without_cells(row)]
    return zip(row.faults if may_see_cells else blank, blank, strict=True)


def _only_told(caseload: Caseload) -> list[tuple[RowFault, RowFault]]:
    """The differences that cannot be taken; their sentences name headings, and no cell."""
    can_be_taken = {(change.file, change.line) for change in caseload.changes}
    return [(fault, fault) for fault in caseload.differences if (fault.file, fault.line) not in can_be_taken]


def _by_column(faults: Iterable[tuple[RowFault, RowFault]], *, may_see_cells: bool) -> list[dict[str, Any]]:
    """Faults of one kind in one column together, with the first as an example; the most frequent first."""
    kinds: dict[tuple[str, str, str], dict[str, Any]] = {}
    for fault, blank in faults:
        shown = fault if may_see_cells else blank
        kind = kinds.setdefault(
            (blank.file, blank.column, blank.sentence),
            {"file": fault.file, "column": fault.column, "sentence": shown.sentence, "rows": 0},
        )
        kind["rows"] += 1
        kind["is_example"] = bool(QUOTED.search(shown.sentence)) and may_see_cells
    return sorted(kinds.values(), key=lambda kind: -int(kind["rows"]))[:MOST_FAULTS]
