"""What the files say otherwise than the records, with old and new, for whoever may open those clients' files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from caseapp.access import Viewer
from caseapp.exchange.difference_queries import Stored, stored_records
from caseapp.exchange.difference_words import value_in_words
from caseapp.exchange.spreadsheets.outcomes import RecordChange
from caseapp.exchange.uploads.page import by_field
from caseapp.exchange.uploads.words import FIELD_NAMES

ROWS = 50


@dataclass(frozen=True)
class DifferingField:
    """One value: what stands in the record, and what the file says."""

    token: str
    name: Any
    stored: str
    said: str


@dataclass(frozen=True)
class DifferingRow:
    """A row of a file, and where the record says something else; `left` says why it was not taken."""

    client_id: UUID
    client: str
    file: str
    line: int
    is_changed: bool
    left: str
    fields: tuple[DifferingField, ...]


@dataclass(frozen=True)
class DifferencePage:
    """Some of the rows, and how many differ in which column of all."""

    number: int
    has_more: bool
    rows: tuple[DifferingRow, ...]
    columns: Mapping[str, int]

    @property
    def tokens(self) -> list[str]:
        """What can be chosen on this page."""
        return [field.token for row in self.rows if not row.is_changed for field in row.fields]

    @property
    def client_ids(self) -> set[UUID]:
        """Whose records it shows."""
        return {row.client_id for row in self.rows}


def differences_page(
    viewer: Viewer, changes: Sequence[RecordChange], left: Mapping[str, str], number: int
) -> DifferencePage:
    """The page of that number, from 0. Clients whom the viewer does not see any more are not on it."""
    start = max(number, 0) * ROWS
    shown = changes[start : start + ROWS]
    stored = stored_records(viewer, shown)
    rows = tuple(
        _row(place, change, record, left.get(str(place), ""))
        for place, change in enumerate(shown, start)
        if (record := stored.get(change.record_id))
    )
    return DifferencePage(max(number, 0), len(changes) > start + ROWS, rows, by_field(changes))


def _row(place: int, change: RecordChange, record: Stored, left: str) -> DifferingRow:
    fields = tuple(
        DifferingField(
            f"{place}:{field}",
            FIELD_NAMES[field],
            value_in_words(field, record.values[field]),
            value_in_words(field, said),
        )
        for field, said in change.says.items()
    )
    is_changed = record.version != change.version
    return DifferingRow(change.client_id, record.client, change.file, change.line, is_changed, left, fields)
