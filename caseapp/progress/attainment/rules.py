"""The period of a client's goal attainment, and where a goal stood in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.goals.status.rules import ScoredGoal
from caseapp.progress.rules import DatedRating, current_ratings

WEEKS_OFFERED = (12, 26, 52)


@dataclass(frozen=True)
class AttainmentPeriod:
    """From a day, or from the beginning of all goals, to a day."""

    since: date | None
    until: date


@dataclass(frozen=True)
class GoalInPeriod:
    """A goal's weight and starting level, and its ratings until the end of the period, in the order in which they were
    made."""

    weight: int
    baseline: int
    ratings: Sequence[DatedRating]
    since: date | None

    @property
    def level(self) -> int:
        """The mentor's last rating."""
        return self.ratings[-1].mentor

    @property
    def level_before(self) -> int:
        """The mentor's last rating before the period, or else the starting level."""
        before = [each.mentor for each in self.ratings if self.since and each.on < self.since]
        return before[-1] if before else self.baseline

    @property
    def since_start(self) -> ScoredGoal:
        """Its way since it began."""
        return ScoredGoal(self.weight, self.baseline, self.level)

    @property
    def in_period(self) -> ScoredGoal:
        """Its way in the period."""
        return ScoredGoal(self.weight, self.level_before, self.level)

    @property
    def own_level(self) -> int | None:
        """The client's last rating."""
        return current_ratings(self.ratings).client

    @property
    def apart(self) -> int:
        """By how many levels the two see it differently; none where the client has not said."""
        return 0 if self.own_level is None else abs(self.own_level - self.level)


def read_period(asked: Mapping[str, str], day: date) -> AttainmentPeriod:
    """The period that an address names, all of the time until that day where it names none; `ValueError` for one that
    runs backwards."""
    since = date.fromisoformat(asked["since"]) if asked.get("since") else None
    until = date.fromisoformat(asked["until"]) if asked.get("until") else day
    if since and since > until:
        raise ValueError
    return AttainmentPeriod(since, until)


def weeks_before(day: date, weeks: int) -> date:
    """The first of so many weeks that end with a day."""
    return day - timedelta(weeks=weeks) + timedelta(days=1)
