"""Goodbyes, for tests."""

from datetime import date
from typing import Any

from caseapp.clients.models import Client
from caseapp.clock import now, today
from caseapp.goodbyes.models import Goodbye, LookBack
from caseapp.goodbyes.rules import GoodbyeDraft, GoodbyeKind, HowItIs
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.world import amend, keep


def make_goodbye(client: Client, by: Any, on: date, kind: GoodbyeKind = GoodbyeKind.SERVICE) -> Goodbye:
    """A goodbye on that day."""
    goodbye = Goodbye(client_id=client.id, by_id=by.id, created_at=now())
    goodbye.write(GoodbyeDraft(kind, on, "Yael goes alone now", "The choir", "Her sister", "Call the clinic"))
    return keep(goodbye)


def a_goodbye(company: Company) -> Values:
    """A goodbye of today that the mentor planned, as the addresses name it."""
    return {"goodbye_id": make_goodbye(company.client, company.world.mentor, today()).id}


def an_asked_goodbye(company: Company) -> Values:
    """A goodbye on which the program looks back today."""
    goodbye = make_goodbye(company.client, company.world.mentor, today())
    amend(goodbye, look_on=today())
    return {"goodbye_id": goodbye.id}


def a_look_back(company: Company) -> Values:
    """The mentor's answer, as the addresses name it."""
    goodbye = make_goodbye(company.client, company.world.mentor, today())
    of = {"goodbye_id": goodbye.id, "client_id": company.client.id, "by_id": company.world.mentor.id}
    look = LookBack(**of, answered_on=today(), how=HowItIs.WELL, created_at=now())
    return {"look_back_id": keep(look).id}
