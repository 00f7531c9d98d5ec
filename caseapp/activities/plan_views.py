"""Pages of planned meetings: list, plan, move, cancel."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.activities.blueprint import bp
from caseapp.activities.ground_queries import find_ground
from caseapp.activities.plan_actions import cancel_plan, move_plan, plan_meetings
from caseapp.activities.plan_forms import CancelForm, MoveForm, PlanForm, start_plan
from caseapp.activities.plan_queries import coming_meetings, find_plan
from caseapp.activities.rules import Mode, Outcome
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _, ngettext
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.two_texts import show_two_texts


@bp.route("/clients/<uuid:client_id>/plans")
@requires(Capability.SEE_CLIENTS)
def list_plans(client_id):
    client = find_client(current_user, client_id)
    plans = coming_meetings(current_user, client_id)
    record_reading(current_user, "plans", [client_id])
    return render_template("activities/plans.html", client=client, plans=plans)


@bp.route("/clients/<uuid:client_id>/plans/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_plan(client_id):
    ground = find_ground(current_user, client_id)
    start = {"held_on": today(), "minutes": ground.minutes, "weeks": 1, "mode": Mode.IN_PERSON.value}
    form = PlanForm(data=start).offer(offered(ListKind.PLACES))
    if form.validate_on_submit():
        try:
            planned = plan_meetings(
                client_id, form.plan(), form.weeks.data, by=current_user, submission=form.submission()
            )
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(ngettext("%(num)d meeting is planned.", "%(num)d meetings are planned.", planned), "success")
            return _back_to_plans(client_id)
    record_reading(current_user, "new_plan", [client_id])
    return render_template("activities/new_plan.html", client_id=client_id, called=ground.name, form=form)


@bp.route("/activities/<uuid:activity_id>/plan", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_plan(activity_id):
    kept = find_plan(current_user, activity_id)
    form = MoveForm(data=start_plan(kept.plan, kept.version)).offer(offered(ListKind.PLACES, also=kept.plan.place))
    if form.validate_on_submit():
        try:
            move_plan(current_user, activity_id, form.plan(), form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            kept = find_plan(current_user, activity_id)
            record_reading(current_user, "two_texts", [kept.client_id])
            return show_two_texts(form, start_plan(kept.plan, kept.version), kept.version, _("Two texts of one plan"))
        else:
            flash(_("The plan is changed."), "success")
            return _back_to_plans(kept.client_id)
    record_reading(current_user, "edit_plan", [kept.client_id])
    return render_template("activities/new_plan.html", client_id=kept.client_id, called=kept.client_name, form=form)


@bp.route("/activities/<uuid:activity_id>/cancellation", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def cancel(activity_id):
    kept = find_plan(current_user, activity_id, also_cancelled=request.method == "POST")
    form = CancelForm(version=kept.version)
    if form.validate_on_submit():
        outcome = Outcome(form.outcome.data)
        try:
            cancel_plan(current_user, activity_id, outcome, form.reason.data, form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("The meeting is cancelled. The reason stands in the file."), "success")
            return _back_to_plans(kept.client_id)
    record_reading(current_user, "cancel_plan", [kept.client_id])
    return render_template("activities/cancel.html", form=form, kept=kept, activity_id=activity_id)


def _back_to_plans(client_id):
    return redirect(url_for("activities.list_plans", client_id=client_id), 303)
