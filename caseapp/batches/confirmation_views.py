"""The pages of a second person, without whose word the records of many clients do not leave."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.audit import record_reading
from caseapp.batches.blueprint import bp
from caseapp.batches.confirmations.actions import decide_batch
from caseapp.batches.confirmations.queries import export_news, find_confirmation, purpose_of
from caseapp.batches.forms import ConfirmBatchForm, RefuseBatchForm
from caseapp.batches.queries import waiting_items
from caseapp.batches.queue import TABLE, send
from caseapp.batches.rules import ConfirmationState
from caseapp.batches.table_queries import waiting_tables
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.web.answers import refused, saved


@bp.route("/batches/confirmations")
@requires(Capability.CONFIRM_EXPORTS)
def list_confirmations() -> ResponseReturnValue:
    rows = [row for row in export_news(current_user) if row.by_id != current_user.id]
    record_reading(current_user, "export_confirmations", [])
    most = threshold(Threshold.MANY_LEAVE)
    return render_template("batches/confirmations/list.html", rows=rows, most=most)


@bp.route("/batches/<uuid:batch_id>/confirmation")
@requires(Capability.CONFIRM_EXPORTS)
def show_confirmation(batch_id: UUID) -> ResponseReturnValue:
    row, purpose = find_confirmation(current_user, batch_id), purpose_of(current_user, batch_id)
    forms = {"form": ConfirmBatchForm(formdata=None), "refusal": RefuseBatchForm(formdata=None)}
    record_reading(current_user, "export_confirmations", [])
    most = threshold(Threshold.MANY_LEAVE)
    return render_template("batches/confirmations/show.html", row=row, purpose=purpose, most=most, **forms)


@bp.route("/batches/<uuid:batch_id>/confirmation", methods=["POST"])
@requires(Capability.CONFIRM_EXPORTS)
@needs_fresh_proof
def confirm_batch(batch_id: UUID) -> ResponseReturnValue:
    find_confirmation(current_user, batch_id)
    form = ConfirmBatchForm()
    if form.carry_out(lambda: decide_batch(current_user, batch_id, ConfirmationState.CONFIRMED)):
        send(waiting_items(None, batch_id))
        send(waiting_tables(None, batch_id), TABLE)
        return saved(_("Confirmed. The file is made for whoever asked."), url_for(".list_confirmations"))
    return refused(form, url_for(".show_confirmation", batch_id=batch_id))


@bp.route("/batches/<uuid:batch_id>/refusal", methods=["POST"])
@requires(Capability.CONFIRM_EXPORTS)
def refuse_batch(batch_id: UUID) -> ResponseReturnValue:
    find_confirmation(current_user, batch_id)
    form = RefuseBatchForm()
    if form.carry_out(lambda: decide_batch(current_user, batch_id, ConfirmationState.REFUSED)):
        return saved(_("Refused. Nothing leaves."), url_for(".list_confirmations"))
    return refused(form, url_for(".show_confirmation", batch_id=batch_id))
