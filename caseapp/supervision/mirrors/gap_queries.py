"""How mentors and clients rate the same goals, of all of a viewer's clients: something to talk about, in the order of
names. It says nothing about mentors: goals differ, and a client who sees more or less has a reason to tell."""

from typing import Any, NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.goals.models import Goal, Rating
from caseapp.goals.queries import LATEST, LATEST_BY_CLIENT
from caseapp.goals.rules import GoalStatus
from caseapp.supervision.mirrors.gap_rules import GapList, gap_of

AT_ONCE = 50


class RatedGoal(NamedTuple):
    """A goal in progress with the last rating by each; `apart` tells namesakes apart."""

    client_id: UUID
    name: str
    apart: str
    title: str
    mentor_level: int
    client_level: int | None


class GapPage(NamedTuple):
    """How many goals are on each list, and one page of one of them."""

    counts: dict[GapList, int]
    goals: list[RatedGoal]
    has_more: bool


def gap_page(viewer: Viewer, chosen: GapList, number: int) -> GapPage:
    """The rated goals in progress of the viewer's clients whose file is not closed, by the clients' names."""
    rows = db.session.execute(*_rated_goals(viewer)).all()
    apart = disambiguate(ListedPerson(*person) for person in {(row.client_id, row.name, row.birth_on) for row in rows})
    lists = {each: [row for row in rows if gap_of(row.mentor_level, row.client_level) is each] for each in GapList}
    first, last = (number - 1) * AT_ONCE, number * AT_ONCE
    goals = [_goal(row, apart.get(row.client_id, "")) for row in lists[chosen][first:last]]
    return GapPage({each: len(found) for each, found in lists.items()}, goals, last < len(lists[chosen]))


@prepared
def _rated_goals(viewer: Viewer) -> Rows:
    texts = (Goal.wording_sealed, Goal.client_words_sealed)
    levels = (Rating.mentor_level, LATEST_BY_CLIENT.label("client_level"))
    person = (Goal.client_id, Client.name.label("name"), Client.birth_on)
    return (
        about_visible_clients(viewer, Goal, Goal.id, *person, *texts, *levels)
        .join(Client, Client.id == Goal.client_id)
        .join(Rating, Rating.id == LATEST)
        .where(Goal.status == GoalStatus.ACTIVE, Client.status != ClientStatus.CLOSED)
        .order_by(Client.search_name, Client.id, Goal.starts_on, Goal.id)
    )


def _goal(row: Any, apart: str) -> RatedGoal:
    wording = Goal.wording.open(row.id, row.wording_sealed)
    title = wording or Goal.client_words.open(row.id, row.client_words_sealed)
    return RatedGoal(row.client_id, row.name, apart, title, row.mentor_level, row.client_level)
