"""The pages of circles: a client's maps, the list behind a figure, a new map, and one entered in error."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.circles.actions import draw_circle, mark_circle_in_error
from caseapp.circles.blueprint import bp
from caseapp.circles.form_page import answers, rows_in_draft
from caseapp.circles.forms import CircleForm
from caseapp.circles.page import circle_page, list_page
from caseapp.circles.queries import find_snapshot, latest_ties
from caseapp.circles.rules import present
from caseapp.clients.corrections.forms import StrikeOutForm
from caseapp.clients.queries import find_client
from caseapp.i18n import _
from caseapp.web.answers import saved


@bp.route("/clients/<uuid:client_id>/circle")
@requires(Capability.RECORD_WORK)
def show_circle(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    page = circle_page(current_user, client, request.args)
    record_reading(current_user, "circle", [client_id])
    return render_template("circles/show.html", client=client, page=page)


@bp.route("/clients/<uuid:client_id>/circle/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_circle(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    form = CircleForm.beginning(present(latest_ties(current_user, client_id)), rows_in_draft())
    if form.carry_out(lambda: draw_circle(current_user, client_id, form.draft(), form.idempotency_key())):
        return saved(_("The map is saved."), url_for(".show_circle", client_id=client_id))
    record_reading(current_user, "new_circle", [client_id])
    return render_template("circles/new.html", client=client, form=form, **answers())


@bp.route("/circles/<uuid:snapshot_id>/ties")
@requires(Capability.RECORD_WORK)
def list_ties(snapshot_id: UUID) -> ResponseReturnValue:
    page = list_page(current_user, snapshot_id, request.args)
    client = find_client(current_user, page.circle.client_id)
    record_reading(current_user, "circle_ties", [client.id])
    return render_template("circles/ties.html", client=client, page=page)


@bp.route("/circles/<uuid:snapshot_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(snapshot_id: UUID) -> ResponseReturnValue:
    snapshot = find_snapshot(current_user, snapshot_id)
    form = StrikeOutForm()
    if form.carry_out(lambda: mark_circle_in_error(current_user, snapshot, form.reason.data)):
        sentence = _("The map is marked as entered in error. The next one does not begin from it.")
        return saved(sentence, url_for(".show_circle", client_id=snapshot.client_id))
    snapshot = find_snapshot(current_user, snapshot_id)
    client = find_client(current_user, snapshot.client_id)
    record_reading(current_user, "circle_error", [client.id])
    return render_template("circles/error.html", snapshot=snapshot, client=client, form=form)


__all__ = ["bp"]
