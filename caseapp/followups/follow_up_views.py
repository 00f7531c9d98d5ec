"""Pages of follow-ups: what waits, a client's own, ticked off, dropped."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import NotVisible, RuleBroken
from caseapp.followups.actions import drop_follow_up, finish_follow_up, plan_follow_up, reopen_follow_up
from caseapp.followups.blueprint import bp
from caseapp.followups.forms import DropForm, FollowUpForm, TickForm
from caseapp.followups.queries import (
    PAGE,
    find_follow_up,
    follow_ups_of,
    open_follow_ups,
    owners_of,
    tell_follow_up,
)
from caseapp.i18n import _


@bp.route("/follow-ups")
@requires(Capability.RECORD_WORK)
def list_follow_ups():
    owner_id, is_team = _owner(), bool(current_user.team_ids_in_charge)
    found = open_follow_ups(current_user, owner_id)
    record_reading(current_user, "follow_ups", [told.client_id for told in found])
    return render_template(
        "followups/list.html",
        follow_ups=found[:PAGE],
        are_more=len(found) > PAGE,
        owners=owners_of(current_user) if is_team else [],
        owner_id=owner_id,
        form=TickForm(),
        today=today(),
    )


@bp.route("/clients/<uuid:client_id>/follow-ups", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def list_clients_follow_ups(client_id):
    client = find_client(current_user, client_id)
    form = FollowUpForm()
    if form.validate_on_submit():
        try:
            plan_follow_up(current_user, client_id, *form.said(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Added to the list."), "success")
            return redirect(url_for(".list_clients_follow_ups", client_id=client_id), 303)
    found = follow_ups_of(current_user, client_id)
    record_reading(current_user, "follow_ups", [client_id])
    return render_template("followups/client.html", client=client, follow_ups=found, form=form, tick=TickForm())


@bp.route("/follow-ups/<uuid:follow_up_id>/done", methods=["POST"])
@requires(Capability.RECORD_WORK)
def tick_off(follow_up_id):
    follow_up = find_follow_up(current_user, follow_up_id)
    if TickForm().validate_on_submit():
        finish_follow_up(current_user, follow_up)
        flash(_("Done."), "success")
    return _back(follow_up)


@bp.route("/follow-ups/<uuid:follow_up_id>/reopening", methods=["POST"])
@requires(Capability.RECORD_WORK)
def reopen(follow_up_id):
    follow_up = find_follow_up(current_user, follow_up_id)
    if TickForm().validate_on_submit():
        reopen_follow_up(current_user, follow_up)
        flash(_("Back on the list."), "success")
    return _back(follow_up)


@bp.route("/follow-ups/<uuid:follow_up_id>/drop", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def drop(follow_up_id):
    follow_up = find_follow_up(current_user, follow_up_id)
    form = DropForm(data={"version": follow_up.version})
    if form.validate_on_submit():
        try:
            drop_follow_up(current_user, follow_up, form.reason.data, form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Follow-up dropped. The reason is kept."), "success")
            return redirect(url_for(".list_clients_follow_ups", client_id=follow_up.client_id), 303)
    told = tell_follow_up(current_user, follow_up_id)
    record_reading(current_user, "follow_up", [told.client_id])
    return render_template("followups/drop.html", told=told, form=form)


def _back(follow_up):
    """To where the tap was made."""
    if request.form.get("from") == "list":
        return redirect(url_for(".list_follow_ups"), 303)
    return redirect(url_for(".list_clients_follow_ups", client_id=follow_up.client_id), 303)


def _owner():
    text = request.args.get("owner")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotVisible from None
