"""Acts about planned meetings."""

from datetime import timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.activities.models import Activity
from caseapp.activities.rules import Outcome, Plan, check_plan
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import Submission, act, db, is_repeated


@act
def plan_meetings(client_id: UUID, plan: Plan, weeks: int, *, by: Viewer, submission: Submission) -> int:
    """Plan a meeting, and the same one in the weeks after it; how many were planned, however often it is sent."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, client_id)
    check_plan(plan, weeks, today())
    if is_repeated(submission, by.id):
        return weeks
    for week in range(weeks):
        db.session.add(_planned(client_id, plan, week, submission.id if week == 0 else uuid7(), by))
    db.session.flush()
    record(Act.MEETINGS_PLANNED, by, clients=[client_id], planned=weeks)
    return weeks


def _planned(client_id: UUID, plan: Plan, week: int, id_: UUID, by: Viewer) -> Activity:
    return Activity(
        id=id_,
        client_id=client_id,
        mentor_id=by.id,
        held_on=plan.held_on + timedelta(weeks=week),
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        mode=plan.mode,
        place=plan.place,
        outcome=Outcome.PLANNED,
        created_at=now(),
    )
