"""What is put on the page to keep."""

from caseapp.access import Viewer
from caseapp.beside.keep_blocks import Kept, KeptMap
from caseapp.circles.queries import CircleRow, circles_of
from caseapp.circles.words import map_picture, with_initials
from caseapp.clients.file.adjustment_rules import reads_large
from caseapp.clients.models import Client
from caseapp.clock import today
from caseapp.followups.step_queries import find_next_step
from caseapp.goals.queries import list_goals
from caseapp.goals.rules import GoalStatus
from caseapp.goals.wins.queries import wins_of
from caseapp.goodbyes.queries import present_goodbye
from caseapp.i18n import _
from caseapp.ties.queries import TieRow, list_ties
from caseapp.ties.rules import TieStanding
from caseapp.web.filters import initials


def kept_of(viewer: Viewer, client: Client, *, has_initials: bool) -> Kept:
    """What grew, in the current language; with first letters instead of names where asked."""
    lasting = [tie.name for tie in list_ties(viewer, client.id) if _lasts(tie)]
    step, goodbye = find_next_step(viewer, client.id), present_goodbye(viewer, client.id)
    done = [goal for goal in list_goals(viewer, client.id) if goal.status is GoalStatus.COMPLETED]
    return Kept(
        called=initials(client.called) if has_initials else client.called,
        maps=maps_of(viewer, client, has_initials=has_initials),
        lasting=tuple(initials(name) if has_initials else name for name in lasting),
        wins=tuple(win.words for win in wins_of(viewer, client.id, limit=10)),
        reached=tuple(goal.client_words for goal in done if goal.client_words),
        next_step=step.words if step else "",
        hard=goodbye.hard if goodbye else "",
        reads_large=reads_large(client.adjustments),
    )


def _lasts(tie: TieRow) -> bool:
    return not tie.is_in_error and tie.standing(today()) is TieStanding.LASTING


def maps_of(viewer: Viewer, client: Client, *, has_initials: bool) -> tuple[KeptMap, ...]:
    """The first map and the newest one, or the only one."""
    circles = [each for each in circles_of(viewer, client.id) if not each.is_in_error and not each.unreadable]
    ends = [circles[-1], circles[0]] if len(circles) > 1 else circles
    return tuple(_map(each, client.called, has_initials=has_initials) for each in ends)


def _map(circle: CircleRow, called: str, *, has_initials: bool) -> KeptMap:
    ties = with_initials(circle.ties) if has_initials else circle.ties
    centre = initials(called) if has_initials else called
    return KeptMap(circle.drawn_on, map_picture(_("My circle"), centre, ties))
