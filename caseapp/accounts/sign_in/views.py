"""Coming in, going out, and the visitor's language."""

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import Capability, public, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.sign_in import actions as sign_in_actions
from caseapp.accounts.sign_in.actions import Attempt, sign_in_person
from caseapp.accounts.sign_in.current_user import (
    browser_secret,
    enter,
    leave,
    own_path,
    present_browser,
    present_sign_in_id,
)
from caseapp.accounts.sign_in.forms import SignInForm
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import LANGUAGES, _
from caseapp.web.filters import moment


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """The page of a visitor who has an account."""
    if current_user.is_authenticated:
        return redirect(url_for("home.start"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        entry = sign_in_person(_attempt(form))
        if entry:
            return _lead_in(entry)
        form.refuse(RuleBroken(_("The username or password is wrong. Try again.")))
    return render_template("accounts/sign_in/sign_in.html", form=form)


@bp.route("/sign-in/lost-password")
@public
def show_lost_password() -> ResponseReturnValue:
    """How one gets a new password."""
    return render_template("accounts/sign_in/lost_password.html")


@bp.route("/sign-out", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End the present session and leave nothing in the browser."""
    sign_in_actions.sign_out(current_user, present_sign_in_id())
    leave()
    answer = redirect(url_for(".sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.route("/language/<code>")
@public
def choose_language(code: str) -> ResponseReturnValue:
    """A visitor's language, kept in the visitor's own browser; who is signed in chooses it on the account's page."""
    if code not in LANGUAGES:
        raise NotVisible
    if current_user.is_authenticated:
        return redirect(url_for(".show_account"), 303)
    session["language"] = code
    came_from = urlsplit(request.referrer or "")
    back = own_path(came_from.path) if came_from.netloc == request.host else None
    return redirect(back or url_for(".sign_in"), 303)


def _attempt(form: SignInForm) -> Attempt:
    return Attempt(
        username=form.username.data,
        password=form.password.data,
        address=request.remote_addr,
        browser=present_browser(),
        browser_secret=browser_secret(),
    )


def _lead_in(entry: sign_in_actions.Entry) -> ResponseReturnValue:
    wanted = own_path(session.get("next"), entry.person)
    enter(entry)
    if entry.reset_at:
        flash(
            _(
                "Your password was changed with a one-time link on %(moment)s. "
                "If that was not you, tell your administrator.",
                moment=moment(entry.reset_at),
            ),
            "warning",
        )
    return redirect(wanted or url_for("home.start"), 303)
