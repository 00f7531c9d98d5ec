"""The administrator's pages about the people of the organisation."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import ROLE_NAMES, Capability, Role, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.password_actions import issue_link
from caseapp.accounts.queries import find_person, list_people, open_link_until, sessions_of, team_names
from caseapp.accounts.rules import STATE_NAMES, AddressForm
from caseapp.accounts.sign_in import actions as sign_in_actions
from caseapp.accounts.users import actions as user_actions
from caseapp.accounts.users.actions import NewPerson
from caseapp.accounts.users.forms import InviteForm, PersonForm
from caseapp.errors import Conflict, RuleBroken
from caseapp.i18n import _


@bp.route("/users")
@requires(Capability.KEEP_USERS)
def list_users() -> ResponseReturnValue:
    """Everybody who may use the application, or might once."""
    return render_template(
        "accounts/users/list.html",
        people=list_people(current_user),
        role_names={str(role): name for role, name in ROLE_NAMES.items()},
        state_names=STATE_NAMES,
    )


@bp.route("/users/new", methods=["GET", "POST"])
@requires(Capability.KEEP_USERS)
def invite_user() -> ResponseReturnValue:
    """Somebody new; the answer shows the link once."""
    form = InviteForm().offer_teams(team_names(current_user))
    if form.validate_on_submit():
        try:
            invitation = user_actions.invite_person(
                current_user, form.idempotency_key(), _new_person(form), lifetime=_lifetime()
            )
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            return _show_link(invitation.person, invitation.code)
    return render_template("accounts/users/new.html", form=form)


@bp.route("/users/<uuid:person_id>", methods=["GET", "POST"])
@requires(Capability.KEEP_USERS)
def show_user(person_id: UUID) -> ResponseReturnValue:
    """One person: name, role, team, and what can be done about the account."""
    person = find_person(current_user, person_id)
    form = PersonForm(obj=person, team=str(person.team_id or "")).offer_teams(team_names(current_user))
    if form.validate_on_submit():
        try:
            _change(person, form)
        except Conflict:
            return _show_both(person, form)
        except RuleBroken as fault:
            form.refuse(fault)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show_user", person_id=person_id), 303)
    return _show(person, form)


@bp.route("/users/<uuid:person_id>/link", methods=["POST"])
@requires(Capability.KEEP_USERS)
def issue_user_link(person_id: UUID) -> ResponseReturnValue:
    """A new one-time link; the answer shows it once."""
    person = find_person(current_user, person_id)
    return _show_link(person, issue_link(current_user, person, lifetime=_lifetime()))


@bp.route("/users/<uuid:person_id>/disabling", methods=["POST"])
@requires(Capability.KEEP_USERS)
def disable_user(person_id: UUID) -> ResponseReturnValue:
    """The person cannot do anything here from now on."""
    person = find_person(current_user, person_id)
    try:
        user_actions.disable_person(current_user, person)
        flash(_("Account disabled and signed out everywhere."), "success")
    except RuleBroken as fault:
        flash(str(fault), "warning")
    return redirect(url_for(".show_user", person_id=person_id), 303)


@bp.route("/users/<uuid:person_id>/enabling", methods=["POST"])
@requires(Capability.KEEP_USERS)
def enable_user(person_id: UUID) -> ResponseReturnValue:
    """The person may come back."""
    user_actions.enable_person(current_user, find_person(current_user, person_id))
    flash(_("Account enabled."), "success")
    return redirect(url_for(".show_user", person_id=person_id), 303)


@bp.route("/users/<uuid:person_id>/sessions/end", methods=["POST"])
@requires(Capability.KEEP_USERS)
def end_user_sessions(person_id: UUID) -> ResponseReturnValue:
    """Sign the person out everywhere."""
    sign_in_actions.end_sessions(current_user, find_person(current_user, person_id))
    flash(_("This person has been signed out everywhere."), "success")
    return redirect(url_for(".show_user", person_id=person_id), 303)


def _new_person(form: InviteForm) -> NewPerson:
    return NewPerson(
        username=form.username.data,
        name=form.name.data,
        role=Role(form.role.data),
        team_id=form.team_id(),
        language=form.language.data,
        address_form=AddressForm(form.address_form.data),
    )


def _lifetime() -> timedelta:
    return timedelta(hours=current_app.config["LINK_HOURS"])


def _change(person: Any, form: PersonForm) -> None:
    user_actions.change_person(
        current_user,
        person,
        form.edited_version(),
        name=form.name.data,
        role=Role(form.role.data),
        team_id=form.team_id(),
    )


def _show(person: Any, form: PersonForm) -> ResponseReturnValue:
    return render_template(
        "accounts/users/user.html",
        person=person,
        form=form,
        state_name=STATE_NAMES[person.state],
        sessions=sessions_of(current_user, person.id),
        link_until=open_link_until(current_user, person.id),
    )


def _show_both(person: Any, form: PersonForm) -> ResponseReturnValue:
    """Both texts side by side; sending the form again saves over the newest version."""
    teams = {str(team_id): name for team_id, name in team_names(current_user).items()}
    roles = {str(role): str(name) for role, name in ROLE_NAMES.items()}
    mine = (form.name.data, roles.get(form.role.data), teams.get(form.team.data))
    theirs = (person.name, roles.get(person.role, person.role), teams.get(str(person.team_id)))
    form.version.data = str(person.version)
    fields = [
        {"label": field.label.text, "theirs": old, "mine": new, "name": field.name, "field": field}
        for field, old, new in zip(form.shown(), theirs, mine, strict=True)
    ]
    action_url = url_for(".show_user", person_id=person.id)
    return make_response(render_template("_errors/conflict.html", fields=fields, form=form, action_url=action_url), 409)


def _show_link(person: Any, code: str | None) -> ResponseReturnValue:
    return render_template(
        "accounts/users/link.html",
        person=person,
        link=url_for(".welcome", _external=True, _anchor=code) if code else None,
        hours=current_app.config["LINK_HOURS"],
    )
