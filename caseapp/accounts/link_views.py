"""The page that a one-time link opens. Its secret follows the #, so that no server and no log ever sees it."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.access import public
from caseapp.accounts.blueprint import bp
from caseapp.accounts.forms import WelcomeForm
from caseapp.accounts.password_actions import use_link
from caseapp.accounts.sign_in.actions import PasswordProven
from caseapp.accounts.sign_in.current_user import browser_name, browser_secret, start_session
from caseapp.accounts.sign_in.views import enter
from caseapp.i18n import _
from caseapp.web.answers import saved


@bp.route("/welcome", methods=["GET", "POST"])
@public
def welcome() -> ResponseReturnValue:
    """Set a password and sign in."""
    form = WelcomeForm()
    if done := form.carry_out(lambda: use_link(form.draft(), browser_name(), browser_secret())):
        if done.result is None:
            return render_template("accounts/joinings/waiting.html")
        if isinstance(done.result, PasswordProven):
            return enter(done.result)
        start_session(done.result)
        return saved(_("Password saved. Use it whenever you sign in."), url_for("home.start"))
    return render_template("accounts/welcome.html", form=form)
