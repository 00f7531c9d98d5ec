"""A goal's ladder as a page shows it: the five levels in words, and who rated which."""

from collections.abc import Sequence
from typing import NamedTuple

from caseapp.goals.models import Goal
from caseapp.goals.queries import RatingRow
from caseapp.goals.rules import EXPECTED, LEVEL_NAMES, LEVELS


class LadderLevel(NamedTuple):
    """One level of a ladder; `words` say what it looks like in this client's life."""

    level: int
    name: str
    words: str
    is_expected: bool
    is_start: bool
    is_mentors: bool
    is_clients: bool


def levels_of(goal: Goal, ratings: Sequence[RatingRow]) -> list[LadderLevel]:
    """The levels from the highest to the lowest. `ratings` come latest first; the latest of each rater is marked."""
    valid = [rating for rating in ratings if not rating.is_in_error]
    mentors = next((rating.mentor_level for rating in valid), None)
    clients = next((rating.client_level for rating in valid if rating.client_level is not None), None)
    ladder = goal.ladder
    return [
        LadderLevel(
            level=level,
            name=str(LEVEL_NAMES[level]),
            words=ladder[level],
            is_expected=level == EXPECTED,
            is_start=level == goal.baseline,
            is_mentors=level == mentors,
            is_clients=level == clients,
        )
        for level in reversed(LEVELS)
    ]
