"""Pages of planned meetings."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.activities.blueprint import bp
from caseapp.activities.ground_queries import find_ground
from caseapp.activities.plan_actions import plan_meetings
from caseapp.activities.plan_forms import PlanForm
from caseapp.activities.plan_queries import coming_meetings
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.i18n import ngettext
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind


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
    form = PlanForm.offering(offered(ListKind.PLACES), today(), ground.minutes)
    if form.validate_on_submit():
        try:
            planned = plan_meetings(
                client_id, form.plan(), form.weeks.data, by=current_user, submission=form.submission()
            )
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(ngettext("%(num)d meeting is planned.", "%(num)d meetings are planned.", planned), "success")
            return redirect(url_for("activities.list_plans", client_id=client_id), 303)
    record_reading(current_user, "new_plan", [client_id])
    return render_template("activities/new_plan.html", ground=ground, form=form)
