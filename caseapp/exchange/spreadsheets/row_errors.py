"""The faults of a row, and the accepted and rejected rows of a file."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.cells import visible
from caseapp.exchange.spreadsheets.sheets import Sheet
from caseapp.exchange.tables.table import SheetLine, is_blank
from caseapp.i18n import _

OPENING, CLOSING = "“\"„״«'”", "”\"“״»'"
ISOLATES = "\u2066-\u2069"  # a cell of another script stands apart in a sentence
QUOTED = re.compile(f"[{OPENING}][^{CLOSING}]*[{CLOSING}]")
T = TypeVar("T")
Row = TypeVar("Row")


@dataclass(frozen=True)
class RowFault:
    """One fault: the file, the line that a text editor shows, the heading, and what to correct.

    `column` is empty if the fault concerns the whole row.
    """

    file: str
    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.column}: {self.sentence}" if self.column else self.sentence


def cell_left_out(fault: RowFault) -> RowFault:
    """The fault of a cell without which its row comes in."""
    return replace(fault, sentence=_("%(fault)s The cell was left out.", fault=fault.sentence))


@dataclass(frozen=True)
class RejectedRow:
    """A row that is not imported, unchanged, with all its faults."""

    line: SheetLine
    faults: tuple[RowFault, ...]


def without_quotes(fault: RowFault) -> RowFault:
    """The fault of a cell without what it quotes."""
    return replace(fault, sentence=QUOTED.sub("“…”", fault.sentence))


def without_cells(row: RejectedRow) -> Iterator[RowFault]:
    """The faults of a row without the cells that their sentences quote: a shifted row has names and notes in any
    column. The file of rejected rows, which is its owner's alone, has the words."""
    for fault in row.faults:
        sentence = fault.sentence
        for cell in row.line.cells:
            if text := visible(cell):
                sentence = re.sub(
                    f"([{OPENING}])[{ISOLATES}]?{re.escape(text)}[{ISOLATES}]?([{CLOSING}])", r"\1…\2", sentence
                )
        yield replace(fault, sentence=sentence)


@dataclass(frozen=True)
class Reading(Generic[Row]):
    """The content of one file: the rows that can be imported and those that cannot.

    `cells_left_out` are cells without which their rows are imported.
    """

    sheet: Sheet
    rows: tuple[Row, ...]
    rejected: tuple[RejectedRow, ...]
    cells_left_out: tuple[RowFault, ...] = ()

    @property
    def faults(self) -> Iterator[RowFault]:
        return (fault for rejected in self.rejected for fault in rejected.faults)


class Cell(Generic[T]):
    """The parsed value of a cell; `value` may only be asked of a row without faults."""

    def __init__(self, value: T | None) -> None:
        self._value = value

    @property
    def value(self) -> T:
        if self._value is None:
            raise LookupError("the cell has no value")
        return self._value

    @property
    def or_none(self) -> T | None:
        return self._value


class RowReader:
    """Parses the cells of one row and collects all faults."""

    def __init__(self, sheet: Sheet, line: SheetLine) -> None:
        self.sheet = sheet
        self.line = line
        self.faults: list[RowFault] = []
        self._optional: list[RowFault] = []
        if line.is_broken:
            self.refuse_column("", _("Quotation marks do not match in this row."))
        else:
            self._check_cells_without_heading()

    def required(self, field: str, parse: Callable[[str], T]) -> Cell[T]:
        """The value of a cell that must not be empty."""
        if is_blank(self.sheet.cell(self.line, field) or ""):
            self.refuse(field, _("This cell is empty."))
            return Cell(None)
        return self.if_given(field, parse)

    def optional(self, field: str, parse: Callable[[str], T]) -> Cell[T]:
        """The value of a cell that may be empty; one that is wrong is left out, and not its row."""
        before = len(self.faults)
        value = self.if_given(field, parse)
        self.leave_out_since(before)
        return value

    def leave_out_since(self, before: int) -> None:
        """Let the faults found after that many cost their cells and not the row."""
        self._optional += self.faults[before:]
        del self.faults[before:]

    @property
    def left_out(self) -> list[RowFault]:
        """The faults of cells without which the row is imported."""
        return list(map(cell_left_out, self._optional))

    def if_given(self, field: str, parse: Callable[[str], T]) -> Cell[T]:
        """The value of a cell that may be empty, or whose column may be missing."""
        cell = self.sheet.cell(self.line, field) or ""
        if is_blank(cell):
            return Cell(None)
        try:
            return Cell(parse(cell))
        except RuleBroken as broken:
            self.refuse(field, str(broken))
            return Cell(None)

    def keeps_to(self, check: Callable[[], None], columns: Mapping[str, str]) -> None:
        """Refuse the row where it breaks a rule of the form; `columns` says in which column each field stands."""
        try:
            check()
        except RuleBroken as broken:
            self.refuse(columns[broken.field or ""], str(broken))

    def refuse(self, field: str, sentence: str) -> None:
        self.refuse_column(self.sheet.heading(field), sentence)

    def refuse_column(self, column: str, sentence: str) -> None:
        self.faults.append(RowFault(self.sheet.path.name, self.line.number, column, sentence))

    def rejected(self) -> RejectedRow:
        """The row with all its faults, so that they can be mended together."""
        return RejectedRow(self.line, (*self.faults, *self._optional))

    def _check_cells_without_heading(self) -> None:
        """Text in a column without a heading suggests that a text contains the separator, which shifts all cells."""
        headings = self.sheet.headings
        for place, cell in enumerate(self.line.cells):
            if not is_blank(cell) and (place >= len(headings) or is_blank(headings[place])):
                self.refuse_column(
                    "", _("There is text in a column with no heading. Perhaps a text contains the separator.")
                )
                return
