"""Actions on goals and ratings."""

from datetime import timedelta
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.corrections.actions import strike_out
from caseapp.clients.queries import ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.goals.ladders.rules import check_ladder
from caseapp.goals.models import Goal, Rating
from caseapp.goals.queries import find_goal, find_rating
from caseapp.goals.rules import (
    EXPECTED,
    LEVELS,
    AgreementDraft,
    GoalDraft,
    GoalStatus,
    RatingDraft,
    check_agreement,
    check_draft,
    check_rating,
)
from caseapp.goals.short_name_rules import propose_short_name
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold


@transaction
def draft_goal(viewer: Viewer, client_id: UUID, draft: GoalDraft, key: IdempotencyKey) -> Goal:
    """Add a goal as a draft; it becomes active once client and mentor have agreed on its ladder."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_goal(viewer, key.id)
    goal = Goal(
        id=key.id,
        client_id=client_id,
        status=GoalStatus.DRAFT,
        baseline=EXPECTED - 1,
        starts_on=today(),
        created_by_id=viewer.id,
        created_at=now(),
    )
    _write(goal, draft)
    db.session.add(goal)
    db.session.flush()
    record(Act.GOAL_AGREED, viewer, about=goal, clients=[client_id])
    return goal


@transaction
def change_goal(viewer: Viewer, goal: Goal, draft: GoalDraft, version: int | None) -> None:
    """Change everything in a draft; in an agreed goal all but its ladder, starting level and start date."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, goal.client_id)
    expect_version(goal, version)
    if goal.is_over:
        raise RuleBroken(_("This goal has ended, so its wording can no longer be changed."))
    if not goal.is_ladder_open:
        _refuse_change_of_agreement(goal, draft)
    _write(goal, draft)
    record(Act.GOAL_CHANGED, viewer, about=goal, clients=[goal.client_id])


@transaction
def activate_goal(viewer: Viewer, goal: Goal, draft: AgreementDraft, version: int | None) -> None:
    """Record that client and mentor agreed on the goal; from now on its ladder is fixed and the goal can be rated."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, goal.client_id)
    expect_version(goal, version)
    if not goal.is_ladder_open:
        raise RuleBroken(_("This goal has already been agreed."))
    check_agreement(draft.agreed_on, today())
    check_ladder(goal.ladder, goal.baseline)
    goal.agree(draft, draft.agreed_on + timedelta(days=threshold(Threshold.PLAN_REVIEW_DAYS)))
    record(Act.GOAL_ACTIVATED, viewer, about=goal, clients=[goal.client_id])


@transaction
def rate_goal(viewer: Viewer, goal: Goal, draft: RatingDraft, key: IdempotencyKey) -> Rating:
    """Add a rating; earlier ones stay as they are."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, goal.client_id)
    if is_repeated(key, viewer.id):
        return find_rating(viewer, key.id)
    if goal.status != GoalStatus.ACTIVE:
        raise RuleBroken(_("Only a goal that is agreed and in progress can be rated."))
    check_rating(draft, goal.starts_on, today())
    rating = Rating(
        id=key.id,
        goal_id=goal.id,
        client_id=goal.client_id,
        rated_on=draft.rated_on,
        ladder_number=goal.ladder_number,
        mentor_level=draft.mentor_level,
        client_level=draft.client_level,
        rated_by_id=viewer.id,
        created_at=now(),
    )
    rating.evidence = draft.evidence
    db.session.add(rating)
    db.session.flush()
    record(Act.GOAL_RATED, viewer, about=rating, clients=[goal.client_id])
    return rating


def mark_rating_in_error(viewer: Viewer, rating: Rating, reason: str) -> None:
    """Strike a rating through, with the reason: it is no longer counted or charted. Its writer and the supervisor may
    do this."""
    strike_out(viewer, rating, rating.rated_by_id, reason)


def _write(goal: Goal, draft: GoalDraft) -> None:
    check_draft(draft, draft.starts_on or goal.starts_on)
    proposed = propose_short_name(goal.title)
    goal.client_words, goal.wording = draft.client_words, draft.wording
    goal.short_name = "" if draft.short_name in (proposed, propose_short_name(goal.title)) else draft.short_name
    goal.domain, goal.target_on, goal.review_on = draft.domain, draft.target_on, draft.review_on or goal.review_on
    goal.why, goal.strengths, goal.supports = draft.why, draft.strengths, draft.supports
    goal.barriers, goal.barrier_words, goal.weight = " ".join(draft.barriers), draft.barrier_words, draft.weight
    goal.chime = " ".join(draft.chime)
    goal.starts_on = draft.starts_on or goal.starts_on
    if draft.baseline is not None:
        goal.baseline = draft.baseline
    if draft.ladder is not None:
        goal.ladder = dict(draft.ladder)


def _refuse_change_of_agreement(goal: Goal, draft: GoalDraft) -> None:
    same = (
        draft.ladder is None or all(draft.ladder.get(level, "") == goal.ladder[level] for level in LEVELS),
        draft.baseline in (None, goal.baseline),
        draft.starts_on in (None, goal.starts_on),
    )
    if not all(same):
        raise RuleBroken(
            _(
                "The ladder is agreed and has ratings, so it cannot be changed. You can add a new "
                "version of it on the goal's page."
            )
        )
