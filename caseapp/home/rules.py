"""The rules of the first page: the greeting, what is next, and how much is shown."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from caseapp.i18n import _l

MORNING, NOON, EVENING = 5, 12, 17
NIGHT = 22
LATER_SHOWN = 3
WAITING_SHOWN = 5
PEOPLE_SHOWN = 10


class DayPart(StrEnum):
    """What a list of the day holds."""

    MEETINGS = "meetings"
    CALLS = "calls"
    MESSAGES = "messages"
    GROUPS = "groups"
    LATER = "later"
    WAITING = "waiting"


class HasHours(Protocol):
    """Something of the day that ends at an hour; nothing where none is agreed."""

    @property
    def ends_at(self) -> datetime | None: ...


T = TypeVar("T", bound=HasHours)


def greeting(hour: int) -> Any:
    """The greeting at that hour; takes `name`."""
    if MORNING <= hour < NOON:
        return _l("Good morning, %(name)s")
    if NOON <= hour < EVENING:
        return _l("Good afternoon, %(name)s")
    if EVENING <= hour < NIGHT:
        return _l("Good evening, %(name)s")
    return _l("Hello, %(name)s")


def first_name(name: str) -> str:
    """The name in the greeting."""
    return name.split(maxsplit=1)[0] if name.split() else ""


def still_ahead(day: Sequence[T], at: datetime) -> list[T]:
    """What of the day has not ended by then; `at` is on the clock of the organisation, without a zone."""
    return [each for each in day if each.ends_at is None or each.ends_at > at]
