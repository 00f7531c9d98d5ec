"""A long file in parts, each stored in a transaction of its own, so that nobody waits long for a turn to write."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import perf_counter, sleep
from typing import Any, ParamSpec, Protocol, TypeVar

from caseapp.exchange.spreadsheets.attendance import AttendanceSheet, ImportedMember
from caseapp.exchange.spreadsheets.outcomes import ImportOutcome
from caseapp.exchange.spreadsheets.row_errors import Reading

ROWS, FEWEST = 200, 10
LONG_SECONDS = 0.05  # a part that takes longer is followed by smaller ones
PAUSE_SECONDS = 0.05  # between two parts, for those who wait to write


class OfOnePerson(Protocol):
    """A row about somebody."""

    @property
    def national_id(self) -> str: ...


Row = TypeVar("Row", bound=OfOnePerson)
Done = TypeVar("Done")
P = ParamSpec("P")


class PartPace:
    """How many rows make a part: few at first, more while that is quick, fewer where the parts take long. Each is
    followed by a rest that is as long as it was, so that the write lock is free for at least half of the time."""

    def __init__(self, pause: float = PAUSE_SECONDS) -> None:
        self.rows, self.pause = FEWEST, pause

    def do(self, act: Callable[P, Done], *args: P.args, **kwargs: P.kwargs) -> Done:
        """What the act on a part returns, after a rest."""
        began = perf_counter()
        done = act(*args, **kwargs)
        took = perf_counter() - began
        if took > LONG_SECONDS:
            self.rows = max(FEWEST, self.rows // 2)
        elif took < LONG_SECONDS / 4:
            self.rows = min(ROWS, self.rows * 2)
        sleep(max(self.pause, took))
        return done


def parts_of(reading: Reading[Row], pace: PartPace) -> Iterator[Reading[Row]]:
    """The rows that can be imported in parts, at least one; all rows about a person are in the same one, in the order
    of the file."""
    of_person: dict[str, list[Row]] = {}
    for row in reading.rows:
        of_person.setdefault(row.national_id, []).append(row)
    part: list[Row] = []
    for rows in of_person.values():
        if part and len(part) + len(rows) > pace.rows:
            yield replace(reading, rows=tuple(part), rejected=(), cells_left_out=())
            part = []
        part += rows
    yield replace(reading, rows=tuple(part), rejected=(), cells_left_out=())


def parts_of_people(readings: Sequence[Reading[Any]], pace: PartPace) -> Iterator[list[Reading[Any]]]:
    """Several files in parts: all rows about a person, of whichever file, are in the same one."""
    of_person: dict[str, list[list[Any]]] = {}
    for number, reading in enumerate(readings):
        for row in reading.rows:
            of_person.setdefault(row.national_id, [[] for _reading in readings])[number].append(row)
    part: list[list[Any]] = [[] for _reading in readings]
    for rows in of_person.values():
        if any(part) and sum(map(len, part)) + sum(map(len, rows)) > pace.rows:
            yield _only(readings, part)
            part = [[] for _reading in readings]
        for number, more in enumerate(rows):
            part[number] += more
    yield _only(readings, part)


def parts_of_group(sheet: AttendanceSheet, pace: PartPace) -> Iterator[AttendanceSheet]:
    """The members in parts of about as many marks, at least one part; each has all days of the group."""
    part: list[ImportedMember] = []
    for member in sheet.members:
        if part and (len(part) + 1) * len(sheet.days) > pace.rows:
            yield replace(sheet, members=tuple(part), rejected=(), cells_left_out=())
            part = []
        part.append(member)
    yield replace(sheet, members=tuple(part), rejected=(), cells_left_out=())


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
        changes=tuple(sorted((each for part in parts for each in part.changes), key=lambda change: change.line)),
    )


def whole_of_group(
    sheet: AttendanceSheet, parts: Sequence[ImportOutcome[AttendanceSheet]]
) -> ImportOutcome[AttendanceSheet]:
    """The outcome of a group's sheet from those of its parts; the group and its meetings come with the first one."""
    first = parts[0]
    rejected = [*sheet.rejected, *(row for part in parts for row in part.content.rejected)]
    content = replace(sheet, rejected=tuple(sorted(rejected, key=lambda row: row.line.number)))
    differences = dict.fromkeys(fault for part in parts for fault in part.differences)
    members, marks = sum(part.members for part in parts), sum(part.marks for part in parts)
    return replace(first, content=content, differences=tuple(differences), members=members, marks=marks)
