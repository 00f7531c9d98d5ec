"""A long file in parts, each stored in a transaction of its own, so that nobody waits long for a turn to write."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from caseapp.exchange.spreadsheets.outcomes import ImportOutcome
from caseapp.exchange.spreadsheets.row_errors import Reading

ROWS = 200


class OfOnePerson(Protocol):
    """A row about somebody."""

    @property
    def national_id(self) -> str: ...


Row = TypeVar("Row", bound=OfOnePerson)


def parts_of(reading: Reading[Row]) -> Iterator[Reading[Row]]:
    """The rows that can be imported in parts of about 200, at least one; all rows about a person are in the same one,
    in the order of the file."""
    of_person: dict[str, list[Row]] = {}
    for row in reading.rows:
        of_person.setdefault(row.national_id, []).append(row)
    part: list[Row] = []
    for rows in of_person.values():
        if part and len(part) + len(rows) > ROWS:
            yield replace(reading, rows=tuple(part), rejected=(), cells_left_out=())
            part = []
        part += rows
    yield replace(reading, rows=tuple(part), rejected=(), cells_left_out=())


def whole_of(reading: Reading[Row], parts: Sequence[ImportOutcome[Reading[Row]]]) -> ImportOutcome[Reading[Row]]:
    """The outcome of the file from those of its parts."""
    rejected = [*reading.rejected, *(row for part in parts for row in part.content.rejected)]
    differences = [fault for part in parts for fault in part.differences]
    left_out = [*reading.cells_left_out, *(fault for part in parts for fault in part.content.cells_left_out)]
    content = replace(
        reading,
        rejected=tuple(sorted(rejected, key=lambda row: row.line.number)),
        cells_left_out=tuple(sorted(left_out, key=lambda fault: fault.line)),
    )
    return ImportOutcome[Any](
        content,
        added=sum(part.added for part in parts),
        already_there=sum(part.already_there for part in parts),
        differences=tuple(sorted(differences, key=lambda fault: fault.line)),
    )
