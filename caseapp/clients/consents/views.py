"""The pages of a client's consents."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.consents.actions import mark_consent_in_error, record_consent, withdraw_consent
from caseapp.clients.consents.forms import ConsentErrorForm, NewConsentForm, WithdrawalForm
from caseapp.clients.consents.queries import find_consent, list_consents
from caseapp.clients.consents.rules import RECIPIENT_NAMES
from caseapp.clients.file.queries import representatives_of
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.forms import BaseForm

bp = Blueprint("consents", __name__)


@bp.route("/clients/<uuid:client_id>/consents", endpoint="list_consents")
@requires(Capability.SEE_CLIENTS)
def show_consents(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    asked = request.args.get("status")
    consents = [row for row in list_consents(current_user, client_id) if asked in (None, row.status)]
    record_reading(current_user, "consents", [client_id])
    return render_template(
        "clients/consents/list.html",
        client=client,
        consents=consents,
        is_part=asked is not None,
        may_mark_all=client.team_id in current_user.team_ids_in_charge,
    )


@bp.route("/clients/<uuid:client_id>/consents/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_consent(client_id: UUID) -> ResponseReturnValue:
    client = find_client(current_user, client_id)
    form = NewConsentForm.taken(today(), current_user.name)
    if form.carry_out(lambda: record_consent(current_user, client_id, form.draft(), form.idempotency_key())):
        return saved(_("Consent saved."), url_for(".list_consents", client_id=client_id))
    record_reading(current_user, "new_consent", [client_id])
    asked = representatives_of(current_user, client_id)
    return render_template("clients/consents/new.html", client=client, form=form, representatives=asked)


@bp.route("/consents/<uuid:consent_id>/withdrawal", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def withdraw(consent_id: UUID) -> ResponseReturnValue:
    consent = find_consent(current_user, consent_id)
    form = WithdrawalForm(data={"withdrawn_on": today()})
    if form.carry_out(lambda: withdraw_consent(current_user, consent, form.draft())):
        sentence = _("Consent withdrawn. Nothing more will be shared on the basis of it.")
        return saved(sentence, url_for(".list_consents", client_id=consent.client_id))
    return _page("clients/consents/withdrawal.html", consent_id, form)


@bp.route("/consents/<uuid:consent_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(consent_id: UUID) -> ResponseReturnValue:
    consent = find_consent(current_user, consent_id)
    form = ConsentErrorForm()
    if form.carry_out(lambda: mark_consent_in_error(current_user, consent, form.reason.data)):
        sentence = _("Consent marked as entered in error. It no longer counts.")
        return saved(sentence, url_for(".list_consents", client_id=consent.client_id))
    return _page("clients/consents/error.html", consent_id, form)


def _page(template: str, consent_id: UUID, form: BaseForm) -> ResponseReturnValue:
    consent = find_consent(current_user, consent_id)
    client = find_client(current_user, consent.client_id)
    record_reading(current_user, "consent", [client.id])
    return render_template(template, client=client, consent=consent, form=form, recipients=RECIPIENT_NAMES)
