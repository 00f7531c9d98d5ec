"""The page on which a client's plan is reviewed."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.corrections.forms import StrikeOutForm
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.plan_reviews.actions import mark_review_in_error, review_plan
from caseapp.plan_reviews.forms import PlanReviewForm
from caseapp.plan_reviews.page import plan_review_page
from caseapp.plan_reviews.queries import find_review
from caseapp.web.answers import saved
from caseapp.web.filters import long_day

bp = Blueprint("plan_reviews", __name__)


@bp.route("/clients/<uuid:client_id>/plan-review", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_review(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    form = PlanReviewForm(data={"next_on": today() + timedelta(days=threshold(Threshold.PLAN_REVIEW_DAYS))})
    if done := form.carry_out(lambda: review_plan(current_user, client_id, form.draft(), form.idempotency_key())):
        sentence = _("Reviewed. The next review is on %(day)s.", day=long_day(done.result.next_on))
        return saved(sentence, url_for("progress.show_client", client_id=client_id))
    page = plan_review_page(current_user, client_id)
    record_reading(current_user, "plan_review", [client_id])
    return render_template("plan_reviews/new.html", client=client, form=form, page=page)


@bp.route("/plan-reviews/<uuid:review_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(review_id: UUID) -> ResponseReturnValue:
    review = find_review(current_user, review_id)
    form = StrikeOutForm()
    if form.carry_out(lambda: mark_review_in_error(current_user, review, form.reason.data)):
        sentence = _("Plan review marked as entered in error. Its goals are due for review again.")
        return saved(sentence, url_for(".new_review", client_id=review.client_id))
    review = find_review(current_user, review_id)
    client = find_client(current_user, review.client_id)
    record_reading(current_user, "plan_review_error", [client.id])
    return render_template("plan_reviews/error.html", client=client, review=review, form=form)
