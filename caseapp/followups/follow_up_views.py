"""Pages of follow-ups: all open ones, those of one client, ticking off, reopening and dropping."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.followups.actions import drop_follow_up, finish_follow_up, plan_follow_up, reopen_follow_up
from caseapp.followups.blueprint import bp
from caseapp.followups.forms import FollowUpDropForm, FollowUpForm, FollowUpTickForm
from caseapp.followups.queries import (
    PAGE,
    find_follow_up,
    find_follow_up_row,
    follow_ups_of,
    open_follow_ups,
    owners_of,
)
from caseapp.i18n import _
from caseapp.web.addresses import id_named
from caseapp.web.answers import saved


@bp.route("/follow-ups")
@requires(Capability.RECORD_WORK)
def list_follow_ups() -> ResponseReturnValue:
    owner_id, is_team = id_named("owner"), bool(current_user.team_ids_in_charge)
    found = open_follow_ups(current_user, owner_id)
    record_reading(current_user, "follow_ups", [row.client_id for row in found])
    return render_template(
        "followups/list.html",
        follow_ups=found[:PAGE],
        are_more=len(found) > PAGE,
        owners=owners_of(current_user) if is_team else [],
        owner_id=owner_id,
        form=FollowUpTickForm(),
        today=today(),
    )


@bp.route("/clients/<uuid:client_id>/follow-ups", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def list_clients_follow_ups(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    form = FollowUpForm()
    if form.carry_out(lambda: plan_follow_up(current_user, client_id, form.draft(), form.idempotency_key())):
        return saved(_("Added to the list."), url_for(".list_clients_follow_ups", client_id=client_id))
    found = follow_ups_of(current_user, client_id)
    record_reading(current_user, "follow_ups", [client_id])
    return render_template("followups/client.html", client=client, follow_ups=found, form=form, tick=FollowUpTickForm())


@bp.route("/follow-ups/<uuid:follow_up_id>/done", methods=["POST"])
@requires(Capability.RECORD_WORK)
def tick_off(follow_up_id: UUID) -> ResponseReturnValue:
    follow_up = find_follow_up(current_user, follow_up_id)
    there = _list_of(follow_up.client_id)
    if FollowUpTickForm().carry_out(lambda: finish_follow_up(current_user, follow_up)):
        return saved(_("Done."), there)
    return redirect(there, 303)


@bp.route("/follow-ups/<uuid:follow_up_id>/reopening", methods=["POST"])
@requires(Capability.RECORD_WORK)
def reopen(follow_up_id: UUID) -> ResponseReturnValue:
    follow_up = find_follow_up(current_user, follow_up_id)
    there = _list_of(follow_up.client_id)
    if FollowUpTickForm().carry_out(lambda: reopen_follow_up(current_user, follow_up)):
        return saved(_("Back on the list."), there)
    return redirect(there, 303)


@bp.route("/follow-ups/<uuid:follow_up_id>/drop", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def drop(follow_up_id: UUID) -> ResponseReturnValue:
    follow_up = find_follow_up(current_user, follow_up_id)
    form = FollowUpDropForm(data={"version": follow_up.version})
    if form.carry_out(lambda: drop_follow_up(current_user, follow_up, form.reason.data, form.edited_version())):
        sentence = _("Follow-up dropped. The reason is kept.")
        return saved(sentence, url_for(".list_clients_follow_ups", client_id=follow_up.client_id))
    row = find_follow_up_row(current_user, follow_up_id)
    record_reading(current_user, "follow_up", [row.client_id])
    return render_template("followups/drop.html", follow_up=row, form=form)


def _list_of(client_id: UUID) -> str:
    """The list on which the button was pressed."""
    place = request.form.get("from")
    if place in ("list", "today"):
        return url_for(".list_follow_ups" if place == "list" else "home.start")
    return url_for(".list_clients_follow_ups", client_id=client_id)
