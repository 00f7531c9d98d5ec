"""The results of an import."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, Self, TypeVar
from uuid import UUID

from caseapp.exchange.spreadsheets.attendance import AttendanceSheet
from caseapp.exchange.spreadsheets.files import FileFault
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.row_errors import Reading, RejectedRow, RowFault, cell_left_out
from caseapp.exchange.spreadsheets.sheets import Sheet
from caseapp.i18n import _, _l

FILE_KIND_NAMES = {
    FileKind.CLIENTS: _l("Clients"),
    FileKind.GOALS: _l("Goals"),
    FileKind.MEETINGS: _l("Meetings"),
    FileKind.ATTENDANCE: _l("Group attendance"),
}
File = TypeVar("File", bound=Reading[Any] | AttendanceSheet)


Said = str | int


@dataclass(frozen=True)
class RecordChange:
    """What a row says otherwise than the stored record that it is about, by field; `version` is the record's when that
    was found, `headings` are those of the fields."""

    file: str
    line: int
    kind: FileKind
    record_id: UUID
    client_id: UUID
    version: int
    says: Mapping[str, Said]
    headings: Mapping[str, str]

    def only(self, fields: Iterable[str]) -> "RecordChange":
        """The same with these fields alone."""
        return replace(self, says={name: self.says[name] for name in fields if name in self.says})

    def as_json(self) -> dict[str, Any]:
        """The change as it is kept."""
        ids = {"record_id": self.record_id.hex, "client_id": self.client_id.hex}
        return {**vars(self), **ids, "kind": self.kind.value}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """The change that was kept."""
        ids = {name: UUID(kept[name]) for name in ("record_id", "client_id")}
        return cls(**{**kept, **ids, "kind": FileKind(kept["kind"])})


@dataclass(frozen=True)
class ImportOutcome(Generic[File]):
    """The result of one file: its content with all rejected rows, and how many rows were added.

    `differences` are rows that are stored already with other values; the stored ones stay. `changes` are those of
    them that can be taken.
    """

    content: File
    added: int = 0
    already_there: int = 0
    differences: tuple[RowFault, ...] = ()
    changes: tuple[RecordChange, ...] = ()
    members: int = 0
    meetings: int = 0
    holidays: int = 0
    marks: int = 0


class Tally:
    """Counts the rows of one file during the import."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.added = 0
        self.already_there = 0
        self.rejected: list[RejectedRow] = []
        self.differences: list[RowFault] = []
        self.changes: list[RecordChange] = []
        self.left_out: list[RowFault] = []
        self.clients: dict[UUID, None] = {}
        self._lines = {line.number: line for line in sheet.lines}

    def add(self, client_id: UUID) -> None:
        """Count a row about this client as added."""
        self.added += 1
        self.clients[client_id] = None

    def reject(self, line: int, column: str, sentence: str) -> None:
        """Reject a row that is well formed but contradicts the stored records."""
        self.rejected.append(RejectedRow(self._lines[line], (self._fault(line, column, sentence),)))

    def leave_out(self, line: int, column: str, sentence: str) -> None:
        """Note that a row comes in without one of its cells."""
        self.left_out.append(cell_left_out(self._fault(line, column, sentence)))

    def differs(self, line: int, column: str, sentence: str) -> None:
        """Note that a stored row has other values."""
        self.differences.append(self._fault(line, column, sentence))

    def can_change(self, line: int, record: Any, client_id: UUID, says: Mapping[str, Said]) -> None:
        """Note what the row says otherwise than this record, so that it can be taken."""
        if says:
            headings = {name: self.sheet.heading(name) or name for name in says}
            place = (self.sheet.path.name, line, self.sheet.kind)
            self.changes.append(RecordChange(*place, record.id, client_id, record.version, says, headings))

    def outcome_of(self, content: File, **counts: Any) -> ImportOutcome[File]:
        """The result of the file, once all rows were handled."""
        rejected = sorted((*content.rejected, *self.rejected), key=lambda row: row.line.number)
        remaining: File = replace(
            content, rejected=tuple(rejected), cells_left_out=(*content.cells_left_out, *self.left_out)
        )
        noted = tuple(self.differences), tuple(self.changes)
        return ImportOutcome(remaining, self.added, self.already_there, *noted, **counts)

    def _fault(self, line: int, column: str, sentence: str) -> RowFault:
        return RowFault(self.sheet.path.name, line, column, sentence)


