"""The second step: between the right password and the first page, and where one sets it up."""

import secrets
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, public, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.passkeys.actions import offer_for, offer_to_add
from caseapp.accounts.passkeys.queries import passkeys_of
from caseapp.accounts.passkeys.rules import ENOUGH, MOST, PasskeyPurpose
from caseapp.accounts.second_step.actions import make_recovery_codes, offered_key, remove_second_step
from caseapp.accounts.second_step.page import offer_of
from caseapp.accounts.second_step.queries import second_step_of
from caseapp.accounts.sign_in.actions import NewSession, sign_in_by_code
from caseapp.accounts.sign_in.current_user import (
    browser_name,
    browser_secret,
    ceremony,
    current_sign_in_id,
    own_path,
    proven_person,
)
from caseapp.accounts.sign_in.forms import CodeForm, NewPasskeyForm, RecoveryForm
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.accounts.sign_in.second_step_actions import (
    ONLY_STEP,
    change_second_step,
    sign_in_by_enrolling,
    sign_in_by_first_passkey,
)
from caseapp.accounts.sign_in.sessions import is_second_step_required
from caseapp.accounts.sign_in.views import begin_told, enter, enter_by_passkey
from caseapp.errors import NotVisible
from caseapp.i18n import _
from caseapp.web.answers import saved
from caseapp.web.forms import BaseForm

NONCE_BYTES = 8


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def enter_code() -> ResponseReturnValue:
    """Sign in with the code of the authenticator."""
    person = proven_person()
    if person and not second_step_of(person.id).is_set_up:
        return redirect(url_for(".enrol"), 303)
    return _sign_in_by(CodeForm(), person, "accounts/sign_in/code.html")


@bp.route("/sign-in/recovery", methods=["GET", "POST"])
@public
def enter_recovery_code() -> ResponseReturnValue:
    """Sign in with a recovery code, where the phone is lost."""
    return _sign_in_by(RecoveryForm(), proven_person(), "accounts/sign_in/recovery.html")


@bp.route("/sign-in/authenticator", methods=["GET", "POST"])
@public
def enrol() -> ResponseReturnValue:
    """Set up an authenticator, without which this person cannot sign in any more."""
    person, form = proven_person(), CodeForm()
    if person is None:
        return _to_password(_("The page was open for too long; nothing was added. Enter your password again."))
    key = _present_offer(person)
    browser = browser_name(), browser_secret()
    if done := form.carry_out(lambda: sign_in_by_enrolling(person, key, form.code.data, *browser)):
        return _to_first_codes(done.result)
    return render_template("accounts/sign_in/enrol.html", form=form, offer=offer_of(key, person.username))


@bp.route("/sign-in/passkey", methods=["GET", "POST"])
@public
def enrol_passkey() -> ResponseReturnValue:
    """Make a passkey of this device in the place of an authenticator, at the first sign-in."""
    person, form = proven_person(), NewPasskeyForm()
    if person is None:
        return _to_password(_("The page was open for too long; nothing was added. Enter your password again."))
    if second_step_of(person.id).is_set_up:
        return redirect(url_for(".enter_code"), 303)
    ask, browser = ceremony(PasskeyPurpose.FIRST, person), (browser_name(), browser_secret())
    if done := form.carry_out(lambda: sign_in_by_first_passkey(person, form.draft(browser[0]), ask, *browser)):
        return _to_first_codes(done.result)
    return render_template("accounts/sign_in/enrol_passkey.html", form=form, offer=offer_to_add(person, ask))


@bp.route("/account/second-step")
@requires(Capability.USE_OWN_ACCOUNT)
def show_second_step() -> ResponseReturnValue:
    """What one has for the second step."""
    has = passkeys_of(current_user.id)
    return render_template(
        "accounts/sign_in/second_step.html",
        second_step=second_step_of(current_user.id),
        passkeys=has,
        enough=ENOUGH if len(has) >= MOST else None,
        only=ONLY_STEP,
        may_remove=not is_second_step_required(current_user),
    )


@bp.route("/account/authenticator", methods=["GET", "POST"])
@requires(Capability.USE_OWN_ACCOUNT)
@needs_fresh_proof
def change_authenticator() -> ResponseReturnValue:
    """Set up an authenticator, or another one; sessions on other devices end."""
    form, key = CodeForm(), _present_offer(current_user)
    if form.carry_out(lambda: change_second_step(current_user, key, form.code.data, current_sign_in_id())):
        session.pop("authenticator")
        return redirect(url_for(".show_recovery_codes"), 303)
    return render_template("accounts/sign_in/authenticator.html", form=form, offer=offer_of(key, current_user.username))


@bp.route("/account/recovery-codes", methods=["GET", "POST"])
@requires(Capability.USE_OWN_ACCOUNT)
@needs_fresh_proof
def show_recovery_codes() -> ResponseReturnValue:
    """Make ten recovery codes; the answer shows them once. They stand for a phone or a passkey: without either there
    are none."""
    if not second_step_of(current_user.id).is_set_up:
        return redirect(url_for(".change_authenticator"), 303)
    form = BaseForm()
    done = form.carry_out(lambda: make_recovery_codes(current_user))
    wanted = own_path(session.pop("next", None), current_user) if done else None
    codes, onwards = done.result if done else (), wanted or url_for("home.start")
    return render_template("accounts/sign_in/recovery_codes.html", form=form, codes=codes, onwards=onwards)


@bp.route("/account/authenticator/removal", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
@needs_fresh_proof
def remove_authenticator() -> ResponseReturnValue:
    """Sign in with the password alone from now on, where the organisation leaves that to the person."""
    if is_second_step_required(current_user):
        raise NotVisible
    remove_second_step(current_user, current_user)
    return saved(_("From now on you sign in with your password alone."), url_for(".show_second_step"))


def _to_first_codes(new: NewSession) -> ResponseReturnValue:
    """Begin the session, and lead by the codes to the page that was wanted."""
    wanted = session.get("next")
    begin_told(new)
    if wanted:
        session["next"] = wanted
    return redirect(url_for(".show_recovery_codes"), 303)


def _present_offer(person: Any) -> str:
    """The key that is offered to an authenticator in this session: the same until one of its codes was typed."""
    if "authenticator" not in session:
        session["authenticator"] = secrets.token_hex(NONCE_BYTES)
    return offered_key(person, session["authenticator"])


def _to_password(sentence: str) -> ResponseReturnValue:
    """Lead back to the password, and tell whoever sent something why nothing came of it."""
    if request.method == "POST":
        flash(sentence, "warning")
    return redirect(url_for(".sign_in"), 303)


def _sign_in_by(form: CodeForm | RecoveryForm, person: Any, template: str) -> ResponseReturnValue:
    if person is None:
        return _to_password(_("The page was open for too long. Enter your password again."))
    ask, has = ceremony(PasskeyPurpose.SECOND_STEP, person), second_step_of(person.id)
    has_phone = has.added_at is not None
    if request.form.get("passkey"):
        return enter_by_passkey(form, ask, template, has_phone)
    browser = browser_name(), browser_secret()
    if done := form.carry_out(lambda: sign_in_by_code(person, form.code.data, *browser)):
        return enter(done.result)
    offer = offer_for(ask) if has.passkeys else ""
    return render_template(template, form=form, passkey=offer, has_phone=has_phone)
