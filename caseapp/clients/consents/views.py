"""The pages of consents: the register, a new one, a withdrawal, one entered in error."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.audit import record_reading
from caseapp.clients.consents.actions import mark_consent_in_error, record_consent, withdraw_consent
from caseapp.clients.consents.forms import ConsentErrorForm, NewConsentForm, WithdrawalForm
from caseapp.clients.consents.queries import find_consent
from caseapp.clients.consents.queries import list_consents as consents_of
from caseapp.clients.consents.rules import RECIPIENT_NAMES
from caseapp.clients.queries import find_client
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.i18n import _

bp = Blueprint("consents", __name__)


@bp.route("/clients/<uuid:client_id>/consents")
@requires(Capability.SEE_CLIENTS)
def list_consents(client_id):
    client = find_client(current_user, client_id)
    consents = consents_of(current_user, client_id)
    record_reading(current_user, "consents", [client_id])
    may_strike_all = client.team_id in current_user.team_ids_in_charge
    return render_template(
        "clients/consents/list.html", client=client, consents=consents, may_strike_all=may_strike_all
    )


@bp.route("/clients/<uuid:client_id>/consents/new", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def new_consent(client_id):
    client = find_client(current_user, client_id)
    form = NewConsentForm.taken(today(), current_user.name)
    if form.validate_on_submit():
        try:
            record_consent(current_user, client_id, form.terms(), key=form.idempotency_key())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            return _kept(client_id, _("Consent saved."))
    record_reading(current_user, "new_consent", [client_id])
    return render_template("clients/consents/new.html", client=client, form=form)


@bp.route("/consents/<uuid:consent_id>/withdrawal", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def withdraw(consent_id):
    consent = find_consent(current_user, consent_id)
    form = WithdrawalForm(data={"withdrawn_on": today()})
    if form.validate_on_submit():
        try:
            withdraw_consent(current_user, consent, form.withdrawn_on.data, form.words.data)
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            return _kept(consent.client_id, _("Consent withdrawn. Nothing more will be shared on the basis of it."))
    return _page("clients/consents/withdrawal.html", consent_id, form)


@bp.route("/consents/<uuid:consent_id>/error", methods=["GET", "POST"])
@requires(Capability.RECORD_WORK)
def mark_error(consent_id):
    consent = find_consent(current_user, consent_id)
    form = ConsentErrorForm()
    if form.validate_on_submit():
        try:
            mark_consent_in_error(current_user, consent, form.reason.data)
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            return _kept(consent.client_id, _("Consent marked as entered in error. It no longer counts."))
    return _page("clients/consents/error.html", consent_id, form)


def _page(template, consent_id, form):
    consent = find_consent(current_user, consent_id)
    client = find_client(current_user, consent.client_id)
    record_reading(current_user, "consent", [client.id])
    return render_template(template, client=client, consent=consent, form=form, recipients=RECIPIENT_NAMES)


def _kept(client_id, sentence):
    flash(sentence, "success")
    return redirect(url_for(".list_consents", client_id=client_id), 303)
