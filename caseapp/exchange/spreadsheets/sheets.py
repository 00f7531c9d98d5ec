"""Recognise a table: where its headings are, what its columns mean, and how its days are written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.cells import visible
from caseapp.exchange.spreadsheets.days import (
    Order,
    OrderDecision,
    YearOf,
    decide,
    plain,
    readings,
    refuse_mixed_orders,
    written,
)
from caseapp.exchange.spreadsheets.heading_words import ASKED_ONCE, REQUIRED, FileKind
from caseapp.exchange.spreadsheets.headings import FIELD_OF, Columns, columns_of, is_correction_heading, recognise
from caseapp.exchange.spreadsheets.vocabulary import fold
from caseapp.exchange.tables.table import RawTable, SheetLine, is_blank
from caseapp.exchange.tables.text_files import HEADINGS_WITHIN
from caseapp.i18n import _, ngettext

DAYS = {  # the years that two digits mean, and whether the days lie in the past
    "born_on": (YearOf.BIRTH, True),
    "approved_from": (YearOf.PRESENT, False),
    "approved_until": (YearOf.PRESENT, False),
    "target_on": (YearOf.PRESENT, False),
    "on": (YearOf.PRESENT, True),
}
AS_ASKED_FOR = re.compile(r"[0-9]{1,2}([/.])[0-9]{1,2}\1[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY_AND_HOUR = re.compile(r"(.*[0-9]{2})(?:T|,?\s+)([0-9]{1,2}[:.][0-9]{2}.*)")
TOTALS = frozenset(
    map(fold, ("total", "totals", "sum", 'סה"כ', "סך הכל", "סיכום", "المجموع", "الإجمالي", "итого", "всего"))
)


@dataclass(frozen=True)
class Choices:
    """What people said of files that do not say it themselves.

    `answers` are the values of columns that a file does not have, by field; `columns` the fields of headings, by folded
    heading, and nothing for a column that is left out.
    """

    order: Order | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A recognised file: its kind, its format, and the rows below the headings.

    `remarks` are sentences about how it was read, `order` what people said of its days.
    """

    path: Path
    kind: FileKind
    encoding: str
    separator: str
    above: tuple[SheetLine, ...]
    headings: tuple[str, ...]
    columns: Columns
    lines: tuple[SheetLine, ...]
    answers: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    order: Order | None = None

    def has(self, name: str) -> bool:
        """Whether the file or the person who imports it says something of this field."""
        return name in self.columns.place or name in self.answers

    def cell(self, line: SheetLine, name: str) -> str | None:
        """The raw cell of a field; None where the file has no such column."""
        place = self.columns.place.get(name)
        if place is None:
            return self.answers.get(name)
        return line.cells[place] if place < len(line.cells) else ""

    def heading(self, name: str) -> str:
        place = self.columns.place.get(name)
        return "" if place is None else self.headings[place].strip()


@dataclass(frozen=True)
class HeadingPlace:
    """Where the headings of a table are: the first row, how many rows, what they say together, and how well it fits."""

    at: int
    rows: int
    headings: tuple[str, ...]
    kind: FileKind
    matches: int


def sheet_of_table(path: Path, table: RawTable, choices: Choices, today: date) -> Sheet:
    """The sheet in this table; `RuleBroken` where it is none, with the reason."""
    where = find_headings(table.lines[:HEADINGS_WITHIN])
    if where is None:
        raise RuleBroken(
            _("This is not one of the four files that can be imported: clients, goals, meetings or group attendance.")
        )
    headings, lines = where.headings, list(table.lines[where.at + where.rows :])
    notes = next((at for at, heading in enumerate(headings) if is_correction_heading(heading)), None)
    above = [line for line in table.lines[: where.at] if not line.cells[0].startswith("sep=")]
    if notes is not None:
        above, lines = ([_without_note(line, notes, each is lines) for line in each] for each in (above, lines))
        headings = _without_note(SheetLine(0, headings), notes, False).cells
    if where.kind is FileKind.MEETINGS:
        headings, lines = _with_hours_apart(headings, lines)
    answers = {name: text for name, text in choices.answers.items() if name in ASKED_ONCE[where.kind]}
    cells = [line.cells for line in lines]
    columns = columns_of(where.kind, headings, cells, choices.columns, tuple(answers))
    if columns.faults:
        unknown = _(", ").join(f"“{heading}”" for heading in columns.unknown)
        also = [_("Columns that are not known: %(headings)s.", headings=unknown)] if unknown else []
        raise RuleBroken(" ".join((*columns.faults, *also)))
    sheet = Sheet(
        path,
        where.kind,
        table.encoding,
        table.separator,
        tuple(above),
        headings,
        columns,
        tuple(lines),
        {name: text for name, text in answers.items() if name not in columns.place},
        columns.remarks,
        choices.order,
    )
    return _with_plain_days(_without_totals(sheet), today)


def find_headings(lines: Sequence[SheetLine]) -> HeadingPlace | None:
    """The rows that name most columns: one, or two of which the upper one goes for several columns of the lower."""
    best: HeadingPlace | None = None
    for at, line in enumerate(lines):
        tries = [(line.cells, 1)]
        if at + 1 < len(lines) and not any(sign.isdecimal() for cell in lines[at + 1].cells for sign in cell):
            tries += [(_joined(kind, line.cells, lines[at + 1].cells), 2) for kind in FileKind]
        for cells, rows in tries:
            found = recognise(cells)
            if found and (best is None or found[1] > best.matches):
                best = HeadingPlace(at, rows, cells, *found)
    return best


