"""Plan reviews, for tests."""

from datetime import timedelta

from caseapp.clock import now, today
from caseapp.plan_reviews.models import PlanReview
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.world import keep


def a_review(company: Company) -> Values:
    """A review that the mentor held, as the addresses name it."""
    review = PlanReview(client_id=company.client.id, by_id=company.world.mentor.id, created_at=now())
    review.held_on = review.since_on = today()
    review.next_on = today() + timedelta(days=180)
    return {"review_id": keep(review).id}
