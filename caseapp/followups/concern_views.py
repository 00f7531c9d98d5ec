"""Pages of concerns: all open ones, those of one client, acknowledging and closing."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client, in_charge
from caseapp.followups.actions import acknowledge_concern, close_concern
from caseapp.followups.blueprint import bp
from caseapp.followups.duty.queries import duties_about
from caseapp.followups.forms import ConcernClosingForm, FollowUpTickForm
from caseapp.followups.queries import ConcernRow, concerns_of, find_concern, open_concerns
from caseapp.followups.rules import EMERGENCY_NUMBERS
from caseapp.i18n import _
from caseapp.web.answers import saved


@bp.route("/concerns")
@requires(Capability.SEE_CLIENTS)
def list_concerns() -> ResponseReturnValue:
    found = open_concerns(current_user)
    record_reading(current_user, "concerns", [row.client_id for row in found])
    return render_template("followups/concerns.html", concerns=found, client=None, **_around(found))


@bp.route("/clients/<uuid:client_id>/concerns")
@requires(Capability.SEE_CLIENTS)
def list_clients_concerns(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    found = concerns_of(current_user, client_id)
    record_reading(current_user, "concerns", [client_id])
    return render_template("followups/concerns.html", concerns=found, client=client, **_around(found))


@bp.route("/concerns/<uuid:concern_id>/acknowledgement", methods=["POST"])
@requires(Capability.CLOSE_CONCERNS)
def acknowledge(concern_id: UUID) -> ResponseReturnValue:
    concern = find_concern(current_user, concern_id)
    there = url_for(".list_clients_concerns", client_id=concern.client_id)
    if FollowUpTickForm().carry_out(lambda: acknowledge_concern(current_user, concern)):
        return saved(_("The mentor can see that you have seen it."), there)
    return redirect(there, 303)


@bp.route("/concerns/<uuid:concern_id>/closure", methods=["GET", "POST"])
@requires(Capability.CLOSE_CONCERNS)
def close(concern_id: UUID) -> ResponseReturnValue:
    concern = find_concern(current_user, concern_id)
    client = find_client(current_user, concern.client_id, in_charge)
    form = ConcernClosingForm(data={"version": concern.version})
    if form.carry_out(lambda: close_concern(current_user, concern, form.words.data, form.edited_version())):
        return saved(_("Concern closed."), url_for(".list_clients_concerns", client_id=client.id))
    record_reading(current_user, "concern", [client.id])
    return render_template("followups/close.html", concern=concern, client=client, form=form)


def _around(found: list[ConcernRow]) -> dict[str, Any]:
    duties = duties_about(current_user, [row.id for row in found])
    return {"form": FollowUpTickForm(), "emergency": EMERGENCY_NUMBERS, "duties": duties}
