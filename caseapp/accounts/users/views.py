"""The administrator's pages about the people of the organisation."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import ROLE_NAMES, Capability, requires
from caseapp.accounts.blueprint import bp
from caseapp.accounts.joining_rules import WAITS
from caseapp.accounts.joinings.forms import ConfirmForm
from caseapp.accounts.joinings.queries import waiting_joinings
from caseapp.accounts.password_actions import issue_link
from caseapp.accounts.queries import find_person, list_people, open_link_until, sessions_of, team_names
from caseapp.accounts.rules import STATE_NAMES
from caseapp.accounts.second_step.queries import second_step_of
from caseapp.accounts.sign_in import actions as sign_in_actions
from caseapp.accounts.sign_in.proof_views import needs_fresh_proof
from caseapp.accounts.users import actions as user_actions
from caseapp.accounts.users.forms import InviteForm, PersonForm
from caseapp.errors import NotVisible
from caseapp.i18n import _
from caseapp.web.answers import refused, saved
from caseapp.web.forms import BaseForm
from caseapp.web.two_texts import show_two_texts


@bp.route("/users")
@requires(Capability.MANAGE_USERS)
def list_users() -> ResponseReturnValue:
    """Everybody who has, or had, an account; or those of one team who still have one."""
    team_id = _team_asked_for()
    return render_template(
        "accounts/users/list.html",
        people=list_people(current_user, team_id),
        team=team_names(current_user).get(team_id) if team_id else None,
        role_names={str(role): name for role, name in ROLE_NAMES.items()},
        state_names=STATE_NAMES,
    )


def _team_asked_for() -> UUID | None:
    try:
        return UUID(request.args["team"]) if "team" in request.args else None
    except ValueError:
        raise NotVisible from None


@bp.route("/users/new", methods=["GET", "POST"])
@requires(Capability.MANAGE_USERS)
@needs_fresh_proof
def invite_user() -> ResponseReturnValue:
    """Add a person; the answer shows the link once."""
    form = InviteForm().offer_teams(team_names(current_user))
    if done := form.carry_out(
        lambda: user_actions.invite_person(current_user, form.draft(), _lifetime(), form.idempotency_key())
    ):
        return _show_link(done.result.person, done.result.code)
    return render_template("accounts/users/new.html", form=form)


@bp.route("/users/<uuid:person_id>", methods=["GET", "POST"])
@requires(Capability.MANAGE_USERS)
@needs_fresh_proof
def show_user(person_id: UUID) -> ResponseReturnValue:
    """One person: name, role, team, and what can be done about the account."""
    person = find_person(current_user, person_id)
    form = PersonForm(obj=person, team=str(person.team_id or "")).offer_teams(team_names(current_user))
    if done := form.carry_out(
        lambda: user_actions.change_person(current_user, person, form.draft(), form.edited_version()),
        conflict=lambda: _show_both(person_id, form),
    ):
        return saved(str(WAITS) if done.result else _("Saved."), url_for(".show_user", person_id=person_id))
    return _show(person, form)


@bp.route("/users/<uuid:person_id>/link", methods=["POST"])
@requires(Capability.MANAGE_USERS)
@needs_fresh_proof
def issue_user_link(person_id: UUID) -> ResponseReturnValue:
    """A new one-time link; the answer shows it once."""
    person = find_person(current_user, person_id)
    return _show_link(person, issue_link(current_user, person, lifetime=_lifetime()))


@bp.route("/users/<uuid:person_id>/enabling", methods=["POST"])
@requires(Capability.MANAGE_USERS)
@needs_fresh_proof
def enable_user(person_id: UUID) -> ResponseReturnValue:
    waits = user_actions.enable_person(current_user, find_person(current_user, person_id))
    return saved(str(WAITS) if waits else _("Account enabled."), url_for(".show_user", person_id=person_id))


@bp.route("/users/<uuid:person_id>/new-phone", methods=["POST"])
@requires(Capability.MANAGE_USERS)
@needs_fresh_proof
def let_in_anew(person_id: UUID) -> ResponseReturnValue:
    """For somebody whose phone is lost."""
    person, form, page = find_person(current_user, person_id), BaseForm(), url_for(".show_user", person_id=person_id)
    if done := form.carry_out(lambda: user_actions.ask_for_new_phone(current_user, person)):
        return saved(str(WAITS) if done.result else _("A new phone is set up at the next sign-in."), page)
    return refused(form, page)


@bp.route("/users/<uuid:person_id>/sessions/end", methods=["POST"])
@requires(Capability.MANAGE_USERS)
def end_user_sessions(person_id: UUID) -> ResponseReturnValue:
    """Sign the person out everywhere."""
    sign_in_actions.end_sessions(current_user, find_person(current_user, person_id))
    return saved(_("This person has been signed out everywhere."), url_for(".show_user", person_id=person_id))


def _lifetime() -> timedelta:
    return timedelta(hours=current_app.config["LINK_HOURS"])


def _show(person: Any, form: PersonForm) -> ResponseReturnValue:
    return render_template(
        "accounts/users/user.html",
        person=person,
        form=form,
        state_name=STATE_NAMES[person.state],
        sessions=sessions_of(current_user, person.id),
        second_step=second_step_of(person.id),
        link_until=open_link_until(current_user, person.id),
        waiting=waiting_joinings(current_user, person.id),
        code_form=ConfirmForm(),
    )


def _show_both(person_id: UUID, form: PersonForm) -> ResponseReturnValue:
    newest = find_person(current_user, person_id)
    stored = {"name": newest.name, "role": newest.role, "team": str(newest.team_id or "")}
    return show_two_texts(form, stored, newest.version, _("Two versions of this record"))


def _show_link(person: Any, code: str | None) -> ResponseReturnValue:
    return render_template(
        "accounts/users/link.html",
        person=person,
        link=url_for(".welcome", _external=True, _anchor=code) if code else None,
        hours=current_app.config["LINK_HOURS"],
    )
