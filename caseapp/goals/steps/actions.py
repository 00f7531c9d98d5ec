"""Actions on the steps towards a goal: add, tick off, reorder, drop."""

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import about_visible_clients, ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.goals.models import Goal, GoalStep
from caseapp.goals.rules import check_reason
from caseapp.goals.steps.queries import find_step
from caseapp.goals.steps.rules import StepDraft, check_step
from caseapp.i18n import _


@transaction
def add_step(viewer: Viewer, goal: Goal, draft: StepDraft, key: IdempotencyKey) -> GoalStep:
    """Add a step towards a goal."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, goal.client_id)
    if is_repeated(key, viewer.id):
        return find_step(viewer, key.id)
    if goal.is_over:
        raise RuleBroken(_("This goal has ended, so no more steps can be added."))
    check_step(draft, today())
    step = GoalStep(
        id=key.id,
        goal_id=goal.id,
        client_id=goal.client_id,
        owner=draft.owner,
        due_on=draft.due_on,
        place=_last_place(viewer, goal) + 1,
        created_at=now(),
    )
    step.words = draft.words
    db.session.add(step)
    db.session.flush()
    record(Act.STEP_ADDED, viewer, about=step, clients=[goal.client_id])
    return step


@transaction
def tick_step(viewer: Viewer, step: GoalStep, is_done: bool) -> None:
    """Mark a step as done or as not done. A second tap changes nothing."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, step.client_id)
    if (step.done_on is not None) == is_done or step.dropped_on is not None:
        return
    step.done_on = today() if is_done else None
    record(Act.STEP_TICKED, viewer, about=step, clients=[step.client_id], done=str(is_done))


@transaction
def place_step(viewer: Viewer, step: GoalStep, place: int) -> None:
    """Move an open step to a place among the goal's open steps, counted from 1. A second tap changes nothing."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, step.client_id)
    open_steps = about_visible_clients(viewer, GoalStep).where(GoalStep.goal_id == step.goal_id, GoalStep.is_open())
    steps = list(db.session.scalars(open_steps.order_by(GoalStep.place, GoalStep.created_at)))
    if step not in steps:
        return
    ordered = [other for other in steps if other is not step]
    ordered.insert(max(place - 1, 0), step)
    if ordered == steps:
        return
    for free, each in zip(sorted(each.place for each in steps), ordered, strict=True):
        each.place = free
    record(Act.STEP_PLACED, viewer, about=step, clients=[step.client_id])


@transaction
def drop_step(viewer: Viewer, step: GoalStep, reason: str) -> None:
    """Drop a step, with the reason; it stays in the file, struck through."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, step.client_id)
    if step.dropped_on is not None:
        return
    if step.done_on is not None:
        raise RuleBroken(_("This step is done, so it cannot be dropped."))
    check_reason(reason)
    step.drop(reason, today())
    record(Act.STEP_DROPPED, viewer, about=step, clients=[step.client_id])


def _last_place(viewer: Viewer, goal: Goal) -> int:
    last = about_visible_clients(viewer, GoalStep, sa.func.max(GoalStep.place)).where(GoalStep.goal_id == goal.id)
    return db.session.scalar(last) or 0
