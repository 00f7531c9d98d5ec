"""Acts on the steps towards a goal: writing them down, ticking, putting in order, dropping."""

from datetime import date

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import about_visible_clients, ensure_visible
from caseapp.clock import now, today
from caseapp.db import Submission, act, db, is_repeated
from caseapp.errors import RuleBroken
from caseapp.goals.models import Goal, GoalStep
from caseapp.goals.rules import Owner, check_reason, check_step
from caseapp.goals.steps.queries import find_step
from caseapp.i18n import _


@act
def add_step(
    goal: Goal, words: str, owner: Owner, due_on: date | None, *, by: Viewer, submission: Submission
) -> GoalStep:
    """Write down a step towards a goal."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, goal.client_id)
    if is_repeated(submission, by.id):
        return find_step(by, submission.id)
    if goal.is_over:
        raise RuleBroken(_("This goal has ended, so no more steps can be added."))
    check_step(words, due_on, today())
    step = GoalStep(
        id=submission.id,
        goal_id=goal.id,
        client_id=goal.client_id,
        owner=owner,
        due_on=due_on,
        place=_last_place(by, goal) + 1,
        created_at=now(),
    )
    step.words = words
    db.session.add(step)
    db.session.flush()
    record(Act.STEP_ADDED, by, about=step, clients=[goal.client_id])
    return step


@act
def tick_step(step: GoalStep, is_done: bool, *, by: Viewer) -> None:
    """A step is done, or after all it is not. A second tap changes nothing."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, step.client_id)
    if (step.done_on is not None) == is_done or step.dropped_on is not None:
        return
    step.done_on = today() if is_done else None
    record(Act.STEP_TICKED, by, about=step, clients=[step.client_id], done=str(is_done))


@act
def place_step(step: GoalStep, place: int, *, by: Viewer) -> None:
    """Put an open step at that place among the goal's open ones, the first is 1. A second tap changes nothing."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, step.client_id)
    open_ones = about_visible_clients(by, GoalStep).where(
        GoalStep.goal_id == step.goal_id, GoalStep.done_on.is_(None), GoalStep.dropped_on.is_(None)
    )
    steps = list(db.session.scalars(open_ones.order_by(GoalStep.place, GoalStep.created_at)))
    if step not in steps:
        return
    ordered = [other for other in steps if other is not step]
    ordered.insert(max(place - 1, 0), step)
    if ordered == steps:
        return
    for free, each in zip(sorted(each.place for each in steps), ordered, strict=True):
        each.place = free
    record(Act.STEP_PLACED, by, about=step, clients=[step.client_id])


@act
def drop_step(step: GoalStep, reason: str, *, by: Viewer) -> None:
    """Let a step go, with the reason; it stays in the file, struck through."""
    ensure(by, Capability.RECORD_WORK)
    ensure_visible(by, step.client_id)
    if step.dropped_on is not None:
        return
    if step.done_on is not None:
        raise RuleBroken(_("This step is done, so it cannot be dropped."))
    check_reason(reason, _("Say in a few words why."))
    step.dropped_on, step.drop_reason = today(), reason
    record(Act.STEP_DROPPED, by, about=step, clients=[step.client_id])


def _last_place(viewer: Viewer, goal: Goal) -> int:
    last = about_visible_clients(viewer, GoalStep, sa.func.max(GoalStep.place)).where(GoalStep.goal_id == goal.id)
    return db.session.scalar(last) or 0
