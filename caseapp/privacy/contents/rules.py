"""What stands in a client's whole file as plain values, and how passages are blackened in it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

BLACKENED = "■■■■■"
"""Always as long, so that it does not tell how long the passage was."""


@dataclass(frozen=True)
class KeptField:
    """One column of a record: the value for programs, and for people its name and words."""

    column: str
    value: Any
    name: str
    words: str
    is_free_text: bool = False


@dataclass(frozen=True)
class KeptRow:
    """One record, or a day of readings, which has no id; `when` is its day in words. `fields` are those columns that
    hold something."""

    id: UUID | None
    number: int
    when: str
    is_in_error: bool
    fields: tuple[KeptField, ...]


@dataclass(frozen=True)
class KeptTable:
    """All records of one kind that are about the client, the earliest first."""

    name: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[KeptRow, ...]


class LeftOut(NamedTuple):
    """What is not in the file, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class WholeRecord:
    """Everything that goes into the file."""

    called: str
    organisation: str
    tables: tuple[KeptTable, ...]
    left_out: tuple[LeftOut, ...]
    passages: int

    @property
    def rows(self) -> int:
        """The number of records."""
        return sum(len(table.rows) for table in self.tables)


def blackening(passages: Iterable[str]) -> Callable[[str], str]:
    """A function that blackens these passages in a text, wherever they stand; spaces and line breaks are alike."""
    found = _pattern(passages)
    return (lambda text: found.sub(BLACKENED, text)) if found else (lambda text: text)


def count_places(passage: str, texts: Iterable[str]) -> int:
    """In how many places of these texts the passage stands."""
    found = _pattern([passage])
    return sum(len(found.findall(text)) for text in texts) if found else 0


def _pattern(passages: Iterable[str]) -> re.Pattern[str] | None:
    """The longest first, so that a passage inside of another one leaves nothing of the longer one."""
    words = sorted((passage.split() for passage in passages if passage.strip()), key=lambda each: -len(" ".join(each)))
    if not words:
        return None
    return re.compile("|".join(r"\s+".join(map(re.escape, each)) for each in words), re.IGNORECASE)
