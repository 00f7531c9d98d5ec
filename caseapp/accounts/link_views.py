"""The page to which a one-time link leads. Its secret stands behind the #: no server and no log ever sees it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.access import public
from caseapp.accounts.blueprint import bp
from caseapp.accounts.forms import WelcomeForm
from caseapp.accounts.password_actions import use_link
from caseapp.accounts.sign_in.current_user import browser_secret, enter, present_browser
from caseapp.errors import RuleBroken
from caseapp.i18n import _


@bp.route("/welcome", methods=["GET", "POST"])
@public
def welcome() -> ResponseReturnValue:
    """Set the own password and come in."""
    form = WelcomeForm()
    if form.validate_on_submit():
        try:
            enter(use_link(form.code.data, form.new.data, present_browser(), browser_secret()))
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Password saved. Use it whenever you sign in."), "success")
            return redirect(url_for("home.start"), 303)
    return render_template("accounts/welcome.html", form=form)
