"""What is wrong with a row, and the rows that are right and wrong of one file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.cells import is_blank
from caseapp.exchange.spreadsheets.files import Line, Sheet
from caseapp.i18n import _

T = TypeVar("T")
Row = TypeVar("Row")


@dataclass(frozen=True)
class RowFault:
    """One fault: the file, the line a text editor shows, the heading's own words, and what to mend.

    `column` is empty where the fault belongs to the row as a whole.
    """

    file: str
    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.column}: {self.sentence}" if self.column else self.sentence


@dataclass(frozen=True)
class RejectedRow:
    """A row that stays out, as it stood in the file, with everything that is wrong with it."""

    line: Line
    faults: tuple[RowFault, ...]


@dataclass(frozen=True)
class Reading(Generic[Row]):
    """What one file holds: the rows that can come in and those that cannot."""

    sheet: Sheet
    rows: tuple[Row, ...]
    rejected: tuple[RejectedRow, ...]

    @property
    def faults(self) -> Iterator[RowFault]:
        return (fault for rejected in self.rejected for fault in rejected.faults)


class Cell(Generic[T]):
    """A value read from a cell; only a row without faults may be asked for it."""

    def __init__(self, value: T | None) -> None:
        self._value = value

    @property
    def value(self) -> T:
        if self._value is None:
            raise LookupError("the row of this cell has a fault")
        return self._value

    @property
    def or_none(self) -> T | None:
        return self._value


class RowReader:
    """Reads the cells of one row and keeps every fault, not only the first."""

    def __init__(self, sheet: Sheet, line: Line) -> None:
        self.sheet = sheet
        self.line = line
        self.faults: list[RowFault] = []
        self._look_past_the_headings()

    def need(self, field: str, read: Callable[[str], T]) -> Cell[T]:
        """The value of a cell that may not be empty."""
        if is_blank(self.sheet.cell(self.line, field) or ""):
            self.refuse(field, _("This cell is empty."))
            return Cell(None)
        return self.take(field, read)

    def take(self, field: str, read: Callable[[str], T]) -> Cell[T]:
        """The value of a cell that may be empty, or of a column that the file may not have."""
        cell = self.sheet.cell(self.line, field) or ""
        if is_blank(cell):
            return Cell(None)
        try:
            return Cell(read(cell))
        except RuleBroken as broken:
            self.refuse(field, str(broken))
            return Cell(None)

    def refuse(self, field: str, sentence: str) -> None:
        self.refuse_column(self.sheet.heading(field), sentence)

    def refuse_column(self, column: str, sentence: str) -> None:
        self.faults.append(RowFault(self.sheet.path.name, self.line.number, column, sentence))

    def rejected(self) -> RejectedRow:
        return RejectedRow(self.line, tuple(self.faults))

    def _look_past_the_headings(self) -> None:
        """Text under no heading is the sign of a separator inside a text, which shifts every cell."""
        headings = self.sheet.headings
        for place, cell in enumerate(self.line.cells):
            if not is_blank(cell) and (place >= len(headings) or is_blank(headings[place])):
                self.refuse_column(
                    "", _("There is text in a column with no heading. Perhaps a text contains the separator.")
                )
                return
