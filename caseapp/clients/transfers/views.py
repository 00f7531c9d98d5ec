"""The pages of handing a client over."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, may, requires
from caseapp.audit import record_reading
from caseapp.clients.assignments.queries import find_registered, list_mentors
from caseapp.clients.queries import find_client, list_assignments, registered
from caseapp.clients.transfers.actions import acknowledge_handover, change_team, transfer_client, write_handover
from caseapp.clients.transfers.forms import HandoverForm, ReadForm, TeamForm, TransferForm
from caseapp.clients.transfers.queries import (
    find_transfer_to,
    list_handovers,
    notes_left,
    other_teams,
    own_assignment,
)
from caseapp.clock import today
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("transfers", __name__)


@bp.route("/register/<uuid:client_id>/transfer", methods=["GET", "POST"])
@requires(Capability.ASSIGN_MENTORS)
def new_transfer(client_id):
    row = find_registered(current_user, client_id)
    stretches = [each for each in list_assignments(current_user, client_id, registered) if each.may_pass_on(today())]
    form = TransferForm.offering(stretches, list_mentors(current_user, client_id), today()).without_note(_sees_file())
    if form.validate_on_submit():
        try:
            transfer_client(current_user, client_id, *form.transfer(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Transfer saved. It takes effect on that date."), "success")
            return redirect(url_for("register.show_assignments", client_id=client_id), 303)
    return _register_page("clients/transfers/new.html", row, form)


@bp.route("/register/<uuid:client_id>/team", methods=["GET", "POST"])
@requires(Capability.ASSIGN_MENTORS)
def new_team(client_id):
    row = find_registered(current_user, client_id)
    form = TeamForm.offering(other_teams(current_user, client_id)).without_note(_sees_file())
    if form.validate_on_submit():
        try:
            change_team(current_user, client_id, *form.move(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("The file is now with the other team."), "success")
            return redirect(url_for("register.list_register"), 303)
    return _register_page("clients/transfers/team.html", row, form)


@bp.route("/clients/<uuid:client_id>/transfers", endpoint="list_transfers")
@requires(Capability.SEE_CLIENTS)
def show_transfers(client_id):
    client = find_client(current_user, client_id)
    handovers = list_handovers(current_user, client_id)
    record_reading(current_user, "transfers", [client_id])
    return render_template("clients/transfers/list.html", client=client, handovers=handovers)


@bp.route("/clients/<uuid:client_id>/handover", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_handover(client_id):
    assignment = own_assignment(current_user, client_id)
    form = HandoverForm(data={"note": assignment.handover, "version": assignment.version})
    if form.validate_on_submit():
        try:
            write_handover(current_user, client_id, form.note.data, form.edited_version())
        except Conflict:
            return _both_texts(client_id, form)
        flash(_("Handover note saved."), "success")
        return redirect(url_for("progress.show_client", client_id=client_id), 303)
    client = find_client(current_user, client_id)
    record_reading(current_user, "handover", [client_id])
    return render_template("clients/transfers/handover.html", client=client, form=form)


@bp.route("/transfers/<uuid:transfer_id>/reading", methods=["POST"])
@requires(Capability.SEE_CLIENTS)
def acknowledge(transfer_id):
    transfer = find_transfer_to(current_user, transfer_id)
    if ReadForm().validate_on_submit():
        acknowledge_handover(current_user, transfer_id)
        flash(_("Marked as read. You can find the note again under “Transfers”."), "success")
    return redirect(url_for("progress.show_client", client_id=transfer.client_id), 303)


def _sees_file():
    return may(current_user, Capability.SEE_CLIENTS)


def _register_page(template, row, form):
    notes = notes_left(current_user, row.id)
    record_reading(current_user, "assignments", [row.id])
    return render_template(template, row=row, form=form, notes=notes)


def _both_texts(client_id, form):
    newest = own_assignment(current_user, client_id)
    record_reading(current_user, "both_texts", [client_id])
    return show_two_texts(form, {"note": newest.handover}, newest.version, _("Two versions of this note"))
