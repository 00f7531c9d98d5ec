"""Confirming and refusing, from the first page of a supervisor or the administrator's page of a person."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, may, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.joinings.actions import confirm, refuse
from caseapp.accounts.joinings.forms import ConfirmForm
from caseapp.accounts.joinings.queries import find_joining
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.i18n import _
from caseapp.web.answers import refused, saved
from caseapp.web.forms import BaseForm


@bp.route("/joinings/<uuid:joining_id>/confirmation", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
@needs_fresh_proof
def confirm_joining(joining_id: UUID) -> ResponseReturnValue:
    joining = find_joining(current_user, joining_id)
    form, page = ConfirmForm(), _page(joining.person_id)
    if form.carry_out(lambda: confirm(current_user, joining, form.code.data or "")):
        return saved(_("Confirmed."), page)
    return refused(form, page)


@bp.route("/joinings/<uuid:joining_id>/refusal", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def refuse_joining(joining_id: UUID) -> ResponseReturnValue:
    joining = find_joining(current_user, joining_id)
    form, page = BaseForm(), _page(joining.person_id)
    if form.carry_out(lambda: refuse(current_user, joining)):
        return saved(_("Refused. Nothing has changed."), page)
    return refused(form, page)


def _page(person_id: UUID) -> str:
    if may(current_user, Capability.MANAGE_USERS):
        return url_for("accounts.show_user", person_id=person_id)
    return url_for("home.start")
