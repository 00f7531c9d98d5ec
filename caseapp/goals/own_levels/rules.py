"""When a client can say where they are on the way to a goal."""

from caseapp.errors import RuleBroken
from caseapp.goals.rules import LEVELS, GoalStatus
from caseapp.i18n import _


def check_own_level(status: GoalStatus, level: int) -> None:
    """`RuleBroken` if the goal is not in progress, or the level is not on its ladder."""
    if status != GoalStatus.ACTIVE:
        raise RuleBroken(_("Only a goal that is agreed and in progress can be rated."))
    if level not in LEVELS:
        raise RuleBroken(_("The ladder goes from −2 to +2."), "level")
