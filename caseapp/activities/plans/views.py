"""Pages of planned meetings: list, plan, move, cancel."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.activities.blueprint import bp
from caseapp.activities.overlaps.queries import find_overlaps
from caseapp.activities.overlaps.words import overlap_words
from caseapp.activities.plans.actions import cancel_plan, move_plan, plan_meetings
from caseapp.activities.plans.forms import PlanCancelForm, PlanForm, PlanMoveForm, start_new_plan, start_plan
from caseapp.activities.plans.queries import PlanDetails, coming_meetings, find_plan
from caseapp.activities.queries import usual_minutes
from caseapp.activities.when_rules import When
from caseapp.audit import record_reading
from caseapp.clients.file.adjustment_rules import ON_THE_WAY, minded
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.i18n import _, ngettext
from caseapp.organisation.queries import offered
from caseapp.organisation.rules import ListKind
from caseapp.web.answers import saved
from caseapp.web.forms import BaseForm, EditForm
from caseapp.web.two_texts import show_two_texts


@bp.route("/clients/<uuid:client_id>/plans")
@requires(Capability.SEE_CLIENTS)
def list_plans(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    plans = coming_meetings(current_user, client_id)
    record_reading(current_user, "plans", [client_id])
    return render_template("activities/plans/list.html", client=client, plans=plans)


@bp.route("/clients/<uuid:client_id>/plans/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_plan(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    start = start_new_plan(today(), usual_minutes(current_user, client_id))
    form = PlanForm(data=start).offer(offered(ListKind.PLACES))
    done = form.carry_out_once(
        lambda: plan_meetings(current_user, client_id, form.draft(), form.idempotency_key(), form.is_second())
    )
    if done:
        _tell_overlaps(client_id, form.draft().when)
        sentence = ngettext("%(num)d meeting planned.", "%(num)d meetings planned.", done.result)
        return saved(sentence, url_for(".list_plans", client_id=client_id))
    return _show_plan(form, client_id, client.name, minded(client.adjustments, ON_THE_WAY))


@bp.route("/activities/<uuid:activity_id>/plan", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_plan(activity_id: UUID) -> ResponseReturnValue:
    planned = find_plan(current_user, activity_id)
    places = offered(ListKind.PLACES, also=planned.plan.place)
    form = PlanMoveForm(data=start_plan(planned.plan, planned.version)).offer(places)
    if form.carry_out_once(
        lambda: move_plan(current_user, activity_id, form.draft(), form.edited_version(), form.is_second()),
        conflict=lambda: _show_two_plans(form, find_plan(current_user, activity_id)),
    ):
        _tell_overlaps(planned.client_id, [form.draft().when])
        return saved(_("Planned meeting updated."), url_for(".list_plans", client_id=planned.client_id))
    return _show_plan(form, planned.client_id, planned.client_name, planned.minded)


@bp.route("/activities/<uuid:activity_id>/cancellation", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def cancel(activity_id: UUID) -> ResponseReturnValue:
    planned = find_plan(current_user, activity_id, also_cancelled=request.method == "POST")
    form = PlanCancelForm(version=planned.version)
    if form.carry_out(lambda: cancel_plan(current_user, activity_id, form.draft(), form.edited_version())):
        sentence = _("Meeting cancelled. The reason is in the file.")
        return saved(sentence, url_for(".list_plans", client_id=planned.client_id))
    record_reading(current_user, "cancel_plan", [planned.client_id])
    return render_template("activities/plans/cancel.html", form=form, planned=planned, activity_id=activity_id)


def _tell_overlaps(client_id: UUID, when: Sequence[When]) -> None:
    if words := overlap_words(find_overlaps(current_user, client_id, when)):
        flash(words, "warning")


def _show_plan(form: BaseForm, client_id: UUID, name: str, mind: list[str]) -> str:
    record_reading(current_user, "plan", [client_id])
    return render_template("activities/plans/new.html", client_id=client_id, called=name, form=form, minded=mind)


def _show_two_plans(form: EditForm, newest: PlanDetails) -> ResponseReturnValue:
    record_reading(current_user, "two_texts", [newest.client_id])
    return show_two_texts(
        form, start_plan(newest.plan, newest.version), newest.version, _("Two versions of this planned meeting")
    )
