"""The page of one's own account: language, password, and where one is signed in."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import ROLE_NAMES, Capability, Role, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.forms import LanguageForm, PasswordForm, SettingsForm
from caseapp.accounts.password_actions import change_password
from caseapp.accounts.queries import sessions_of, team_names
from caseapp.accounts.sign_in import actions as sign_in_actions
from caseapp.accounts.sign_in.current_user import current_sign_in_id, own_path
from caseapp.accounts.users.actions import save_language, save_settings
from caseapp.i18n import _, choose_anew
from caseapp.web.answers import saved


@bp.route("/account", methods=["GET", "POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def show_account() -> ResponseReturnValue:
    form = SettingsForm(obj=current_user)
    if form.carry_out(lambda: save_settings(current_user, form.draft())):
        choose_anew()
        return saved(_("Saved."), url_for(".show_account"))
    return render_template(
        "accounts/account.html",
        form=form,
        role_name=ROLE_NAMES[Role(current_user.role)],
        team_name=team_names(current_user).get(current_user.team_id),
        sessions=sessions_of(current_user, current_user.id),
        present_id=current_sign_in_id(),
    )


@bp.route("/account/language", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def switch_language() -> ResponseReturnValue:
    """Speak another language from now on, beginning with the page on which it was chosen."""
    form = LanguageForm()
    form.carry_out(lambda: save_language(current_user, form.code.data))
    return redirect(own_path(form.here.data) or url_for("home.start"), 303)


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def change_own_password() -> ResponseReturnValue:
    """Change one's own password; sessions on other devices end."""
    form = PasswordForm()
    if form.carry_out(lambda: change_password(current_user, form.draft(), current_sign_in_id())):
        sentence = _("Password changed. You have been signed out on all other devices.")
        return saved(sentence, url_for(".show_account"))
    return render_template("accounts/password.html", form=form)


@bp.route("/account/sessions/<uuid:session_id>/end", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def end_own_session(session_id: UUID) -> ResponseReturnValue:
    """Sign out on another device."""
    sign_in_actions.end_session(current_user, current_user, session_id)
    return saved(_("Signed out of that session."), url_for(".show_account"))
