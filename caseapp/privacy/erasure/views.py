"""The pages of erasures: of one client, of one order, and all orders."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.audit import record_reading
from caseapp.batches.queue import send
from caseapp.clients.queries import find_client, in_charge
from caseapp.i18n import _
from caseapp.privacy.blueprint import bp
from caseapp.privacy.erasure.forms import ConfirmOrderForm, DropOrderForm, ErasureForm
from caseapp.privacy.erasure.page import erasure_page
from caseapp.privacy.erasure.removal_actions import KIND
from caseapp.privacy.orders.actions import ask_for_erasure, confirm_order, drop_order
from caseapp.privacy.orders.queries import carried_out, find_order, list_orders, row_of
from caseapp.privacy.orders.rules import OrderState
from caseapp.web.answers import refused, saved


@bp.route("/erasures")
@requires(Capability.SEE_ERASURES)
def list_erasures() -> ResponseReturnValue:
    waiting = list_orders(current_user, OrderState.ASKED, OrderState.CONFIRMED)
    done = carried_out(current_user)
    record_reading(current_user, "erasures", {row.client_id for row in waiting})
    return render_template("privacy/erasure/list.html", waiting=waiting, done=done)


@bp.route("/clients/<uuid:client_id>/erasure", methods=["GET", "POST"])
@requires(Capability.ASK_ERASURES)
@needs_fresh_proof
def show_clients_erasure(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, in_charge)
    form, key = ErasureForm(), ErasureForm.idempotency_key
    if asked := form.carry_out(lambda: ask_for_erasure(current_user, client_id, form.draft(), key(form))):
        return saved(_("Somebody else has to confirm it now."), url_for(".show_order", order_id=asked.result.id))
    page = erasure_page(current_user, client_id)
    record_reading(current_user, "erasure", [client_id])
    return render_template("privacy/erasure/client.html", client=client, form=form, page=page)


@bp.route("/erasures/<uuid:order_id>")
@requires(Capability.SEE_ERASURES)
def show_order(order_id: UUID) -> ResponseReturnValue:
    order = find_order(current_user, order_id)
    form, drop = ConfirmOrderForm(data={"version": order.version}), DropOrderForm(data={"version": order.version})
    page, row = erasure_page(current_user, order.client_id), row_of(current_user, order_id)
    record_reading(current_user, "erasure", [order.client_id])
    parts = {"row": row, "page": page, "form": form, "drop": drop}
    return render_template("privacy/erasure/show.html", order=order, **parts)


@bp.route("/erasures/<uuid:order_id>/confirmation", methods=["POST"])
@requires(Capability.CONFIRM_ERASURES)
@needs_fresh_proof
def confirm_erasure(order_id: UUID) -> ResponseReturnValue:
    find_order(current_user, order_id)
    form, back = ConfirmOrderForm(), url_for(".list_erasures")
    if form.carry_out(lambda: confirm_order(current_user, order_id, form.edited_version())):
        send([order_id], KIND)
        return saved(_("Confirmed. It is carried out in a moment."), back)
    return refused(form, url_for(".show_order", order_id=order_id))


@bp.route("/erasures/<uuid:order_id>/withdrawal", methods=["POST"])
@requires(Capability.SEE_ERASURES)
def drop_erasure(order_id: UUID) -> ResponseReturnValue:
    find_order(current_user, order_id)
    form, back = DropOrderForm(), url_for(".list_erasures")
    if form.carry_out(lambda: drop_order(current_user, order_id, form.edited_version())):
        return saved(_("It is not carried out. The records stay as they are."), back)
    return refused(form, url_for(".show_order", order_id=order_id))
