"""Actions on planned meetings: plan, move, cancel."""

from dataclasses import fields
from datetime import timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.activities.models import Activity
from caseapp.activities.overlaps.actions import ask_about_same
from caseapp.activities.queries import find_activity, find_planned
from caseapp.activities.rules import Cancellation, Outcome, PlanDraft, PlanSeries, check_cancellation, check_plan
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible
from caseapp.clock import local, now
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction


@transaction
def plan_meetings(
    viewer: Viewer, client_id: UUID, draft: PlanSeries, key: IdempotencyKey, is_second: bool = False
) -> int:
    """Plan a meeting, weekly if repeated; returns the number of weeks, however often the form is sent. `AlreadyThere`
    if one is planned at that time, unless this is told to be a second one."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return draft.weeks
    check_plan(draft.plan, draft.weeks, local(now()))
    if not is_second:
        ask_about_same(viewer, client_id, draft.when, is_planned=True)
    for week in range(draft.weeks):
        db.session.add(_planned(viewer, client_id, draft.plan, week, key.id if week == 0 else uuid7()))
    db.session.flush()
    record(Act.MEETINGS_PLANNED, viewer, clients=[client_id], planned=draft.weeks)
    return draft.weeks


@transaction
def move_plan(
    viewer: Viewer, activity_id: UUID, plan: PlanDraft, version: int | None, is_second: bool = False
) -> Activity:
    """Move a planned meeting; `Conflict` if somebody else moved it in the meantime, and `AlreadyThere` if another one
    is planned at that time."""
    ensure(viewer, Capability.RECORD_WORK)
    activity = find_planned(viewer, activity_id)
    changed = [each.name for each in fields(PlanDraft) if getattr(activity, each.name) != getattr(plan, each.name)]
    if not changed:
        return activity
    expect_version(activity, version)
    check_plan(plan, 1, local(now()))
    if not is_second and activity.when != plan.when:
        ask_about_same(viewer, activity.client_id, [plan.when], is_planned=True, but=activity_id)
    _write(activity, plan)
    record(Act.ACTIVITY_CHANGED, viewer, about=activity, clients=[activity.client_id], fields=" ".join(changed))
    return activity


@transaction
def cancel_plan(viewer: Viewer, activity_id: UUID, draft: Cancellation, version: int | None) -> Activity:
    """Cancel a planned meeting; it stays in the file as cancelled, with the reason as its note."""
    ensure(viewer, Capability.RECORD_WORK)
    activity = find_activity(viewer, activity_id)
    if (activity.outcome, activity.note) == (draft.outcome, draft.reason):
        return activity
    find_planned(viewer, activity_id)
    expect_version(activity, version)
    check_cancellation(draft)
    activity.cancel(draft.outcome, draft.reason, viewer.id, now())
    record(Act.ACTIVITY_RECORDED, viewer, about=activity, clients=[activity.client_id], outcome=draft.outcome.value)
    return activity


def _planned(viewer: Viewer, client_id: UUID, plan: PlanDraft, week: int, id_: UUID) -> Activity:
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


def _write(activity: Activity, plan: PlanDraft) -> None:
    for each in fields(PlanDraft):
        setattr(activity, each.name, getattr(plan, each.name))
