"""Pages of the steps towards a goal."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.errors import RuleBroken
from caseapp.goals.blueprint import bp
from caseapp.goals.queries import find_goal
from caseapp.goals.steps.actions import add_step, drop_step, place_step, tick_step
from caseapp.goals.steps.forms import DropForm, StepForm, TickForm
from caseapp.goals.steps.queries import find_step
from caseapp.i18n import _


@bp.route("/goals/<uuid:goal_id>/steps/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_step(goal_id):
    goal = find_goal(current_user, goal_id)
    form = StepForm()
    if form.validate_on_submit():
        try:
            add_step(current_user, goal, *form.said(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Step saved."), "success")
            return redirect(url_for(".show_goal", goal_id=goal_id), 303)
    return _page("goals/steps/new.html", "goal_step", goal_id, form)


@bp.route("/steps/<uuid:step_id>/done", methods=["POST"])
@requires(Capability.RECORD_WORK)
def tick_off(step_id):
    step = find_step(current_user, step_id)
    if TickForm().validate_on_submit():
        tick_step(current_user, step, request.form.get("done") == "yes")
    return redirect(url_for(".show_goal", goal_id=step.goal_id), 303)


@bp.route("/steps/<uuid:step_id>/place", methods=["POST"])
@requires(Capability.RECORD_WORK)
def move_step(step_id):
    step = find_step(current_user, step_id)
    place = request.form.get("place", "", str)
    if TickForm().validate_on_submit() and place.isascii() and place.isdigit() and len(place) < 5:
        place_step(current_user, step, int(place))
    return redirect(url_for(".show_goal", goal_id=step.goal_id, _anchor="steps"), 303)


@bp.route("/steps/<uuid:step_id>/drop", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def let_go(step_id):
    step = find_step(current_user, step_id)
    form = DropForm()
    if form.validate_on_submit():
        try:
            drop_step(current_user, step, form.reason.data)
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Step dropped. The reason is kept."), "success")
            return redirect(url_for(".show_goal", goal_id=step.goal_id), 303)
    return _page("goals/steps/drop.html", "goal_step", step.goal_id, form, step=find_step(current_user, step_id))


def _page(template, page, goal_id, form, **more):
    goal = find_goal(current_user, goal_id)
    client = find_client(current_user, goal.client_id)
    record_reading(current_user, page, [client.id])
    return render_template(template, goal=goal, client=client, form=form, **more)
