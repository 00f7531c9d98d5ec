"""The reviews of the plans of the viewer's clients."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.plan_reviews.models import PlanReview


class PlanReviewRow(NamedTuple):
    """One review, opened."""

    id: UUID
    held_on: date
    since_on: date
    next_on: date
    words: str
    client_words: str
    by: str
    error_reason: str
    is_in_error: bool


def find_review(viewer: Viewer, review_id: UUID) -> PlanReview:
    """The review, or `NotVisible`."""
    found = about_visible_clients(viewer, PlanReview).where(PlanReview.id == review_id)
    review: PlanReview | None = db.session.scalar(found)
    if review is None:
        raise NotVisible
    return review


def list_reviews(viewer: Viewer, client_id: UUID) -> list[PlanReviewRow]:
    """The reviews of a client's plan, the newest first."""
    of = PlanReview
    found = (
        about_visible_clients(viewer, of, of, User.name.label("by"))
        .join(User, User.id == of.by_id)
        .where(of.client_id == client_id)
        .order_by(of.held_on.desc(), of.created_at.desc(), of.id.desc())
    )
    return [
        PlanReviewRow(
            id=review.id,
            held_on=review.held_on,
            since_on=review.since_on,
            next_on=review.next_on,
            words=review.words,
            client_words=review.client_words,
            by=by,
            error_reason=review.error_reason,
            is_in_error=review.is_in_error,
        )
        for review, by in db.session.execute(found)
    ]
