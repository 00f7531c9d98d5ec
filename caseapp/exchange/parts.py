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


def parts_of_people(readings: Sequence[Reading[Any]]) -> Iterator[list[Reading[Any]]]:
    """Several files in parts of about 200 rows: all rows about a person, of whichever file, are in the same one."""
    of_person: dict[str, list[list[Any]]] = {}
    for number, reading in enumerate(readings):
        for row in reading.rows:
            of_person.setdefault(row.national_id, [[] for _reading in readings])[number].append(row)
    part: list[list[Any]] = [[] for _reading in readings]
    for rows in of_person.values():
        if any(part) and sum(map(len, part)) + sum(map(len, rows)) > ROWS:
            yield _only(readings, part)
            part = [[] for _reading in readings]
        for number, more in enumerate(rows):
            part[number] += more
    yield _only(readings, part)


def _only(readings: Sequence[Reading[Any]], part: Sequence[Sequence[Any]]) -> list[Reading[Any]]:
    return [
        replace(reading, rows=tuple(rows), rejected=(), cells_left_out=())
        for reading, rows in zip(readings, part, strict=True)
    ]


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
