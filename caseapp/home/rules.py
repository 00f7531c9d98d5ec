"""The rules of the first page: the greeting, and what is waiting."""

from datetime import date
from typing import Any

from caseapp.i18n import _l

MORNING, NOON, EVENING = 5, 12, 17
NIGHT = 22


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


def is_waiting(agreed_on: date | None, today: date) -> bool:
    """Whether the agreed day has passed."""
    return agreed_on is not None and agreed_on < today
