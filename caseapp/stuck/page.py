"""What the page of a client for whom nothing moves shows, and where each act is done."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from flask import url_for

from caseapp.access import Viewer
from caseapp.clients.in_charge_queries import list_in_charge
from caseapp.clients.queries import is_in_charge
from caseapp.clock import today
from caseapp.measures.queries import pulse_low_at
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.stuck.queries import StuckState, find_state
from caseapp.stuck.rules import OF_SUPERVISOR, NextAct, Obstacle, count_help
from caseapp.stuck.step_queries import StuckStepRow, list_steps, list_tallies
from caseapp.stuck.words import help_words, reason_of, rule_of

ICONS = {
    NextAct.SMALLER_STEP: "footprints",
    NextAct.TOGETHER: "users",
    NextAct.OTHER_GOAL: "target",
    NextAct.TALK: "message-square",
    NextAct.OTHER_MENTOR: "user-plus",
    NextAct.MORE_HELP: "heart",
}
PLACES = {
    NextAct.TOGETHER: "activities.new_plan",
    NextAct.OTHER_GOAL: "goals.new_goal",
    NextAct.TALK: "supervision.list_points",
    NextAct.OTHER_MENTOR: "register.show_assignments",
    NextAct.MORE_HELP: "hours.list_approvals",
}


class StuckPage(NamedTuple):
    """The page: why it opened and by which rule, how often each act helped (nothing where nobody has answered yet),
    when it will be asked, who else sees it, and what was chosen before."""

    reason: str
    rule: str
    state: StuckState | None
    help: dict[str, str]
    ask_on: date
    in_charge: list[str]
    steps: list[StuckStepRow]


def stuck_page(viewer: Viewer, client_id: UUID, name: str, obstacles: Iterable[Obstacle]) -> StuckPage:
    """The page of one client."""
    state = find_state(viewer, client_id)
    found = state.found if state else None
    tallies = list_tallies(viewer)
    counts = count_help(tallies, obstacles) if tallies else {}
    return StuckPage(
        reason=reason_of(found, name),
        rule=rule_of(found, pulse_low_at(viewer, client_id) if found and found.pulse_is_low else None),
        state=state,
        help={str(way): help_words(count) for way, count in counts.items()},
        ask_on=today() + timedelta(days=threshold(Threshold.STUCK_ASK_DAYS)),
        in_charge=[person.name for person in list_in_charge(viewer, client_id) if person.id != viewer.id],
        steps=list_steps(viewer, client_id),
    )


def place_of(viewer: Viewer, client_id: UUID, way: NextAct, has_words: bool) -> str:
    """Where the act is done. A smaller step that was named stands with its goal by now; what only whoever is in charge
    can do leads a mentor to the tasks."""
    if way is NextAct.SMALLER_STEP:
        state = find_state(viewer, client_id)
        if state is None or state.goal_id is None:
            return url_for("goals.new_goal", client_id=client_id)
        return url_for("goals.show_goal" if has_words else "goals.new_step", goal_id=state.goal_id)
    if way in OF_SUPERVISOR and not is_in_charge(viewer, client_id):
        return url_for("followups.list_clients_follow_ups", client_id=client_id)
    return url_for(PLACES[way], client_id=client_id)
