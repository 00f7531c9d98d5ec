"""The rules of the directory: what an entry says, and how long it counts as confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from caseapp.clients.rules import LANGUAGE_NAMES
from caseapp.directory.interest_rules import INTEREST_NAMES
from caseapp.errors import RuleBroken
from caseapp.groups.rules import WEEKDAY_NAMES
from caseapp.i18n import _, _l

NAME_MAX = 120
WORDS_MAX = 200
ABOUT_MAX = 600
PHONE_MAX = 40
CONFIRMED_DAYS = 180  # after them whoever confirmed an entry is asked again
CONFIRMED_FOR = timedelta(days=CONFIRMED_DAYS)
SHOWN_AT_ONCE = 15
KEPT_SOURCES = 2000
NOON, EVENING = time(12), time(17)


class SourceKind(StrEnum):
    """What an entry is."""

    GROUP = "group"
    CLUB = "club"
    COURSE = "course"
    VOLUNTEERING = "volunteering"
    ONLINE = "online"
    PEER = "peer"
    PROFESSIONAL = "professional"


class WayIn(StrEnum):
    """How somebody in a wheelchair gets in."""

    STEP_FREE = "step_free"
    PARTLY = "partly"
    STEPS = "steps"


class Noise(StrEnum):
    """How loud it is."""

    QUIET = "quiet"
    SOMETIMES = "sometimes"
    LOUD = "loud"


class Light(StrEnum):
    """What light there is."""

    DAYLIGHT = "daylight"
    SOFT = "soft"
    BRIGHT = "bright"


class PartOfDay(StrEnum):
    """When on a day something begins."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


SOURCE_KIND_NAMES = {
    SourceKind.GROUP: _l("Group"),
    SourceKind.CLUB: _l("Club"),
    SourceKind.COURSE: _l("Course"),
    SourceKind.VOLUNTEERING: _l("Volunteering"),
    SourceKind.ONLINE: _l("Online group"),
    SourceKind.PEER: _l("Peer group"),
    SourceKind.PROFESSIONAL: _l("Professional help"),
}
WAY_IN_NAMES = {
    WayIn.STEP_FREE: _l("Step-free"),
    WayIn.PARTLY: _l("Partly step-free"),
    WayIn.STEPS: _l("Only by steps"),
}
NOISE_NAMES = {
    Noise.QUIET: _l("Quiet"),
    Noise.SOMETIMES: _l("Sometimes loud"),
    Noise.LOUD: _l("Loud"),
}
LIGHT_NAMES = {
    Light.DAYLIGHT: _l("Daylight"),
    Light.SOFT: _l("Soft light"),
    Light.BRIGHT: _l("Bright light"),
}
DAY_PART_NAMES = {
    PartOfDay.MORNING: _l("Morning"),
    PartOfDay.AFTERNOON: _l("Afternoon"),
    PartOfDay.EVENING: _l("Evening"),
}


@dataclass(frozen=True)
class SourceDraft:
    """What an entry is to say; weekdays count from Sunday."""

    name: str
    kind: SourceKind
    organisation: str = ""
    about: str = ""
    for_whom: str = ""
    interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    area: str = ""
    place: str = ""
    address: str = ""
    weekdays: tuple[int, ...] = ()
    starts_at: time | None = None
    ends_at: time | None = None
    when_words: str = ""
    bus: str = ""
    way_in: WayIn | None = None
    way_in_words: str = ""
    noise: Noise | None = None
    light: Light | None = None
    cost: str = ""
    discretion: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    is_over: bool = False


STORED = tuple(field.name for field in fields(SourceDraft))


def read_source(stored: Mapping[str, Any]) -> SourceDraft:
    """An entry from its columns, of which some hold several codes."""
    told = {name: stored[name] for name in STORED}
    for name in ("interests", "languages"):
        told[name] = tuple(told[name].split())
    told["weekdays"] = tuple(map(int, told["weekdays"].split()))
    return SourceDraft(**told)


@lru_cache(KEPT_SOURCES)
def kept_source(told: tuple[Any, ...]) -> SourceDraft:
    """An entry from its columns in their order, kept by what they say: most entries stay as they are for months."""
    return read_source(dict(zip(STORED, told, strict=True)))


def day_part(starts_at: time) -> PartOfDay:
    """When on a day something begins that begins at this hour."""
    if starts_at < NOON:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if starts_at < EVENING else PartOfDay.EVENING


def days_since(confirmed_on: date, today: date) -> int:
    """How long ago an entry was confirmed."""
    return (today - confirmed_on).days


def is_old(confirmed_on: date, today: date) -> bool:
    """Whether an entry has to be confirmed again."""
    return days_since(confirmed_on, today) > CONFIRMED_DAYS


def check_source(draft: SourceDraft) -> None:
    """`RuleBroken` where an entry has no name, contradicts itself, or holds a word of no list."""
    if not draft.name.strip():
        raise RuleBroken(_("Say what it is called."), "name")
    if draft.ends_at and (draft.starts_at is None or draft.ends_at <= draft.starts_at):
        raise RuleBroken(_("The end has to be after the start."), "ends_at")
    if draft.website and not draft.website.startswith(("https://", "http://")):
        raise RuleBroken(_("A web address begins with https://"), "website")
    if not set(draft.interests) <= set(INTEREST_NAMES):
        raise RuleBroken(_("Choose from the cards."), "interests")
    if not set(draft.languages) <= set(LANGUAGE_NAMES):
        raise RuleBroken(_("Choose a language from the list."), "languages")
    if not set(draft.weekdays) <= set(WEEKDAY_NAMES):
        raise RuleBroken(_("Choose a day of the week."), "weekdays")
