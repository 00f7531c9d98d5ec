"""The action of a plan review."""

from collections.abc import Iterable
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.corrections.actions import strike_out
from caseapp.clients.queries import about_visible_clients, ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalStatus
from caseapp.plan_reviews.models import PlanReview
from caseapp.plan_reviews.page import last_valid, reviewed_since
from caseapp.plan_reviews.queries import find_review, list_reviews
from caseapp.plan_reviews.rules import PlanReviewDraft, check_review


@transaction
def review_plan(viewer: Viewer, client_id: UUID, draft: PlanReviewDraft, key: IdempotencyKey) -> PlanReview:
    """Keep a review. All goals in progress are looked at again on the day of the next one."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return find_review(viewer, key.id)
    check_review(draft, today())
    since_on = reviewed_since(viewer, client_id)
    review = PlanReview(id=key.id, client_id=client_id, held_on=today(), since_on=since_on, next_on=draft.next_on)
    review.words, review.client_words = draft.words, draft.client_words
    review.by_id, review.created_at = viewer.id, now()
    db.session.add(review)
    for goal in _in_progress(viewer, client_id):
        goal.review_on = draft.next_on
    db.session.flush()
    record(Act.PLAN_REVIEWED, viewer, about=review, clients=[client_id])
    return review


@transaction
def mark_review_in_error(viewer: Viewer, review: PlanReview, reason: str) -> None:
    """Strike a review out. The goals that it put off are due again: on the day that the review before had set, or else
    on the day of this one."""
    if not strike_out(viewer, review, review.by_id, reason):
        return
    db.session.flush()
    before = last_valid(list_reviews(viewer, review.client_id))
    for goal in _in_progress(viewer, review.client_id):
        if goal.review_on == review.next_on:
            goal.review_on = before.next_on if before else review.held_on


def _in_progress(viewer: Viewer, client_id: UUID) -> Iterable[Goal]:
    found = about_visible_clients(viewer, Goal).where(Goal.client_id == client_id, Goal.status == GoalStatus.ACTIVE)
    return db.session.scalars(found)