@dataclass
class ImportCount:
    """How many rows of one kind, or groups, were imported."""

    added: int = 0
    already_there: int = 0
    rejected: int = 0


@dataclass
class GroupImportCount(ImportCount):
    """How many groups were imported, and what belongs to them; `rejected` counts rows of members."""

    members: int = 0
    meetings: int = 0
    holidays: int = 0
    marks: int = 0


@dataclass(frozen=True)
class FileReading:
    """How a file was read: what it is, its alphabet, headings that nobody knows, and what else people should know."""

    file: str
    kind: str
    encoding: str
    unknown: tuple[str, ...]
    remarks: tuple[str, ...]

    @classmethod
    def of(cls, outcome: ImportOutcome[Any]) -> Self:
        sheet: Sheet = outcome.content.sheet
        return cls(sheet.path.name, sheet.kind.value, sheet.encoding, sheet.columns.unknown, sheet.remarks)


@dataclass
class Caseload:
    """The result of a whole folder.

    `left_out` are files that could not be imported at all, `unwritten` files of rejected rows that could not be saved,
    `read` how each file was read.
    """

    clients: ImportCount = field(default_factory=ImportCount)
    goals: ImportCount = field(default_factory=ImportCount)
    activities: ImportCount = field(default_factory=ImportCount)
    groups: GroupImportCount = field(default_factory=GroupImportCount)
    read: list[FileReading] = field(default_factory=list)
    cells_left_out: list[RowFault] = field(default_factory=list)
    rejected: list[tuple[Sheet, RejectedRow]] = field(default_factory=list)
    differences: list[RowFault] = field(default_factory=list)
    changes: list[RecordChange] = field(default_factory=list)
    left_out: list[FileFault] = field(default_factory=list)
    rejected_files: list[Path] = field(default_factory=list)
    unwritten: list[FileFault] = field(default_factory=list)

    def of_kind(self, kind: FileKind) -> ImportCount:
        """The count of the rows of these files."""
        return {
            FileKind.CLIENTS: self.clients,
            FileKind.GOALS: self.goals,
            FileKind.MEETINGS: self.activities,
            FileKind.ATTENDANCE: self.groups,
        }[kind]

    def count(self, count: ImportCount, outcomes: Iterable[ImportOutcome[Any]]) -> None:
        """Add the outcomes of the files of one kind."""
        for outcome in outcomes:
            count.added += outcome.added
            count.already_there += outcome.already_there
            count.rejected += len(outcome.content.rejected)
            if isinstance(count, GroupImportCount):
                count.members += outcome.members
                count.meetings += outcome.meetings
                count.holidays += outcome.holidays
                count.marks += outcome.marks
            self.read.append(FileReading.of(outcome))
            if outcome.content.rejected and not outcome.added + outcome.already_there:
                name = outcome.content.sheet.path.name
                self.left_out.append(FileFault(name, _("No row of this file could be imported.")))
            self.cells_left_out += outcome.content.cells_left_out
            self.rejected += [(outcome.content.sheet, row) for row in outcome.content.rejected]
            self.differences += outcome.differences
            self.changes += outcome.changes


class Became(StrEnum):
    """What became of a difference: it was taken, stands as a correction beside a final note, or was left."""

    TAKEN = "taken"
    AMENDED = "amended"
    LEFT = "left"


@dataclass(frozen=True)
class TakenChange:
    """A difference, what became of it, and why it was left; `change` has the record's version afterwards."""

    change: RecordChange
    became: Became
    sentence: str = ""


def how_many(taken: Iterable[TakenChange]) -> dict[Became, int]:
    """How many were taken, amended and left."""
    counts = Counter(each.became for each in taken)
    return {became: counts[became] for became in Became}
