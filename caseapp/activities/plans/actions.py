"""Acts about planned meetings: plan, move, cancel."""

from dataclasses import fields
from datetime import timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.activities.models import Activity
from caseapp.activities.queries import find_activity, find_planned
from caseapp.activities.rules import Outcome, Plan, check_cancelling, check_plan
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction


@transaction
def plan_meetings(viewer: Viewer, client_id: UUID, plan: Plan, weeks: int, key: IdempotencyKey) -> int:
    """Plan a meeting, and the same one in the weeks after it; how many were planned, however often it is sent."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return weeks
    check_plan(plan, weeks, today())
    for week in range(weeks):
        db.session.add(_planned(viewer, client_id, plan, week, key.id if week == 0 else uuid7()))
    db.session.flush()
    record(Act.MEETINGS_PLANNED, viewer, clients=[client_id], planned=weeks)
    return weeks


@transaction
def move_plan(viewer: Viewer, activity_id: UUID, plan: Plan, version: int | None) -> Activity:
    """Plan a meeting for another day, hour or place; `Conflict` where it was moved meanwhile."""
    ensure(viewer, Capability.RECORD_WORK)
    activity = find_planned(viewer, activity_id)
    changed = [each.name for each in fields(Plan) if getattr(activity, each.name) != getattr(plan, each.name)]
    if not changed:
        return activity
    expect_version(activity, version)
    check_plan(plan, 1, today())
    _write(activity, plan)
    record(Act.ACTIVITY_CHANGED, viewer, about=activity, clients=[activity.client_id], fields=" ".join(changed))
    return activity


@transaction
def cancel_plan(viewer: Viewer, activity_id: UUID, outcome: Outcome, reason: str, version: int | None) -> Activity:
    """Say that a planned meeting will not be: it stays as one that was cancelled, with the reason as its note."""
    ensure(viewer, Capability.RECORD_WORK)
    activity = find_activity(viewer, activity_id)
    if (activity.outcome, activity.note) == (outcome, reason):
        return activity
    find_planned(viewer, activity_id)
    expect_version(activity, version)
    check_cancelling(outcome, reason)
    activity.outcome, activity.note, activity.minutes = outcome, reason, 0
    activity.noted_at, activity.mentor_id = now(), viewer.id
    record(Act.ACTIVITY_RECORDED, viewer, about=activity, clients=[activity.client_id], outcome=outcome.value)
    return activity


def _planned(viewer: Viewer, client_id: UUID, plan: Plan, week: int, id_: UUID) -> Activity:
    activity = Activity(
        id=id_,
        client_id=client_id,
        mentor_id=viewer.id,
        outcome=Outcome.PLANNED,
        created_at=now(),
    )
    _write(activity, plan)
    activity.held_on = plan.held_on + timedelta(weeks=week)
    return activity


def _write(activity: Activity, plan: Plan) -> None:
    for each in fields(Plan):
        setattr(activity, each.name, getattr(plan, each.name))
