"""Attendance with a row for each person and day becomes a sheet for each group, as those with a column for each day."""

from dataclasses import replace
from datetime import date

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.cells import parse_day, visible
from caseapp.exchange.spreadsheets.days import written
from caseapp.exchange.spreadsheets.headings import columns_of
from caseapp.exchange.spreadsheets.sheets import Sheet
from caseapp.exchange.spreadsheets.vocabulary import fold
from caseapp.exchange.tables.table import SheetLine, is_blank
from caseapp.i18n import _


def is_long(sheet: Sheet) -> bool:
    """Whether each row is about one person on one day."""
    return {"on", "mark"} <= sheet.columns.place.keys()


def by_group(sheet: Sheet) -> list[Sheet]:
    """A sheet for each group in the order of the file; the title above is for files of one group."""
    if not sheet.has("group") and not sheet.above:
        raise RuleBroken(_("Neither a column nor a line above the headings says the name of the group."))
    groups: dict[str, list[SheetLine]] = {}
    names: dict[str, str] = {}
    for line in sheet.lines:
        name = visible(sheet.cell(line, "group") or "")
        names.setdefault(fold(name), name)
        groups.setdefault(fold(name), []).append(line)
    return [
        _of_group(sheet, names[key], lines, number if len(groups) > 1 else 0)
        for number, (key, lines) in enumerate(groups.items(), 1)
    ]


def _of_group(sheet: Sheet, name: str, lines: list[SheetLine], number: int) -> Sheet:
    days = sorted({_day(sheet, line) for line in lines})
    texts = list(map(written, days))
    headings = (sheet.heading("national_id"), *([sheet.heading("name")] if sheet.has("name") else []), *texts)
    first, marks = len(headings) - len(days), dict[str, list[str]]()
    numbers: dict[str, int] = {}
    for line in lines:
        person = visible(sheet.cell(line, "national_id") or "")
        beside = [sheet.cell(line, "name") or ""] if sheet.has("name") else []
        cells = marks.setdefault(person, [person, *beside, *[""] * len(days)])
        numbers.setdefault(person, line.number)
        place, mark = first + days.index(_day(sheet, line)), visible(sheet.cell(line, "mark") or "")
        if cells[place] and fold(cells[place]) != fold(mark):
            raise RuleBroken(_("Line %(line)s says otherwise of the same person and day.", line=line.number))
        cells[place] = mark
    weekday = days[len(days) // 2]
    hour = next((cell for line in lines if not is_blank(cell := sheet.cell(line, "at") or "")), "")
    title = (SheetLine(0, (f"{name} - {weekday:%A} {visible(hour)}".strip(),)),) if name else sheet.above
    path = sheet.path.with_name(f"{sheet.path.name}.group{number}") if number else sheet.path
    return replace(
        sheet,
        path=path,
        above=title,
        headings=headings,
        columns=columns_of(sheet.kind, headings),
        lines=tuple(SheetLine(numbers[person], tuple(cells)) for person, cells in marks.items()),
    )


def _day(sheet: Sheet, line: SheetLine) -> date:
    try:
        return parse_day(sheet.cell(line, "on") or "")
    except RuleBroken as broken:
        raise RuleBroken(f"{sheet.heading('on')}, {line.number}: {broken}") from None
