"""The pages of transfers and handover notes."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, may, requires
from caseapp.audit import record_reading
from caseapp.clients.assignments.page import in_common
from caseapp.clients.assignments.queries import RegisterRow, find_registered, list_mentors
from caseapp.clients.queries import find_client, list_assignments, registered
from caseapp.clients.transfers.actions import acknowledge_handover, change_team, transfer_client, write_handover
from caseapp.clients.transfers.forms import (
    AcknowledgeForm,
    HandoverNoteFields,
    HandoverNoteForm,
    TeamTransferForm,
    TransferForm,
)
from caseapp.clients.transfers.queries import (
    find_own_assignment,
    find_transfer_to,
    list_handover_notes,
    list_transfer_details,
    other_teams,
)
from caseapp.clock import today
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.two_texts import show_two_texts

bp = Blueprint("transfers", __name__)


@bp.route("/register/<uuid:client_id>/transfer", methods=["GET", "POST"])
@requires(Capability.ASSIGN_MENTORS)
def new_transfer(client_id: UUID) -> ResponseReturnValue:
    row = find_registered(current_user, client_id)
    assignments = list_assignments(current_user, client_id, registered)
    periods = [period for period in assignments if period.can_be_handed_over(today())]
    mentors = list_mentors(current_user, client_id)
    form = TransferForm.offering(periods, mentors, today(), request.args.get("mentor", "")).with_note_if(_sees_file())
    if form.carry_out(lambda: transfer_client(current_user, client_id, form.draft(), form.idempotency_key())):
        sentence = _("Transfer saved. It takes effect on that date.")
        return saved(sentence, url_for("register.show_assignments", client_id=client_id))
    shared = in_common(current_user, client_id, mentors)
    notes = list_handover_notes(current_user, client_id)
    return render_template("clients/transfers/new.html", row=row, form=form, notes=notes, in_common=shared)


@bp.route("/register/<uuid:client_id>/team", methods=["GET", "POST"])
@requires(Capability.ASSIGN_MENTORS)
def new_team(client_id: UUID) -> ResponseReturnValue:
    row = find_registered(current_user, client_id)
    form = TeamTransferForm.offering(other_teams(current_user, client_id)).with_note_if(_sees_file())
    if form.carry_out(lambda: change_team(current_user, client_id, form.draft(), form.idempotency_key())):
        return saved(_("The file is now with the other team."), url_for("register.list_register"))
    return _register_page("clients/transfers/team.html", row, form)


@bp.route("/clients/<uuid:client_id>/transfers", endpoint="list_transfers")
@requires(Capability.SEE_CLIENTS)
def show_transfers(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    transfers = list_transfer_details(current_user, client_id)
    record_reading(current_user, "transfers", [client_id])
    return render_template("clients/transfers/list.html", client=client, transfers=transfers)


@bp.route("/clients/<uuid:client_id>/handover", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def edit_handover(client_id: UUID) -> ResponseReturnValue:
    assignment = find_own_assignment(current_user, client_id)
    form = HandoverNoteForm(data={"note": assignment.handover, "version": assignment.version})
    if form.carry_out(
        lambda: write_handover(current_user, client_id, form.note.data, form.edited_version()),
        conflict=lambda: _both_texts(client_id, form),
    ):
        return saved(_("Handover note saved."), url_for("progress.show_client", client_id=client_id))
    client = find_client(current_user, client_id)
    record_reading(current_user, "handover", [client_id])
    return render_template("clients/transfers/handover.html", client=client, form=form)


@bp.route("/transfers/<uuid:transfer_id>/reading", methods=["POST"])
@requires(Capability.SEE_CLIENTS)
def acknowledge(transfer_id: UUID) -> ResponseReturnValue:
    transfer = find_transfer_to(current_user, transfer_id)
    if AcknowledgeForm().carry_out(lambda: acknowledge_handover(current_user, transfer_id)):
        flash(_("Marked as read. You can find the note again under “Transfers”."), "success")
    return redirect(url_for("progress.show_client", client_id=transfer.client_id), 303)


def _sees_file() -> bool:
    return may(current_user, Capability.SEE_CLIENTS)


def _register_page(template: str, row: RegisterRow, form: HandoverNoteFields) -> ResponseReturnValue:
    notes = list_handover_notes(current_user, row.id)
    record_reading(current_user, "assignments", [row.id])
    return render_template(template, row=row, form=form, notes=notes)


def _both_texts(client_id: UUID, form: HandoverNoteForm) -> ResponseReturnValue:
    newest = find_own_assignment(current_user, client_id)
    record_reading(current_user, "both_texts", [client_id])
    return show_two_texts(form, {"note": newest.handover}, newest.version, _("Two versions of this note"))
