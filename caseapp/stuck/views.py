"""The page of a client for whom nothing moves, and the answer whether the chosen act helped."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.corrections.forms import StrikeOutForm
from caseapp.clients.queries import find_client
from caseapp.i18n import _
from caseapp.stuck.actions import answer_step, choose_way, mark_step_in_error
from caseapp.stuck.forms import StuckAnswerForm, StuckForm
from caseapp.stuck.page import ICONS, place_of, stuck_page
from caseapp.stuck.rules import OBSTACLE_NAMES, OUTCOME_NAMES, WAY_NAMES, StepOutcome
from caseapp.stuck.step_queries import find_step
from caseapp.web.answers import saved
from caseapp.web.filters import long_day

bp = Blueprint("stuck", __name__)

NAMES = {"obstacle_names": OBSTACLE_NAMES, "way_names": WAY_NAMES, "outcome_names": OUTCOME_NAMES, "icons": ICONS}


@bp.route("/clients/<uuid:client_id>/stuck", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def choose(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    form = StuckForm()
    if "count" not in request.form and (
        done := form.carry_out(lambda: choose_way(current_user, client_id, form.draft(), form.idempotency_key()))
    ):
        sentence = _("Chosen. On %(day)s you will be asked whether it helped.", day=long_day(done.result.ask_on))
        return saved(sentence, place_of(current_user, client_id, done.result.way, bool(form.words.data)))
    page = stuck_page(current_user, client_id, client.called, form.chosen())
    record_reading(current_user, "stuck", [client_id])
    return render_template(
        "stuck/page.html", client=client, form=form, page=page, tap=StuckAnswerForm(formdata=None), **NAMES
    )


@bp.route("/stuck/<uuid:step_id>/answer", methods=["POST"])
@requires(Capability.RECORD_WORK)
def answer(step_id: UUID) -> ResponseReturnValue:
    step = find_step(current_user, step_id)
    form = StuckAnswerForm()
    there = (
        url_for("home.start") if request.form.get("from") == "today" else url_for(".choose", client_id=step.client_id)
    )
    if form.carry_out(lambda: answer_step(current_user, step, form.said())):
        if form.said() is StepOutcome.HELPED:
            return saved(_("Good to know. It counts for others too."), there)
        return saved(
            _("Thank you for saying so. Choose another step when you are ready."),
            url_for(".choose", client_id=step.client_id),
        )
    return redirect(there, 303)


@bp.route("/stuck/<uuid:step_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(step_id: UUID) -> ResponseReturnValue:
    step = find_step(current_user, step_id)
    form = StrikeOutForm()
    if form.carry_out(lambda: mark_step_in_error(current_user, step, form.reason.data)):
        sentence = _("Step marked as entered in error. It is asked about no more.")
        return saved(sentence, url_for(".choose", client_id=step.client_id))
    step = find_step(current_user, step_id)
    client = find_client(current_user, step.client_id)
    record_reading(current_user, "stuck_step_error", [client.id])
    return render_template("stuck/error.html", client=client, step=step, form=form, **NAMES)
