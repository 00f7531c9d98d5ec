"""Measures, for tests."""

from datetime import date

from caseapp.clients.models import Client
from caseapp.clock import now, today
from caseapp.measures.models import MeasureTaken
from caseapp.measures.rules import Helper, TakenBy, write_given
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.world import keep


def make_pulse(client: Client, by_id, value: int, on: date | None = None, taken_by=TakenBy.TOGETHER) -> MeasureTaken:
    """A pulse in which each answer was the same."""
    taken = MeasureTaken(client_id=client.id, instrument="pulse", version="1", language="en", by_id=by_id)
    taken.held_on, taken.created_at = on or today(), now()
    taken.taken_by, taken.helper = taken_by, Helper.MENTOR
    taken.answers = write_given(dict.fromkeys(("connected", "group", "myself", "hopeful"), value))
    return keep(taken)


def a_pulse(company: Company) -> Values:
    """The pulse of the client, as the addresses name it."""
    return {"client_id": company.client.id, "code": "pulse"}


def an_instrument(company: Company) -> Values:
    """An instrument that waits until its terms are confirmed."""
    return {"code": "who5"}


def an_instrument_without_text(company: Company) -> Values:
    """An instrument that waits for its author's text."""
    return {"code": "mspss"}


def a_taken_pulse(company: Company) -> Values:
    """A pulse that was taken with the mentor, as the addresses name it."""
    return {"taken_id": make_pulse(company.client, company.world.mentor.id, 5).id}
