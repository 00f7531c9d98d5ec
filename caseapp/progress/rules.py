"""The rules of a client's page: the rhythm of meetings, and what has become of a goal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

STILL_DAYS = 90


class Rhythm(StrEnum):
    """How the days since the last meeting stand against the agreed interval; the words of the rings."""

    ON_TIME = "ok"
    DUE = "due"
    OVERDUE = "overdue"
    NEVER = "none"


@dataclass(frozen=True)
class Since:
    """The time since the last meeting, and how often they are expected to meet; `days` is None where they have never
    met."""

    days: int | None
    rhythm: Rhythm
    every: int

    @property
    def rest(self) -> float:
        """What is left of the agreed interval, from 0 to 1."""
        return 0.0 if self.days is None else max(0.0, (self.every - self.days) / self.every)


def since(last_on: date | None, today: date, every: int, is_expected: bool = True) -> Since:
    """Where the rhythm stands: due when the agreed interval is over, overdue when a second one is; neither while
    nobody expects them to meet."""
    if last_on is None:
        return Since(None, Rhythm.NEVER, every)
    days = max((today - last_on).days, 0)
    if days <= every or not is_expected:
        return Since(days, Rhythm.ON_TIME, every)
    return Since(days, Rhythm.DUE if days <= 2 * every else Rhythm.OVERDUE, every)


@dataclass(frozen=True)
class Rated:
    """Where a goal stood on a day, by the mentor and, where asked, by the client."""

    on: date
    mentor: int
    client: int | None = None


@dataclass(frozen=True)
class Standing:
    """Where a goal stands by its last ratings; None where that rater has said nothing yet."""

    mentor: int | None = None
    client: int | None = None
    rated_on: date | None = None


def standing(ratings: Sequence[Rated]) -> Standing:
    """The last word of each rater; `ratings` are in the order in which they were made."""
    if not ratings:
        return Standing()
    asked = [rating.client for rating in ratings if rating.client is not None]
    return Standing(ratings[-1].mentor, asked[-1] if asked else None, ratings[-1].on)


def days_unchanged(baseline: int, ratings: Sequence[Rated], started_on: date, today: date) -> int:
    """For how many days the mentor's level has been what it is."""
    level, changed_on = baseline, started_on
    for rating in ratings:
        if rating.mentor != level:
            level, changed_on = rating.mentor, rating.on
    return max((today - changed_on).days, 0)