def _joined(kind: FileKind, upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    known = FIELD_OF[kind]
    joined, over = [], ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place].strip() if place < len(upper) else ""
        below = lower[place].strip() if place < len(lower) else ""
        over = above or over
        ways = (below, f"{above} {below}".strip(), f"{over} {below}".strip(), above)
        joined.append(next((way for way in ways if fold(way) in known), below or above))
    return tuple(joined)


def _without_note(line: SheetLine, notes: int, is_row: bool) -> SheetLine:
    """A row of a file of rejected rows without the column `notes`, which says what to correct in which line."""
    cells = tuple(cell for at, cell in enumerate(line.cells) if at != notes)
    marked = re.match(r"([0-9]{1,9}):", line.cells[notes]) if is_row and notes < len(line.cells) else None
    return replace(line, cells=cells, corrects=int(marked[1]) if marked else None)


def _with_hours_apart(headings: tuple[str, ...], lines: list[SheetLine]) -> tuple[tuple[str, ...], list[SheetLine]]:
    """A column of hours of its own where the days of a file without one have hours beside them."""
    fields = [FIELD_OF[FileKind.MEETINGS].get(fold(heading)) for heading in headings]
    if "at" in fields or "on" not in fields:
        return headings, lines
    place, width = fields.index("on"), len(headings)
    apart = []
    for line in lines:
        found = DAY_AND_HOUR.fullmatch(plain(line.cells[place])) if place < len(line.cells) else None
        if found:
            cells = [*line.cells, *[""] * (width - len(line.cells))]
            cells[place], cells[width:width] = found[1], [found[2]]
            line = replace(line, cells=tuple(cells))
        apart.append(line)
    return ((*headings, "hour"), apart) if apart != lines else (headings, lines)


def _without_totals(sheet: Sheet) -> Sheet:
    """Leave out headings that are printed again, and rows that sum up others."""
    place = sheet.columns.place.get("national_id", 0)
    again = [heading.strip() for heading in sheet.headings]
    kept = [line for line in sheet.lines if [cell.strip() for cell in line.cells] != again]
    rows = [line for line in kept if not _is_total(line, place)]
    if len(rows) == len(sheet.lines):
        return sheet
    totals = len(kept) - len(rows)
    said = ngettext("%(num)s row of totals was left out.", "%(num)s rows of totals were left out.", totals)
    return replace(sheet, lines=tuple(rows), remarks=(*sheet.remarks, *([said] if totals else [])))


def _is_total(line: SheetLine, id_place: int) -> bool:
    first = next((cell for cell in line.cells if not is_blank(cell)), "")
    words = fold(first)
    id_cell = line.cells[id_place] if id_place < len(line.cells) else ""
    return any(words.startswith(total) for total in TOTALS) and (is_blank(id_cell) or id_cell == first)


def _with_plain_days(sheet: Sheet, today: date) -> Sheet:
    """The sheet with its days as they are asked for, in the order that the whole columns say."""
    places = {name: sheet.columns.place[name] for name in DAYS if name in sheet.columns.place}
    columns = {name: [sheet.cell(line, name) or "" for line in sheet.lines] for name in places}
    decisions = {name: decide([(columns[name], *DAYS[name])], today) for name in places}
    certain = {made.order for made in decisions.values() if made and made.is_shown}
    needed = {name for names in REQUIRED[sheet.kind] for name in names}
    remarks, orders, left_out = list(sheet.remarks), dict[str, Order](), set[str]()
    for name, decision in decisions.items():
        if sheet.order:
            orders[name] = sheet.order
        elif decision is None:
            fault = refuse_mixed_orders(sheet.heading(name), columns[name], today)
            if name in needed:
                raise fault
            left_out.add(name)
            remarks.append(str(fault))
        else:
            if len(certain) == 1 and not decision.is_certain:
                decision = OrderDecision(next(iter(certain)), is_certain=True)
            orders[name] = decision.order
            remarks += _said(sheet.heading(name), columns[name], decision, DAYS[name][0], today)
    lines = tuple(_rewritten(line, places, orders, left_out, today) for line in sheet.lines)
    kept = {name: place for name, place in sheet.columns.place.items() if name not in left_out}
    return replace(sheet, lines=lines, columns=replace(sheet.columns, place=kept), remarks=tuple(remarks))


def _said(heading: str, cells: Sequence[str], decision: OrderDecision, year_of: YearOf, today: date) -> list[str]:
    """How the days of a column were read, where that is not the only way."""
    order = decision.order
    example = next((cell for cell in cells if len(set(readings(cell, year_of, today).values())) == 2), None)
    example = example or next((cell for cell in cells if order in readings(cell, year_of, today)), "")
    if order is Order.MONTH_FIRST:
        sentence = _("The days of “%(heading)s” have the month first: %(example)s is %(day)s.")
    elif not decision.is_certain:
        sentence = _(
            "The days of “%(heading)s” could have the month first as well; the day was taken to be first:"
            " %(example)s is %(day)s."
        )
    else:
        return []
    day = readings(example, year_of, today)[order]
    return [sentence % {"heading": heading, "example": visible(example), "day": day.isoformat()}]


def _rewritten(
    line: SheetLine, places: Mapping[str, int], orders: Mapping[str, Order], left_out: set[str], today: date
) -> SheetLine:
    cells = list(line.cells)
    for name, place in places.items():
        if name in left_out or place >= len(cells):
            continue
        if orders[name] is Order.DAY_FIRST and AS_ASKED_FOR.fullmatch(visible(cells[place])):
            continue
        if day := readings(cells[place], DAYS[name][0], today).get(orders[name]):
            cells[place] = written(day)
    return line if tuple(cells) == line.cells else replace(line, cells=tuple(cells))
