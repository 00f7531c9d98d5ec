"""The faults of a row, and the accepted and rejected rows of a file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.cells import is_blank
from caseapp.exchange.spreadsheets.files import Sheet, SheetLine
from caseapp.i18n import _

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


@dataclass(frozen=True)
class RejectedRow:
    """A row that is not imported, unchanged, with all its faults."""

    line: SheetLine
    faults: tuple[RowFault, ...]


@dataclass(frozen=True)
class Reading(Generic[Row]):
    """The content of one file: the rows that can be imported and those that cannot."""

    sheet: Sheet
    rows: tuple[Row, ...]
    rejected: tuple[RejectedRow, ...]

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
        self._check_cells_without_heading()

    def required(self, field: str, parse: Callable[[str], T]) -> Cell[T]:
        """The value of a cell that must not be empty."""
        if is_blank(self.sheet.cell(self.line, field) or ""):
            self.refuse(field, _("This cell is empty."))
            return Cell(None)
        return self.optional(field, parse)

    def optional(self, field: str, parse: Callable[[str], T]) -> Cell[T]:
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
        return RejectedRow(self.line, tuple(self.faults))

    def _check_cells_without_heading(self) -> None:
        """Text in a column without a heading suggests that a text contains the separator, which shifts all cells."""
        headings = self.sheet.headings
        for place, cell in enumerate(self.line.cells):
            if not is_blank(cell) and (place >= len(headings) or is_blank(headings[place])):
                self.refuse_column(
                    "", _("There is text in a column with no heading. Perhaps a text contains the separator.")
                )
                return
