"""Whole acts on goals."""

from datetime import date, timedelta
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible, is_in_charge
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import NotAllowed, RuleBroken
from caseapp.goals.models import Goal, Rating
from caseapp.goals.queries import find_goal, find_rating
from caseapp.goals.rules import (
    EXPECTED,
    LEVELS,
    Agreed,
    GoalStatus,
    GoalWords,
    Judgement,
    check_agreement,
    check_judgement,
    check_ladder,
    check_reason,
    check_words,
    is_ladder_open,
    is_over,
)
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold


@transaction
def agree_goal(viewer: Viewer, client_id: UUID, words: GoalWords, key: IdempotencyKey) -> Goal:
    """Write down what the client wants, as a draft: it is agreed on when both have read its ladder."""
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
    _write(goal, words)
    db.session.add(goal)
    db.session.flush()
    record(Act.GOAL_AGREED, viewer, about=goal, clients=[client_id])
    return goal


@transaction
def change_goal(viewer: Viewer, goal: Goal, words: GoalWords, version: int | None) -> None:
    """Change a draft wholly, an agreed goal in its wording and its target day: its ladder stays."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, goal.client_id)
    expect_version(goal, version)
    if is_over(goal.status):
        raise RuleBroken(_("This goal has ended, so its wording can no longer be changed."))
    if not is_ladder_open(goal.status):
        _leave_what_was_agreed(goal, words)
    _write(goal, words)
    record(Act.GOAL_CHANGED, viewer, about=goal, clients=[goal.client_id])


@transaction
def activate_goal(
    viewer: Viewer, goal: Goal, agreed_on: date, version: int | None, how: Agreed = Agreed.VERBAL
) -> None:
    """Keep that client and mentor agreed on the goal; from now on its ladder is frozen and can be rated on."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, goal.client_id)
    expect_version(goal, version)
    if not is_ladder_open(goal.status):
        raise RuleBroken(_("This goal has already been agreed."))
    check_agreement(agreed_on, today())
    check_ladder(goal.ladder, goal.baseline)
    goal.status, goal.agreed_on, goal.agreed_how = GoalStatus.ACTIVE, agreed_on, how
    if goal.review_on is None:
        goal.review_on = agreed_on + timedelta(days=threshold(Threshold.PLAN_REVIEW_DAYS))
    record(Act.GOAL_ACTIVATED, viewer, about=goal, clients=[goal.client_id])


@transaction
def rate_goal(viewer: Viewer, goal: Goal, judgement: Judgement, key: IdempotencyKey) -> Rating:
    """Append where the goal stands; earlier ratings stay as they are."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, goal.client_id)
    if is_repeated(key, viewer.id):
        return find_rating(viewer, key.id)
    if goal.status != GoalStatus.ACTIVE:
        raise RuleBroken(_("Only a goal that is agreed and in progress can be rated."))
    check_judgement(judgement, goal.starts_on, today())
    rating = Rating(
        id=key.id,
        goal_id=goal.id,
        client_id=goal.client_id,
        rated_on=judgement.rated_on,
        ladder_number=goal.ladder_number,
        mentor_level=judgement.mentor_level,
        client_level=judgement.client_level,
        rated_by_id=viewer.id,
        created_at=now(),
    )
    rating.evidence = judgement.evidence
    db.session.add(rating)
    db.session.flush()
    record(Act.GOAL_RATED, viewer, about=rating, clients=[goal.client_id])
    return rating


@transaction
def mark_rating_in_error(viewer: Viewer, rating: Rating, reason: str) -> None:
    """Take a rating out of every count and chart, with the reason; its writer may, and the supervisor."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, rating.client_id)
    if rating.rated_by_id != viewer.id and not is_in_charge(viewer, rating.client_id):
        raise NotAllowed(Capability.OPEN_FILES)
    if rating.is_in_error:
        return
    check_reason(reason, _("Say what was wrong."))
    rating.mark_in_error(reason, now())
    record(Act.ENTERED_IN_ERROR, viewer, about=rating, clients=[rating.client_id])


def _write(goal: Goal, words: GoalWords) -> None:
    check_words(words, words.starts_on or goal.starts_on)
    goal.client_words, goal.wording = words.client_words, words.wording
    goal.domain, goal.target_on, goal.review_on = words.domain, words.target_on, words.review_on or goal.review_on
    goal.why, goal.strengths, goal.supports = words.why, words.strengths, words.supports
    goal.barriers, goal.barrier_words, goal.weight = " ".join(words.barriers), words.barrier_words, words.weight
    goal.chime = " ".join(words.chime)
    goal.starts_on = words.starts_on or goal.starts_on
    if words.baseline is not None:
        goal.baseline = words.baseline
    if words.ladder is not None:
        goal.ladder = dict(words.ladder)


def _leave_what_was_agreed(goal: Goal, words: GoalWords) -> None:
    same = (
        words.ladder is None or all(words.ladder.get(level, "") == goal.ladder[level] for level in LEVELS),
        words.baseline in (None, goal.baseline),
        words.starts_on in (None, goal.starts_on),
    )
    if not all(same):
        raise RuleBroken(
            _(
                "The ladder is agreed and has ratings, so it cannot be changed. You can add a new "
                "version of it on the goal's page."
            )
        )
