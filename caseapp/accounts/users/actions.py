"""Keeping the people and the teams of the organisation."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Role, Viewer, ensure
from caseapp.accounts.models import Team, User
from caseapp.accounts.password_actions import checked_hash, issue_link, withdraw_links
from caseapp.accounts.rules import AddressForm, normal_username
from caseapp.accounts.sign_in.actions import end_sessions
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import Submission, act, db, expect_version, is_repeated
from caseapp.errors import RuleBroken
from caseapp.i18n import _l

SHELL = "shell"


@dataclass(frozen=True)
class NewPerson:
    """Somebody who comes to work here."""

    username: str
    name: str
    role: Role
    team_id: UUID | None
    language: str = "he"
    address_form: AddressForm = AddressForm.NEUTRAL


@dataclass(frozen=True)
class Invitation:
    """A person who was added, and the link's secret, which is known only now (not when the form is sent again)."""

    person: User
    code: str | None


@act
def invite_person(submission: Submission, new: NewPerson, by: Viewer, lifetime: timedelta) -> Invitation:
    """Add somebody without a password, and a link with which that person sets one."""
    ensure(by, Capability.KEEP_USERS)
    if is_repeated(submission, by.id):
        return Invitation(db.session.get_one(User, submission.id), None)
    person = _add(new, submission.id)
    record(Act.USER_ADDED, by, about=person, role=new.role)
    return Invitation(person, issue_link(person, by, lifetime))


def add_person(new: NewPerson, password: str, team_name: str | None = None) -> User:
    """Add somebody with a password, from the shell of the installation; the team is made where it is missing."""
    # Hashed before the write begins, with the words of a person who is not there yet.
    password_hash = checked_hash(_person(new), password)
    return _keep_person(new, password_hash, team_name)


@act
def _keep_person(new: NewPerson, password_hash: str, team_name: str | None) -> User:
    if team_name:
        new = replace(new, team_id=_find_or_add_team(team_name).id)
    person = _add(new)
    person.password_hash = password_hash
    record(Act.USER_ADDED, None, about=person, role=new.role, via=SHELL)
    return person


@act
def change_person(
    person: User, version: int | None, *, name: str, role: Role, team_id: UUID | None, by: Viewer
) -> None:
    """Another name, role or team. With another role the person signs in again."""
    ensure(by, Capability.KEEP_USERS)
    expect_version(person, version)
    _check_team(role, team_id)
    before, after = (person.name, person.role, person.team_id), (name, role, team_id)
    changed = [word for word, old, new in zip(("name", "role", "team"), before, after, strict=True) if old != new]
    if "role" in changed:
        _keep_an_administrator(person)
        end_sessions(person, by)
    person.name, person.role, person.team_id = name, role, team_id
    record(Act.USER_CHANGED, by, about=person, changed=" ".join(changed), role=role)


@act
def save_settings(person: User, language: str, address_form: AddressForm) -> None:
    """The person's own language and form of address."""
    person.language, person.address_form = language, address_form
    record(Act.USER_CHANGED, person, about=person, changed="language address_form")


@act
def disable_person(person: User, by: Viewer | None) -> None:
    """From now on the person cannot do anything here; what the person wrote stays."""
    if by is not None:
        ensure(by, Capability.KEEP_USERS)
        if by.id == person.id:
            raise RuleBroken(_l("You cannot disable your own account. Another administrator can."))
    _keep_an_administrator(person)
    end_sessions(person, by)
    withdraw_links(person)
    if person.is_active:
        person.disabled_at = now()
        record(Act.USER_DISABLED, by, about=person, via=None if by else SHELL)


@act
def enable_person(person: User, by: Viewer) -> None:
    """The person may sign in again, with the password of before."""
    ensure(by, Capability.KEEP_USERS)
    if not person.is_active:
        person.disabled_at = None
        record(Act.USER_ENABLED, by, about=person)


@act
def add_team(submission: Submission, name: str, by: Viewer) -> Team:
    """A new team."""
    ensure(by, Capability.KEEP_USERS)
    if is_repeated(submission, by.id):
        return db.session.get_one(Team, submission.id)
    return _add_team(name, by, submission.id)


@act
def rename_team(team: Team, version: int | None, name: str, by: Viewer) -> None:
    """Another name for a team."""
    ensure(by, Capability.KEEP_USERS)
    expect_version(team, version)
    _check_team_name(name, team.id)
    team.name = name
    record(Act.TEAM_CHANGED, by, about=team)


def _find_or_add_team(name: str) -> Team:
    found = db.session.scalar(sa.select(Team).where(Team.name == name))
    return found or _add_team(name, None)


def _add_team(name: str, by: Viewer | None, team_id: UUID | None = None) -> Team:
    _check_team_name(name)
    team = Team(id=team_id, name=name)
    db.session.add(team)
    db.session.flush()
    record(Act.TEAM_ADDED, by, about=team, via=None if by else SHELL)
    return team


def _check_team_name(name: str, but: UUID | None = None) -> None:
    same = sa.select(Team.id).where(sa.func.lower(Team.name) == name.lower())
    if db.session.scalar(same.where(Team.id != but) if but else same):
        raise RuleBroken(_l("There is already a team with this name."), "name")


def _add(new: NewPerson, person_id: UUID | None = None) -> User:
    person = _person(new, person_id)
    _check_team(new.role, new.team_id)
    if db.session.scalar(sa.select(User.id).where(User.username == person.username)):
        raise RuleBroken(_l("This username is already taken."), "username")
    db.session.add(person)
    db.session.flush()
    return person


def _person(new: NewPerson, person_id: UUID | None = None) -> User:
    return User(
        id=person_id,
        username=normal_username(new.username),
        name=new.name,
        role=new.role,
        team_id=new.team_id,
        language=new.language,
        address_form=new.address_form,
        created_at=now(),
    )


def _check_team(role: Role, team_id: UUID | None) -> None:
    if role != Role.ADMINISTRATOR and team_id is None:
        raise RuleBroken(_l("Mentors and supervisors belong to a team. Choose one."), "team")


def _keep_an_administrator(person: User) -> None:
    """Refuse to leave the installation without anybody who can keep its users."""
    if person.role != Role.ADMINISTRATOR or not person.is_active:
        return
    others = (
        sa.select(User.id)
        .where(
            User.role == Role.ADMINISTRATOR,
            User.disabled_at.is_(None),
            User.password_hash.is_not(None),
        )
        .with_for_update()
    )
    if not set(db.session.scalars(others)) - {person.id}:
        raise RuleBroken(_l("This is the only administrator. Add another one first."))
