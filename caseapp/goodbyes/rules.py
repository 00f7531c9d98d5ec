"""The rules of an end: a goodbye that is planned, what was agreed for the time after it, and the look back."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

WORDS_MAX = 1_000
MONTHS_LATER = 3
WITHIN = timedelta(days=366)
LISTED_FOR = timedelta(days=365)


class GoodbyeKind(StrEnum):
    """What ends: the service, the time with one mentor, or the service without a goodbye."""

    SERVICE = "service"
    MENTOR = "mentor"
    NONE = "none"


class HowItIs(StrEnum):
    """How it is, three months later."""

    WELL = "well"
    MIXED = "mixed"
    HARD = "hard"
    NOT_REACHED = "not_reached"


class Holds(StrEnum):
    """Whether what was agreed for the time after it still holds."""

    ALL = "all"
    SOME = "some"
    LITTLE = "little"


class EndList(StrEnum):
    """A list of clients who are at an end, or past it."""

    MISSING = "missing"
    LOOK_BACK = "look_back"
    AHEAD = "ahead"
    PASSED = "passed"
    LOOKED = "looked"
    EXPLAINED = "explained"


KIND_NAMES = {
    GoodbyeKind.SERVICE: _l("The accompaniment ends"),
    GoodbyeKind.MENTOR: _l("The mentor leaves, and the accompaniment goes on"),
    GoodbyeKind.NONE: _l("There was no goodbye"),
}
PLANNED_KINDS = (GoodbyeKind.SERVICE, GoodbyeKind.MENTOR)
HOW_NAMES = {
    HowItIs.WELL: _l("It goes well"),
    HowItIs.MIXED: _l("Now well, now badly"),
    HowItIs.HARD: _l("It is hard"),
    HowItIs.NOT_REACHED: _l("Could not be reached"),
}
HOLDS_NAMES = {
    Holds.ALL: _l("All of it"),
    Holds.SOME: _l("Some of it"),
    Holds.LITTLE: _l("Little or nothing"),
}
END_LIST_NAMES = {
    EndList.MISSING: _l("Closed without a goodbye"),
    EndList.LOOK_BACK: _l("To look back"),
    EndList.AHEAD: _l("Goodbyes ahead"),
    EndList.PASSED: _l("The day has passed, and the file is open"),
    EndList.LOOKED: _l("Looked back"),
    EndList.EXPLAINED: _l("No goodbye, for a reason"),
}


class NamedTie(NamedTuple):
    """A tie with its name."""

    id: UUID
    name: str


@dataclass(frozen=True)
class GoodbyeDraft:
    """A goodbye as typed: what ends, the day, why, what stays and who helps, and what to do when it gets hard."""

    kind: GoodbyeKind
    held_on: date
    why: str
    stays: str = ""
    helps: str = ""
    hard: str = ""
    tie_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class LookBackDraft:
    """How it is three months later, as answered."""

    how: HowItIs
    holds: Holds | None = None
    words: str = ""


def look_back_day(kind: GoodbyeKind, held_on: date) -> date | None:
    """The day on which it is asked how it is: after three months, on the last day of a shorter month. Where only the
    mentor changes, nobody needs to look back."""
    if kind is not GoodbyeKind.SERVICE:
        return None
    month = held_on.month - 1 + MONTHS_LATER
    year, month = held_on.year + month // 12, month % 12 + 1
    return date(year, month, min(held_on.day, monthrange(year, month)[1]))


def check_goodbye(draft: GoodbyeDraft, offered: Iterable[UUID], today: date) -> None:
    """`RuleBroken` where the reason is missing, a text is too long, the day is not within a year, or a tie is not one
    of those that are offered."""
    if not draft.why.strip():
        raise RuleBroken(_("Say why it ends, in words that the client can read."), "why")
    for name in ("why", "stays", "helps", "hard"):
        check_length(getattr(draft, name), WORDS_MAX, name)
    if not today - WITHIN <= draft.held_on <= today + WITHIN:
        raise RuleBroken(_("Choose a day within a year, before today or after."), "held_on")
    if not draft.tie_ids <= set(offered):
        raise RuleBroken(_("Choose ties of this client that last."), "ties")


def check_reason(why: str) -> None:
    """`RuleBroken` where it is not said why there was no goodbye, or with too many words."""
    if not why.strip():
        raise RuleBroken(_("Say why there was no goodbye."), "why")
    check_length(why, WORDS_MAX, "why")


def check_look_back(draft: LookBackDraft, look_on: date | None, today: date) -> None:
    """`RuleBroken` before the day on which it is asked, for a text that is too long, or where somebody who was not
    reached is said to have answered."""
    if look_on is None:
        raise RuleBroken(_("Nobody looks back on this goodbye, because the accompaniment went on."))
    if today < look_on:
        raise RuleBroken(_("It is not three months yet. The program asks on its day."))
    if draft.how is HowItIs.NOT_REACHED and draft.holds:
        raise RuleBroken(_("Whoever was not reached did not say what still holds."), "holds")
    check_length(draft.words, WORDS_MAX, "words")
