"""What became of the rows of a caseload as they came in."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import UUID

from caseapp.exchange.spreadsheets.attendance import AttendanceSheet
from caseapp.exchange.spreadsheets.files import FileFault, Sheet
from caseapp.exchange.spreadsheets.row_errors import Reading, RejectedRow, RowFault

Told = TypeVar("Told", bound=Reading[Any] | AttendanceSheet)


@dataclass(frozen=True)
class Outcome(Generic[Told]):
    """What became of one file: as it was told, with every row that stays out, and the rows counted.

    `differences` are rows that are there already and say something else: the record stays as it is.
    """

    told: Told
    added: int = 0
    already_there: int = 0
    differences: tuple[RowFault, ...] = ()
    members: int = 0
    meetings: int = 0
    holidays: int = 0
    marks: int = 0


class Tally:
    """The rows of one file while they come in."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.added = 0
        self.already_there = 0
        self.rejected: list[RejectedRow] = []
        self.differences: list[RowFault] = []
        self.clients: dict[UUID, None] = {}
        self._lines = {line.number: line for line in sheet.lines}

    def add(self, client_id: UUID) -> None:
        """A row that came in, about that client."""
        self.added += 1
        self.clients[client_id] = None

    def reject(self, line: int, column: str, sentence: str) -> None:
        """A row that reads well and cannot come in as the records are."""
        self.rejected.append(RejectedRow(self._lines[line], (self._fault(line, column, sentence),)))

    def differs(self, line: int, column: str, sentence: str) -> None:
        """A row that is there already with something else in it."""
        self.differences.append(self._fault(line, column, sentence))

    def outcome_of(self, told: Told, **counts: int) -> Outcome[Told]:
        """The outcome of the file once all its rows have been looked at."""
        rejected = sorted((*told.rejected, *self.rejected), key=lambda row: row.line.number)
        left_in: Told = replace(told, rejected=tuple(rejected))
        return Outcome(left_in, self.added, self.already_there, tuple(self.differences), **counts)

    def _fault(self, line: int, column: str, sentence: str) -> RowFault:
        return RowFault(self.sheet.path.name, line, column, sentence)


@dataclass
class Count:
    """Rows of one kind, or groups."""

    added: int = 0
    already_there: int = 0
    rejected: int = 0


@dataclass
class GroupCount(Count):
    """Groups, and what came in with them; `rejected` are rows of members."""

    members: int = 0
    meetings: int = 0
    holidays: int = 0
    marks: int = 0


@dataclass
class Caseload:
    """What became of a whole folder.

    `left_out` are files that could not be taken in at all, `unwritten` files of rejected rows for which there was no
    place.
    """

    clients: Count = field(default_factory=Count)
    goals: Count = field(default_factory=Count)
    activities: Count = field(default_factory=Count)
    groups: GroupCount = field(default_factory=GroupCount)
    rejected: list[tuple[Sheet, RejectedRow]] = field(default_factory=list)
    differences: list[RowFault] = field(default_factory=list)
    left_out: list[FileFault] = field(default_factory=list)
    rejected_files: list[Path] = field(default_factory=list)
    unwritten: list[FileFault] = field(default_factory=list)

    def count(self, count: Count, outcomes: Iterable[Outcome[Any]]) -> None:
        """Add the outcomes of the files of one kind."""
        for outcome in outcomes:
            count.added += outcome.added
            count.already_there += outcome.already_there
            count.rejected += len(outcome.told.rejected)
            if isinstance(count, GroupCount):
                count.members += outcome.members
                count.meetings += outcome.meetings
                count.holidays += outcome.holidays
                count.marks += outcome.marks
            self.rejected += [(outcome.told.sheet, row) for row in outcome.told.rejected]
            self.differences += outcome.differences
