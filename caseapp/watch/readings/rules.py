"""What reading is unusual: a row is a question to the reader's organisation and never a verdict."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from caseapp.clients.rules import search_words
from caseapp.i18n import _l

WINDOW = timedelta(minutes=10)
ASKED_AGAIN_AFTER = timedelta(days=90)
"""So long the same person and client make no second row for a name, a former or a closed file."""
DAYS_BACK = 31
"""At most so many days are looked at afterwards, where no worker ran."""

NAMES_ALONE = frozenset(
    {
        *("today", "board", "register", "assignments", "transfers", "handing_over", "disabling", "people"),
        *("privacy_desk", "requests", "request", "notices", "readers", "trail", "team_log", "unusual_reading"),
        *("search_clients", "choose_client", "emergencies", "waiting_reports"),
        *("batch", "new_batch", "export_confirmations"),
    }
)
"""Pages that name clients and open no file."""


class ReadingKind(StrEnum):
    """Why a reading is to be looked at."""

    MANY_FILES = "many_files"
    OUT_OF_HOURS = "out_of_hours"
    NAMESAKE = "namesake"
    FORMER_CLIENT = "former_client"
    CLOSED_FILE = "closed_file"
    MANY_PRINTED = "many_printed"


class ReadingWord(StrEnum):
    """What somebody who looked at it said."""

    WORK = "work"
    EXPLAINED = "explained"
    PURSUED = "pursued"


READING_KIND_NAMES = {
    ReadingKind.MANY_FILES: _l("Many files in ten minutes"),
    ReadingKind.OUT_OF_HOURS: _l("Outside the usual hours"),
    ReadingKind.NAMESAKE: _l("Reader and client have the same family name"),
    ReadingKind.FORMER_CLIENT: _l("The file of a former client"),
    ReadingKind.CLOSED_FILE: _l("A file that is closed"),
    ReadingKind.MANY_PRINTED: _l("Reports of many clients printed within a day"),
}
READING_WORD_NAMES = {
    ReadingWord.WORK: _l("Part of the work"),
    ReadingWord.EXPLAINED: _l("Explained"),
    ReadingWord.PURSUED: _l("To be pursued"),
}


class Look(NamedTuple):
    """That somebody opened one client's file, or was refused it."""

    at: datetime
    person_id: UUID
    client_id: UUID


class Found(NamedTuple):
    """A reading that is to be looked at: of whom, from when to when, and which files."""

    kind: ReadingKind
    person_id: UUID
    began_at: datetime
    ended_at: datetime
    client_ids: frozenset[UUID]


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants between which that day lies; 23 or 25 hours where the clocks change."""
    return datetime.combine(day, time(0), zone), datetime.combine(day + timedelta(days=1), time(0), zone)


def crowded(looks: Sequence[Look], number: int) -> Iterator[Found]:
    """The ten minutes in which somebody opened so many different files, one after another, none of them twice.

    `looks` are one person's, in their order. Ten minutes begin with a look and end before the same look ten minutes
    later; what was in one is in no other.
    """
    first = 0
    while first < len(looks):
        last, end = first, looks[first].at + WINDOW
        while last < len(looks) and looks[last].at < end:
            last += 1
        window = looks[first:last]
        files = frozenset(look.client_id for look in window)
        if len(files) >= number:
            yield Found(ReadingKind.MANY_FILES, window[0].person_id, window[0].at, window[-1].at, files)
            first = last
        else:
            first += 1


def is_out_of_hours(at: datetime, from_hour: int, to_hour: int) -> bool:
    """Whether that instant, in the organisation's zone, lies before the first usual hour or after the last."""
    return not from_hour <= at.hour < to_hour


def out_of_hours(looks: Sequence[Look], zone: ZoneInfo, from_hour: int, to_hour: int) -> Iterator[Found]:
    """What one person opened outside the usual hours of a day, as one row."""
    late = [look for look in looks if is_out_of_hours(look.at.astimezone(zone), from_hour, to_hour)]
    if late:
        files = frozenset(look.client_id for look in late)
        yield Found(ReadingKind.OUT_OF_HOURS, late[0].person_id, late[0].at, late[-1].at, files)


def of_pairs(looks: Iterable[Look], kinds: dict[tuple[UUID, UUID], list[ReadingKind]]) -> Iterator[Found]:
    """A row for each person and client who are related in such a way."""
    spans: dict[tuple[UUID, UUID], list[datetime]] = {}
    for look in looks:
        spans.setdefault((look.person_id, look.client_id), []).append(look.at)
    for pair, of_pair in kinds.items():
        if pair in spans:
            for kind in of_pair:
                yield Found(kind, pair[0], min(spans[pair]), max(spans[pair]), frozenset({pair[1]}))


def is_namesake(reader: str, family_name: str) -> bool:
    """Whether the last word of the reader's name is the client's family name, in whatever spelling of vowels."""
    own, other = search_words(reader), search_words(family_name)
    return bool(own and other) and own[-1] == other[-1]


def of_people(looks: Iterable[Look]) -> dict[UUID, list[Look]]:
    """The looks of each person, in their order."""
    found: dict[UUID, list[Look]] = {}
    for look in sorted(looks):
        found.setdefault(look.person_id, []).append(look)
    return found


def numbers_of(found: Iterable[Found]) -> Counter[str]:
    """How many rows of each kind, for the trail."""
    return Counter(str(each.kind) for each in found)
