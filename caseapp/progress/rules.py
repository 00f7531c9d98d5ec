"""The rules of a client's page: how regular the meetings are, and how the goals are rated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

STILL = timedelta(days=90)


class Rhythm(StrEnum):
    """How the days since the last meeting compare with the agreed interval; also the CSS classes of the rings."""

    ON_TIME = "ok"
    DUE = "due"
    OVERDUE = "overdue"
    NEVER = "none"


@dataclass(frozen=True)
class LastContact:
    """Days since the last meeting, and how often meetings are expected; `days` is None if they have never met."""

    days: int | None
    rhythm: Rhythm
    every: int

    @property
    def rest(self) -> float:
        """What is left of the agreed interval, from 0 to 1."""
        return 0.0 if self.days is None else max(0.0, (self.every - self.days) / self.every)


def last_contact(last_on: date | None, today: date, every: int, is_expected: bool = True) -> LastContact:
    """The last contact on a day: due when the interval is over, overdue after a second one; neither if no meeting is
    expected."""
    if last_on is None:
        return LastContact(None, Rhythm.NEVER, every)
    days = max((today - last_on).days, 0)
    if days <= every or not is_expected:
        return LastContact(days, Rhythm.ON_TIME, every)
    return LastContact(days, Rhythm.DUE if days <= 2 * every else Rhythm.OVERDUE, every)


@dataclass(frozen=True)
class DatedRating:
    """A goal's rating on a day, by the mentor and, if asked, by the client."""

    on: date
    mentor: int
    client: int | None = None


@dataclass(frozen=True)
class CurrentRatings:
    """A goal's last ratings; None for whoever has not rated it yet."""

    mentor: int | None = None
    client: int | None = None
    rated_on: date | None = None


def current_ratings(ratings: Sequence[DatedRating]) -> CurrentRatings:
    """The last rating by each; `ratings` are in the order in which they were made."""
    if not ratings:
        return CurrentRatings()
    asked = [rating.client for rating in ratings if rating.client is not None]
    return CurrentRatings(ratings[-1].mentor, asked[-1] if asked else None, ratings[-1].on)


def changed_on(baseline: int, ratings: Sequence[DatedRating], started_on: date) -> date:
    """The day on which the mentor's rating last changed, or else the goal's first day."""
    level, day = baseline, started_on
    for rating in ratings:
        if rating.mentor != level:
            level, day = rating.mentor, rating.on
    return day
