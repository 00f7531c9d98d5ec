"""Files opened in an emergency, for tests."""

from caseapp.clock import now
from caseapp.emergencies.models import EmergencyAccess
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.world import keep

REASON = "She called me and does not answer any more"


def make_access(client, person, **more) -> EmergencyAccess:
    """The file of that client, opened just now by that person."""
    return keep(EmergencyAccess(client_id=client.id, person_id=person.id, opened_at=now(), reason=REASON, **more))


def an_access(company: Company) -> Values:
    """A file that a mentor of the same team has just opened, as the addresses name it."""
    return {"access_id": make_access(company.client, company.world.team_mate).id}
