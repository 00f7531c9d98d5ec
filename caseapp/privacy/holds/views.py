"""Setting and lifting a hold."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client, in_charge
from caseapp.i18n import _
from caseapp.privacy.blueprint import bp
from caseapp.privacy.holds.actions import lift_hold, set_hold
from caseapp.privacy.holds.forms import HoldForm, LiftHoldForm
from caseapp.privacy.holds.queries import find_hold, holds_of
from caseapp.web.answers import saved


@bp.route("/clients/<uuid:client_id>/holds", methods=["GET", "POST"])
@requires(Capability.ASK_ERASURES)
def list_holds(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id, in_charge)
    form, key = HoldForm(), HoldForm.idempotency_key
    if form.carry_out(lambda: set_hold(current_user, client_id, form.reason.data or "", key(form))):
        return saved(
            _("The hold is set. Nothing of this person is erased."), url_for(".list_holds", client_id=client_id)
        )
    rows = holds_of(current_user, client_id)
    record_reading(current_user, "holds", [client_id])
    return render_template("privacy/holds/list.html", client=client, rows=rows, form=form)


@bp.route("/holds/<uuid:hold_id>", methods=["GET", "POST"])
@requires(Capability.ASK_ERASURES)
def show_hold(hold_id: UUID) -> ResponseReturnValue:
    hold = find_hold(current_user, hold_id)
    client = find_client(current_user, hold.client_id, in_charge)
    form = LiftHoldForm(data={"version": hold.version})
    back = url_for(".list_holds", client_id=client.id)
    if form.carry_out(lambda: lift_hold(current_user, hold_id, form.reason.data or "", form.edited_version())):
        return saved(_("The hold is lifted."), back)
    record_reading(current_user, "hold", [client.id])
    return render_template("privacy/holds/show.html", client=client, hold=hold, form=form, back=back)
