"""Signing in and out, and the visitor's language."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from caseapp.access import Capability, public, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.passkeys.actions import offer_for
from caseapp.accounts.passkeys.rules import Ceremony, PasskeyPurpose
from caseapp.accounts.sign_in import actions as sign_in_actions
from caseapp.accounts.sign_in.actions import (
    NewSession,
    PasswordProven,
    SignInAttempt,
    sign_in_by_passkey,
    sign_in_person,
)
from caseapp.accounts.sign_in.current_user import (
    browser_name,
    browser_secret,
    ceremony,
    clear_session,
    current_sign_in_id,
    own_path,
    start_proven,
    start_session,
)
from caseapp.accounts.sign_in.forms import PasskeyForm, SignInForm
from caseapp.accounts.throttling import AllStopped
from caseapp.errors import Crowded, NotVisible, RuleBroken, TooMany
from caseapp.i18n import LANGUAGES, _
from caseapp.web.filters import moment
from caseapp.web.forms import BaseForm

A_DAY = 86_400  # seconds; whoever must wait longer needs another way in


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in with username and password."""
    if current_user.is_authenticated:
        return redirect(url_for("home.start"), 303)
    form, ask, page = SignInForm(), ceremony(PasskeyPurpose.SIGN_IN), "accounts/sign_in/sign_in.html"
    if request.form.get("passkey"):
        return enter_by_passkey(form, ask, page)
    if form.validate_on_submit():
        try:
            if new := sign_in_person(_attempt(form)):
                return enter(new)
        except TooMany as limit:
            return _told_to_wait(form, limit)
        form.refuse(RuleBroken(_wrong(form)))
    return render_template(page, form=form, passkey=offer_for(ask), asks_code=bool(form.code.data))


@bp.route("/sign-in/lost-password")
@public
def show_lost_password() -> ResponseReturnValue:
    """How to get a new password."""
    return render_template("accounts/sign_in/lost_password.html")


@bp.route("/session")
@public
def tell_session() -> ResponseReturnValue:
    """Who is signed in in this browser, and the token of that session; for pages that have been open for long."""
    if not current_user.is_authenticated:
        return jsonify(person=None)
    return jsonify(person=current_user.id, token=generate_csrf())


@bp.route("/sign-out", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End the current session and clear what the browser has stored, but for what another person wrote in this browser
    without a network: that is sealed, and still to be sent."""
    sign_in_actions.sign_out(current_user, current_sign_in_id())
    clear_session()
    answer = redirect(url_for(".sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"' if request.form.get("keep") == "1" else '"cache", "storage"'
    return answer


@bp.route("/language/<code>")
@public
def choose_language(code: str) -> ResponseReturnValue:
    """Choose a visitor's language, kept in the browser; signed-in people choose theirs by `switch_language`."""
    if code not in LANGUAGES:
        raise NotVisible
    if current_user.is_authenticated:
        return redirect(url_for(".show_account"), 303)
    session["language"] = code
    came_from = urlsplit(request.referrer or "")
    asked = f"{came_from.path}?{came_from.query}".rstrip("?")
    back = own_path(asked) if came_from.netloc == request.host else None
    return redirect(back or url_for(".sign_in"), 303)


def _wrong(form: SignInForm) -> str:
    """Whatever of it was wrong."""
    if form.code.data:
        return _("Username, password and code do not fit together. Type all three once more, with the next code.")
    return _("The username or password is wrong. Try again.")


def _told_to_wait(form: SignInForm, limit: TooMany) -> ResponseReturnValue:
    """What is not over in a day, or in a few seconds, or for whoever has a code, is said on the page itself."""
    if isinstance(limit, Crowded):
        status, sentence = 503, _("Many people are signing in at this moment. Try again in a few seconds.")
    elif isinstance(limit, AllStopped):
        status, sentence = (
            429,
            _(
                "Too many sign-ins have failed here within the last hour. Enter the code of your second step or a "
                "recovery code beside your password, or try again later."
            ),
        )
    elif limit.wait > A_DAY:
        status, sentence = (
            429,
            _(
                "There were too many failed attempts with this username. Sign in from a device you have signed in from "
                "before, or ask your administrator for a link."
            ),
        )
    else:
        raise limit
    form.refuse(RuleBroken(sentence))
    offer, waits = offer_for(ceremony(PasskeyPurpose.SIGN_IN)), {"Retry-After": str(limit.wait)}
    asks_code = bool(form.code.data) or isinstance(limit, AllStopped)
    shown = render_template("accounts/sign_in/sign_in.html", form=form, passkey=offer, asks_code=asks_code)
    return shown, status, waits


def _attempt(form: SignInForm) -> SignInAttempt:
    return SignInAttempt(
        username=form.username.data,
        password=form.password.data,
        code=form.code.data or "",
        address=request.remote_addr,
        browser=browser_name(),
        browser_secret=browser_secret(),
    )


def enter_by_passkey(form: BaseForm, ask: Ceremony, template: str, has_phone: bool = False) -> ResponseReturnValue:
    """Sign in by what a passkey answered, or show the page with why not and a new question."""
    taken = PasskeyForm()
    browser = browser_name(), browser_secret()
    if done := taken.carry_out(lambda: sign_in_by_passkey(ask, taken.passkey.data or "", *browser)):
        return enter(done.result)
    form.form_errors.extend(taken.form_errors)
    return render_template(template, form=form, passkey=offer_for(ask), has_phone=has_phone)


def enter(new: NewSession | PasswordProven) -> ResponseReturnValue:
    """Lead to the page that was wanted, or to the second step."""
    if isinstance(new, PasswordProven):
        start_proven(new)
        return redirect(url_for(".enter_code"), 303)
    wanted = own_path(session.get("next"), new.person)
    begin_told(new)
    return redirect(wanted or url_for("home.start"), 303)


def begin_told(new: NewSession) -> None:
    """Begin the session, and tell what happened since the last one."""
    start_session(new)
    for sentence in _notices(new):
        flash(sentence, "warning")


def _notices(new: NewSession) -> Iterator[str]:
    """What somebody else may have done in this person's name since the last time."""
    if new.reset_at:
        yield _(
            "Your password was changed with a one-time link on %(moment)s. "
            "If that was not you, tell your administrator.",
            moment=moment(new.reset_at),
        )
    for key in new.new_passkeys:
        yield _(
            "The passkey “%(name)s” was added on %(moment)s. If that was not you, remove it under “Account” and change "
            "your password. Then tell your administrator.",
            name=key.name,
            moment=moment(key.added_at),
        )
    for browser, added_at in new.new_browsers:
        yield _(
            "You signed in with a new browser on %(moment)s (%(browser)s). If that was not you, change your password "
            "under “Account”: that signs out all other browsers. Then tell your administrator.",
            moment=moment(added_at),
            browser=browser or _("Unknown browser"),
        )
