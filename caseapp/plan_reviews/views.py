"""The page on which a client's plan is reviewed."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.plan_reviews.actions import review_plan
from caseapp.plan_reviews.forms import PlanReviewForm
from caseapp.plan_reviews.page import plan_review_page
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
