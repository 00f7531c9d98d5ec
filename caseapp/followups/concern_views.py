"""Pages of concerns: the open ones, a client's own, seen, closed."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.queries import find_client, in_charge
from caseapp.errors import RuleBroken
from caseapp.followups.actions import acknowledge_concern, close_concern
from caseapp.followups.blueprint import bp
from caseapp.followups.forms import ClosingForm, TickForm
from caseapp.followups.queries import concerns_of, find_concern, open_concerns
from caseapp.followups.rules import EMERGENCY_NUMBERS
from caseapp.i18n import _


@bp.route("/concerns")
@requires(Capability.SEE_CLIENTS)
def list_concerns():
    found = open_concerns(current_user)
    record_reading(current_user, "concerns", [told.client_id for told in found])
    return render_template("followups/concerns.html", concerns=found, client=None, **_around())


@bp.route("/clients/<uuid:client_id>/concerns")
@requires(Capability.SEE_CLIENTS)
def list_clients_concerns(client_id):
    client = find_client(current_user, client_id)
    found = concerns_of(current_user, client_id)
    record_reading(current_user, "concerns", [client_id])
    return render_template("followups/concerns.html", concerns=found, client=client, **_around())


@bp.route("/concerns/<uuid:concern_id>/acknowledgement", methods=["POST"])
@requires(Capability.CLOSE_CONCERNS)
def acknowledge(concern_id):
    concern = find_concern(current_user, concern_id)
    if TickForm().validate_on_submit():
        acknowledge_concern(current_user, concern)
        flash(_("The mentor can see that you have seen it."), "success")
    return redirect(url_for(".list_clients_concerns", client_id=concern.client_id), 303)


@bp.route("/concerns/<uuid:concern_id>/closure", methods=["GET", "POST"])
@requires(Capability.CLOSE_CONCERNS)
def close(concern_id):
    concern = find_concern(current_user, concern_id)
    client = find_client(current_user, concern.client_id, in_charge)
    form = ClosingForm(data={"version": concern.version})
    if form.validate_on_submit():
        try:
            close_concern(current_user, concern, form.words.data, form.edited_version())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Concern closed."), "success")
            return redirect(url_for(".list_clients_concerns", client_id=client.id), 303)
    record_reading(current_user, "concern", [client.id])
    return render_template("followups/close.html", concern=concern, client=client, form=form)


def _around():
    return {
        "form": TickForm(),
        "emergency": EMERGENCY_NUMBERS,
    }
