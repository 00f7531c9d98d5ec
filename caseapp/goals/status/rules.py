"""How far goals were reached, as a figure that is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from caseapp.goals.rules import attainment


class ScoredGoal(NamedTuple):
    """A rated goal: its weight, where it began, and where it is."""

    weight: int
    baseline: int
    level: int


@dataclass(frozen=True)
class Attainment:
    """The T-score of so many rated goals, at their start and now."""

    baseline: float
    now: float
    goals: int

    @property
    def change(self) -> float:
        """By how much it rose, between the two as they are shown: 35.5 and 42.7 make +7.2."""
        return round(round(self.now, 1) - round(self.baseline, 1), 1)


def attained(goals: Iterable[ScoredGoal]) -> Attainment | None:
    """How far these rated goals were reached; nothing where there is none."""
    rated = list(goals)
    weights = [goal.weight for goal in rated]
    before = attainment([goal.baseline for goal in rated], weights)
    now = attainment([goal.level for goal in rated], weights)
    return Attainment(before, now, len(rated)) if before is not None and now is not None else None
