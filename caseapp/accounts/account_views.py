"""The own account: how one is spoken to, the password, and where one is signed in."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import ROLE_NAMES, Capability, Role, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.forms import PasswordForm, SettingsForm
from caseapp.accounts.password_actions import change_password
from caseapp.accounts.queries import sessions_of, team_names
from caseapp.accounts.rules import AddressForm
from caseapp.accounts.sign_in import actions as sign_in_actions
from caseapp.accounts.sign_in.current_user import present_sign_in_id
from caseapp.accounts.users.actions import save_settings
from caseapp.errors import RuleBroken
from caseapp.i18n import _


@bp.route("/account", methods=["GET", "POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def show_account() -> ResponseReturnValue:
    """What the application knows of oneself."""
    form = SettingsForm(obj=current_user)
    if form.validate_on_submit():
        save_settings(current_user, form.language.data, AddressForm(form.address_form.data))
        flash(_("Saved."), "success")
        return redirect(url_for(".show_account"), 303)
    return render_template(
        "accounts/account.html",
        form=form,
        role_name=ROLE_NAMES[Role(current_user.role)],
        team_name=team_names(current_user).get(current_user.team_id),
        sessions=sessions_of(current_user, current_user.id),
        present_id=present_sign_in_id(),
    )


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def change_own_password() -> ResponseReturnValue:
    """Another password; the sessions on other devices end."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            change_password(current_user, form.present.data, form.new.data, present_sign_in_id())
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Password changed. You have been signed out on all other devices."), "success")
            return redirect(url_for(".show_account"), 303)
    return render_template("accounts/password.html", form=form)


@bp.route("/account/sessions/<uuid:session_id>/end", methods=["POST"])
@requires(Capability.USE_OWN_ACCOUNT)
def end_own_session(session_id: UUID) -> ResponseReturnValue:
    """Sign out somewhere else."""
    sign_in_actions.end_session(current_user, current_user, session_id)
    flash(_("Signed out of that session."), "success")
    return redirect(url_for(".show_account"), 303)
