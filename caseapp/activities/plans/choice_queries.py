"""Whom a note can be about."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.plans.queries import PlannedMeeting, planned_between
from caseapp.activities.queries import last_met_on
from caseapp.clients.disambiguation_queries import mentor_names
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, search_people
from caseapp.clients.rules import ClientStatus
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared

OTHERS_SHOWN = 12


class ClientChoice(NamedTuple):
    """A client whom a note can be about, the day of the last meeting, and what distinguishes them from namesakes."""

    id: UUID
    name: str
    last_on: date | None
    apart: str


class ChoiceOfClients(NamedTuple):
    """Whom a new note could be about: those of today by the hour, then others; `are_more` tells that not all are
    shown."""

    today: list[tuple[ClientChoice, PlannedMeeting]]
    others: list[ClientChoice]
    are_more: bool = False

    @property
    def are_several(self) -> bool:
        """Whether one can have been out with more than one person."""
        return len(self.today) + len(self.others) > 1

    @property
    def client_ids(self) -> list[UUID]:
        """Who is named."""
        return [*(choice.id for choice, _plan in self.today), *(choice.id for choice in self.others)]


def clients_to_note(viewer: Viewer) -> list[ClientChoice]:
    """The viewer's clients, the most recently met first, then those never met, by name."""
    rows = db.session.execute(*_clients(viewer)).all()
    met = {row.id: row.last_on for row in rows}
    people = [ListedPerson(row.id, row.name.strip(), row.birth_on, row.mentors or "") for row in rows]
    apart = disambiguate(people)
    choices = [ClientChoice(one.id, one.name, met[one.id], apart.get(one.id, "")) for one in people]
    return sorted(choices, key=lambda choice: choice.last_on or date.min, reverse=True)


def choice_of_clients(viewer: Viewer, words: str = "") -> ChoiceOfClients:
    """Whom a new note is likely to be about: those who have a meeting today, then those met most recently; with words
    only whom they name."""
    clients = clients_to_note(viewer)
    if words:
        named = {person.id for person in search_people(viewer, words)}
        return ChoiceOfClients([], [client for client in clients if client.id in named])
    planned = {plan.client_id: plan for plan in reversed(planned_between(viewer, today(), today()))}
    first = [(client, planned[client.id]) for client in clients if client.id in planned]
    others = [client for client in clients if client.id not in planned]
    by_hour = sorted(first, key=lambda each: each[1].starts_at)
    return ChoiceOfClients(by_hour, others[:OTHERS_SHOWN], len(others) > OTHERS_SHOWN)


@prepared
def _clients(viewer: Viewer) -> Rows:
    return (
        about_visible_clients(
            viewer,
            Client,
            Client.id,
            (Client.called + " " + Client.family_name).label("name"),
            Client.birth_on,
            mentor_names().label("mentors"),
            last_met_on(TODAY).label("last_on"),
        )
        .where(Client.status != ClientStatus.CLOSED)
        .order_by(Client.search_name, Client.id)
    )
