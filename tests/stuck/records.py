"""Records of what is stuck, for tests."""

from caseapp.clock import now, today
from caseapp.stuck.models import StuckStep
from caseapp.stuck.rules import NextAct
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.world import keep


def a_stuck_step(company: Company) -> Values:
    """A step that waits for its answer, as the addresses name it."""
    chosen = {"way": NextAct.TALK, "ask_on": today(), "chosen_by_id": company.world.mentor.id, "created_at": now()}
    return {"step_id": keep(StuckStep(client_id=company.client.id, **chosen)).id}
