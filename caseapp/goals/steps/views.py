"""Pages of the steps towards a goal."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.goals.blueprint import bp
from caseapp.goals.queries import find_goal
from caseapp.goals.steps.actions import add_step, drop_step, place_step, tick_step
from caseapp.goals.steps.forms import StepDropForm, StepForm, StepTickForm
from caseapp.goals.steps.queries import find_step
from caseapp.i18n import _
from caseapp.web.answers import saved


@bp.route("/goals/<uuid:goal_id>/steps/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_step(goal_id: UUID) -> ResponseReturnValue:
    goal = find_goal(current_user, goal_id)
    form = StepForm()
    if form.carry_out(lambda: add_step(current_user, goal, form.draft(), form.idempotency_key())):
        return saved(_("Step saved."), url_for(".show_goal", goal_id=goal_id))
    goal = find_goal(current_user, goal_id)
    client = find_client(current_user, goal.client_id)
    record_reading(current_user, "goal_step", [client.id])
    return render_template("goals/steps/new.html", goal=goal, client=client, form=form)


@bp.route("/steps/<uuid:step_id>/done", methods=["POST"])
@requires(Capability.RECORD_WORK)
def tick_off(step_id: UUID) -> ResponseReturnValue:
    step = find_step(current_user, step_id)
    StepTickForm().carry_out(lambda: tick_step(current_user, step, request.form.get("done") == "yes"))
    return redirect(url_for(".show_goal", goal_id=step.goal_id), 303)


@bp.route("/steps/<uuid:step_id>/place", methods=["POST"])
@requires(Capability.RECORD_WORK)
def move_step(step_id: UUID) -> ResponseReturnValue:
    step = find_step(current_user, step_id)
    place = request.form.get("place", "", str)
    if place.isascii() and place.isdigit() and len(place) < 5:
        StepTickForm().carry_out(lambda: place_step(current_user, step, int(place)))
    return redirect(url_for(".show_goal", goal_id=step.goal_id, _anchor="steps"), 303)


@bp.route("/steps/<uuid:step_id>/drop", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def let_go(step_id: UUID) -> ResponseReturnValue:
    step = find_step(current_user, step_id)
    form = StepDropForm()
    if form.carry_out(lambda: drop_step(current_user, step, form.reason.data)):
        return saved(_("Step dropped. The reason is kept."), url_for(".show_goal", goal_id=step.goal_id))
    step = find_step(current_user, step_id)
    goal = find_goal(current_user, step.goal_id)
    client = find_client(current_user, goal.client_id)
    record_reading(current_user, "goal_step", [client.id])
    return render_template("goals/steps/drop.html", goal=goal, client=client, form=form, step=step)
