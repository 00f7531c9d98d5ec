"""Actions on a goal's status and on the versions of its ladder."""

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.corrections.actions import strike_out
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import db, expect_version, transaction
from caseapp.errors import RuleBroken
from caseapp.goals.ladders.rules import check_ladder
from caseapp.goals.models import FormerLadder, Goal, GoalChange
from caseapp.goals.rules import (
    LEVEL_MAX,
    LEVELS,
    GoalStatus,
    LadderDraft,
    StatusMove,
    check_change,
    may_move,
)
from caseapp.i18n import _


@transaction
def move_goal(viewer: Viewer, goal: Goal, move: StatusMove, version: int | None) -> None:
    """Put a goal on hold, resume, complete or cancel it, on a day and for a reason."""
    _check(viewer, goal, version)
    if not may_move(goal.status, move.to, goal.agreed_on is not None):
        raise RuleBroken(_("The goal cannot go from its current status to that one. Check the goal again."))
    check_change(move.reason, move.on, today())
    goal.status = move.to
    change = GoalChange(
        goal_id=goal.id,
        client_id=goal.client_id,
        status=move.to,
        changed_on=move.on,
        changed_by_id=viewer.id,
        created_at=now(),
    )
    change.reason = move.reason
    db.session.add(change)
    db.session.flush()
    record(Act.GOAL_MOVED, viewer, about=goal, clients=[goal.client_id], status=str(move.to))


@transaction
def renew_ladder(viewer: Viewer, goal: Goal, draft: LadderDraft, version: int | None) -> None:
    """Replace the ladder that was agreed on; earlier ratings stay with the old one."""
    _check(viewer, goal, version)
    if goal.status not in (GoalStatus.ACTIVE, GoalStatus.ON_HOLD):
        raise RuleBroken(_("Only a goal in progress can have a new ladder."))
    check_change(draft.reason, today(), today())
    if draft.baseline not in LEVELS:
        raise RuleBroken(_("The ladder goes from −2 to +2."), "baseline")
    if any(len(level) > LEVEL_MAX for level in draft.ladder.values()):
        raise RuleBroken(_("A level can have at most %(most)s characters.", most=LEVEL_MAX))
    check_ladder(draft.ladder, draft.baseline)
    former = FormerLadder(
        goal_id=goal.id,
        client_id=goal.client_id,
        number=goal.ladder_number,
        baseline=goal.baseline,
        until_on=today(),
        changed_by_id=viewer.id,
    )
    former.ladder_text, former.reason = goal.ladder_text, draft.reason
    db.session.add(former)
    goal.replace_ladder(draft.ladder, draft.baseline)
    db.session.flush()
    record(Act.LADDER_RENEWED, viewer, about=goal, clients=[goal.client_id])


def mark_goal_in_error(viewer: Viewer, goal: Goal, reason: str) -> None:
    """Strike a goal through, with the reason, for good: it and its ratings are no longer listed, counted or printed.
    Its writer and the supervisor may do this."""
    strike_out(viewer, goal, goal.created_by_id, reason)


def _check(viewer: Viewer, goal: Goal, version: int | None) -> None:
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, goal.client_id)
    expect_version(goal, version)
