"""What is put on the page to keep."""

from collections.abc import Sequence

from caseapp.access import Viewer
from caseapp.beside.keep_blocks import Kept, KeptMap, stands_beside
from caseapp.charts.circles import shortened_names
from caseapp.circles.difference_rules import recognised
from caseapp.circles.queries import CircleRow, circles_of
from caseapp.circles.words import map_picture, with_initials
from caseapp.clients.models import Client
from caseapp.clock import today
from caseapp.followups.step_queries import find_next_step
from caseapp.goals.queries import list_goals
from caseapp.goals.rules import GoalStatus
from caseapp.goals.wins.queries import wins_of
from caseapp.goodbyes.queries import present_goodbye
from caseapp.i18n import _
from caseapp.ties.queries import list_ties
from caseapp.web.filters import initials


def kept_of(viewer: Viewer, client: Client, *, has_initials: bool) -> Kept:
    """What grew, in the current language; with first letters instead of names where asked."""
    lasting = [tie.name for tie in list_ties(viewer, client.id) if tie.stays(today()) and not tie.is_in_error]
    step, goodbye = find_next_step(viewer, client.id), present_goodbye(viewer, client.id)
    maps = _maps_on_paper(viewer, client, has_initials)
    done = [goal for goal in list_goals(viewer, client.id) if goal.status is GoalStatus.COMPLETED]
    return Kept(
        called=initials(client.called) if has_initials else client.called,
        maps=maps,
        lasting=tuple(initials(name) if has_initials else name for name in lasting),
        wins=tuple(win.words for win in wins_of(viewer, client.id, limit=10)),
        reached=tuple(goal.client_words for goal in done if goal.client_words),
        next_step=step.words if step else "",
        hard=goodbye.hard if goodbye else "",
        names=tuple(dict.fromkeys(name for each in maps for name in shortened_names(each.picture))),
    )


def maps_of(viewer: Viewer, client: Client, *, has_initials: bool) -> tuple[KeptMap, ...]:
    """The first map and the newest one, or the only one."""
    return _ends(client, _whole(viewer, client), has_initials)


def _maps_on_paper(viewer: Viewer, client: Client, has_initials: bool) -> tuple[KeptMap, ...]:
    """The same, or the newest alone where one of them is too large to be read beside the other."""
    circles = _whole(viewer, client)
    both = _ends(client, circles, has_initials)
    return both if all(map(stands_beside, both)) else _drawn(client, circles[:1], has_initials)


def _whole(viewer: Viewer, client: Client) -> list[CircleRow]:
    return [each for each in circles_of(viewer, client.id) if not each.is_in_error and not each.unreadable]


def _ends(client: Client, circles: Sequence[CircleRow], has_initials: bool) -> tuple[KeptMap, ...]:
    return _drawn(client, [circles[-1], circles[0]] if len(circles) > 1 else circles, has_initials)


def _drawn(client: Client, circles: Sequence[CircleRow], has_initials: bool) -> tuple[KeptMap, ...]:
    """One map, or an earlier and a later one that are looked at together."""
    ties = [circle.ties for circle in circles]
    ties[1:] = [recognised(ties[0], own) for own in ties[1:]]
    shown = [with_initials(own) if has_initials else own for own in ties]
    centre, title = initials(client.called) if has_initials else client.called, _("My circle")
    pictures = [
        map_picture(title, centre, own, beside=shown[-1 - at] if len(shown) > 1 else ()) for at, own in enumerate(shown)
    ]
    return tuple(KeptMap(circle.drawn_on, picture) for circle, picture in zip(circles, pictures, strict=True))
