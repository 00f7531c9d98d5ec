"""One's own passkeys: adding one on the device itself, and taking one away."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.passkeys.actions import offer_to_add
from caseapp.accounts.passkeys.rules import ENOUGH, PasskeyPurpose
from caseapp.accounts.sign_in.current_user import browser_name, ceremony, current_sign_in_id
from caseapp.accounts.sign_in.forms import NewPasskeyForm
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.accounts.sign_in.second_step_actions import add_own_passkey, remove_own_passkey
from caseapp.i18n import _
from caseapp.web.answers import saved


@bp.route("/account/passkeys/new", methods=["GET", "POST"])
@requires(Capability.USE_OWN_ACCOUNT)
@needs_fresh_proof
def new_passkey() -> ResponseReturnValue:
    """Add a passkey of this device; sessions on other devices end."""
    form, ask = NewPasskeyForm(), ceremony(PasskeyPurpose.ADD, current_user)
    if form.carry_out(lambda: add_own_passkey(current_user, form.draft(browser_name()), ask, current_sign_in_id())):
        return saved(_("The passkey was added. From now on you can sign in with it."), url_for(".show_second_step"))
    offer = offer_to_add(current_user, ask)
    return render_template("accounts/sign_in/new_passkey.html", form=form, offer=offer, enough=ENOUGH)


@bp.route("/account/passkeys/<uuid:passkey_id>/removal", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
@needs_fresh_proof
def drop_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Take away one of one's own; sessions on other devices end."""
    remove_own_passkey(current_user, passkey_id, current_sign_in_id())
    return saved(_("The passkey was removed. It opens nothing any more."), url_for(".show_second_step"))
