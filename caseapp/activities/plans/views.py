"""Pages of planned meetings: list, plan, move, cancel."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.activities.blueprint import bp
from caseapp.activities.plans.actions import cancel_plan, move_plan, plan_meetings
from caseapp.activities.plans.forms import CancelForm, MoveForm, PlanForm, start_new_plan, start_plan
from caseapp.activities.plans.queries import coming_meetings, find_plan
from caseapp.activities.queries import usual_minutes
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
    return render_template("activities/plans/list.html", client=client, plans=plans)


@bp.route("/clients/<uuid:client_id>/plans/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_plan(client_id):
    client = find_client(current_user, client_id)
    form = PlanForm(data=start_new_plan(today(), usual_minutes(current_user, client_id))).offer(
        offered(ListKind.PLACES)
    )
    if form.validate_on_submit():
        try:
            sent = form.idempotency_key()
            planned = plan_meetings(current_user, client_id, form.plan(), form.weeks.data, key=sent)
            return _back_to_plans(client_id, ngettext("%(num)d meeting planned.", "%(num)d meetings planned.", planned))
        except RuleBroken as fault:
            form.refuse(fault)
    return _show_plan(form, client_id, client.name)


@bp.route("/activities/<uuid:activity_id>/plan", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_plan(activity_id):
    kept = find_plan(current_user, activity_id)
    form = MoveForm(data=start_plan(kept.plan, kept.version)).offer(offered(ListKind.PLACES, also=kept.plan.place))
    if form.validate_on_submit():
        try:
            move_plan(current_user, activity_id, form.plan(), form.edited_version())
            return _back_to_plans(kept.client_id, _("Planned meeting updated."))
        except RuleBroken as fault:
            form.refuse(fault)
        except Conflict:
            return _show_two_plans(form, find_plan(current_user, activity_id))
    return _show_plan(form, kept.client_id, kept.client_name)


@bp.route("/activities/<uuid:activity_id>/cancellation", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def cancel(activity_id):
    kept = find_plan(current_user, activity_id, also_cancelled=request.method == "POST")
    form = CancelForm(version=kept.version)
    if form.validate_on_submit():
        try:
            cancel_plan(current_user, activity_id, form.said(), form.reason.data, form.edited_version())
            return _back_to_plans(kept.client_id, _("Meeting cancelled. The reason is in the file."))
        except RuleBroken as fault:
            form.refuse(fault)
    record_reading(current_user, "cancel_plan", [kept.client_id])
    return render_template("activities/plans/cancel.html", form=form, kept=kept, activity_id=activity_id)


def _back_to_plans(client_id, sentence):
    flash(sentence, "success")
    return redirect(url_for("activities.list_plans", client_id=client_id), 303)


def _show_plan(form, client_id, name):
    record_reading(current_user, "plan", [client_id])
    return render_template("activities/plans/new.html", client_id=client_id, called=name, form=form)


def _show_two_plans(form, newest):
    record_reading(current_user, "two_texts", [newest.client_id])
    return show_two_texts(
        form, start_plan(newest.plan, newest.version), newest.version, _("Two versions of this planned meeting")
    )
