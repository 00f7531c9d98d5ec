"""The client's own rating of a goal."""

from caseapp.access import BESIDE, Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.goals.models import Goal
from caseapp.goals.own_levels.models import OwnLevel
from caseapp.goals.own_levels.queries import find_own_level
from caseapp.goals.own_levels.rules import check_own_level


@transaction
def say_own_level(viewer: Viewer, goal: Goal, level: int, key: IdempotencyKey) -> OwnLevel:
    """Keep where the client says to be. The mentor's rating stays as it is, and the next one begins from this."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, goal.client_id)
    if is_repeated(key, viewer.id):
        return find_own_level(viewer, key.id)
    check_own_level(goal.status, level)
    said = OwnLevel(id=key.id, goal_id=goal.id, client_id=goal.client_id, said_on=today(), level=level)
    said.ladder_number, said.by_client = goal.ladder_number, viewer.role == BESIDE
    said.taken_by_id, said.created_at = viewer.id, now()
    db.session.add(said)
    db.session.flush()
    record(Act.OWN_LEVEL_SAID, viewer, about=said, clients=[goal.client_id])
    return said
