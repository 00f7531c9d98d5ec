"""What the page of a goal shows beside the goal itself."""

from typing import Any

from caseapp.access import Viewer
from caseapp.goals.chime_rules import CHIME_NAMES, Chime
from caseapp.goals.ladder_page import levels_of
from caseapp.goals.ladders.rules import HINT_WORDS, hints_of
from caseapp.goals.models import Goal
from caseapp.goals.own_levels.queries import own_levels
from caseapp.goals.queries import history_of
from caseapp.goals.rules import AGREEMENT_METHOD_NAMES, BARRIER_NAMES, Barrier
from caseapp.goals.status.queries import changes_of, former_ladders
from caseapp.goals.steps.queries import steps_towards


def goal_details(viewer: Viewer, goal: Goal) -> dict[str, Any]:
    """The goal's ladder, ratings, steps and history, by the names that the template uses."""
    ratings = history_of(viewer, goal.id)
    return {
        "ratings": ratings,
        "said": own_levels(viewer, goal.client_id).get(goal.id),
        "levels": levels_of(goal, [rating for rating in ratings if rating.ladder_number == goal.ladder_number]),
        "hints": [str(HINT_WORDS[hint]) for hint in hints_of(goal.ladder)] if goal.is_ladder_open else [],
        "steps": steps_towards(viewer, goal.id),
        "changes": changes_of(viewer, goal.id),
        "ladders": former_ladders(viewer, goal.id) if goal.ladder_number > 1 else [],
        "barriers": [str(BARRIER_NAMES[Barrier(code)]) for code in goal.barriers.split()],
        "chime": [str(CHIME_NAMES[Chime(code)]) for code in goal.chime.split()],
        "agreed_how": AGREEMENT_METHOD_NAMES[goal.agreed_how] if goal.agreed_how else None,
    }
