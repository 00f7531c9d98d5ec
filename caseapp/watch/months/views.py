"""The pages of the monthly review."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.i18n import _
from caseapp.watch.blueprint import bp
from caseapp.watch.months.actions import say_of_sampled, sign_month
from caseapp.watch.months.queries import find_month, find_sampled, list_months, sample_of
from caseapp.watch.readings.forms import ReadingWordForm
from caseapp.watch.readings.rules import READING_WORD_NAMES
from caseapp.web.answers import refused, saved
from caseapp.web.forms import BaseForm


@bp.route("/reading-reviews")
@requires(Capability.WATCH_READING)
def list_reviews() -> ResponseReturnValue:
    record_reading(current_user, "unusual_reading", [])
    return render_template("watch/months/list.html", rows=list_months(current_user))


@bp.route("/reading-reviews/<uuid:review_id>", methods=["GET", "POST"])
@requires(Capability.WATCH_READING)
def show_review(review_id: UUID) -> ResponseReturnValue:
    review, form = find_month(current_user, review_id), BaseForm()
    if form.carry_out(lambda: sign_month(current_user, review_id)):
        return saved(_("Signed."), url_for(".list_reviews"))
    sample = sample_of(current_user, review_id)
    record_reading(current_user, "unusual_reading", {row.client_id for row in sample})
    parts = {"review": review, "sample": sample, "form": form, "words": READING_WORD_NAMES}
    return render_template("watch/months/show.html", **parts)


@bp.route("/reading-reviews/<uuid:review_id>/readings/<uuid:sampled_id>", methods=["POST"])
@requires(Capability.WATCH_READING)
def say_of(review_id: UUID, sampled_id: UUID) -> ResponseReturnValue:
    find_sampled(current_user, review_id, sampled_id)
    form, back = ReadingWordForm(), url_for(".show_review", review_id=review_id)
    if form.carry_out(lambda: say_of_sampled(current_user, review_id, sampled_id, form.draft())):
        return saved(_("Saved."), back)
    return refused(form, back)
