"""Areas of life, for tests."""

from caseapp.areas.models import AreaTalk, LifeArea
from caseapp.clients.models import Client
from caseapp.clock import now, today
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.world import keep


def make_area(client: Client, words: str = "Leaving the house") -> LifeArea:
    """An area as the client calls it."""
    area = LifeArea(client_id=client.id, created_at=now())
    area.words = words
    return keep(area)


def an_area(company: Company) -> Values:
    """An area, as the addresses name it."""
    return {"area_id": make_area(company.client).id}


def a_talk(company: Company) -> Values:
    """A talk that the mentor had, as the addresses name it."""
    talk = AreaTalk(client_id=company.client.id, held_on=today(), by_id=company.world.mentor.id, created_at=now())
    return {"talk_id": keep(talk).id}
