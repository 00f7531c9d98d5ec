"""A goal's ladder as a page shows it: five steps in words, and what stands on each."""

from collections.abc import Sequence
from typing import NamedTuple

from caseapp.goals.models import Goal
from caseapp.goals.queries import RatingTold
from caseapp.goals.rules import EXPECTED, LEVEL_NAMES, LEVELS


class Step(NamedTuple):
    """One step of a ladder; `words` are what it looks like in this client's life."""

    level: int
    name: str
    words: str
    is_expected: bool
    is_start: bool
    is_mentors: bool
    is_clients: bool


def steps_of(goal: Goal, ratings: Sequence[RatingTold]) -> list[Step]:
    """The steps from the highest to the lowest. `ratings` come latest first; each rater stands at the own last word."""
    valid = [rating for rating in ratings if not rating.in_error]
    mentors = next((rating.mentor_level for rating in valid), None)
    clients = next((rating.client_level for rating in valid if rating.client_level is not None), None)
    ladder = goal.ladder
    return [
        Step(
            level,
            str(LEVEL_NAMES[level]),
            ladder[level],
            level == EXPECTED,
            level == goal.baseline,
            level == mentors,
            level == clients,
        )
        for level in reversed(LEVELS)
    ]
