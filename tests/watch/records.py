"""Readings that are to be looked at, for tests."""

from caseapp.clock import now
from caseapp.watch.readings.models import ReadingClient, UnusualReading
from caseapp.watch.readings.rules import ReadingKind
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.world import keep


def make_reading(person, *clients, kind=ReadingKind.MANY_FILES) -> UnusualReading:
    """That person's reading of these clients' files, which nobody has looked at."""
    row = keep(UnusualReading(kind=kind, person_id=person.id, began_at=now(), ended_at=now(), found_at=now()))
    keep(*(ReadingClient(reading_id=row.id, client_id=client.id) for client in clients))
    return row


def a_reading(company: Company) -> Values:
    """A mentor's reading, as the addresses name it."""
    return {"reading_id": make_reading(company.world.mentor, company.client).id}
