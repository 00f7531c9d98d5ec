"""Adding, changing and disabling the people and teams of the organisation."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Role, Viewer, ensure
from caseapp.accounts.joining_rules import JoiningKind, Wish, gives_more, sees_clients
from caseapp.accounts.joinings.actions import ask, check_not_last_administrator, replace_open, tell_team
from caseapp.accounts.models import DEPUTISING, Team, User
from caseapp.accounts.password_actions import checked_hash, issue_link, withdraw_links
from caseapp.accounts.rules import AccountSettings, normal_username
from caseapp.accounts.second_step.actions import remove_second_step
from caseapp.accounts.sign_in.actions import end_sessions
from caseapp.accounts.users.rules import NewPerson, PersonDraft
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _l

SHELL = "shell"


@dataclass(frozen=True)
class Invitation:
    """A person who was added, and the link's secret, which is known only now, not when the form is sent again."""

    person: User
    code: str | None


@transaction
def invite_person(viewer: Viewer, new: NewPerson, lifetime: timedelta, key: IdempotencyKey) -> Invitation:
    """Add somebody without a password, and a link with which that person sets one."""
    ensure(viewer, Capability.MANAGE_USERS)
    if is_repeated(key, viewer.id):
        return Invitation(db.session.get_one(User, key.id), None)
    person = _add(new, key.id)
    record(Act.USER_ADDED, viewer, about=person, role=new.role)
    return Invitation(person, issue_link(viewer, person, lifetime))


def add_person(new: NewPerson, password: str, team_name: str | None = None) -> User:
    """Add somebody with a password, from the shell of the installation; the team is made where it is missing."""
    # Hashed before the write begins, with the words of a person who is not there yet.
    password_hash = checked_hash(_person(new), password)
    return save_person(new, password_hash, team_name)


@transaction
def save_person(new: NewPerson, password_hash: str, team_name: str | None) -> User:
    """Add somebody whose password was hashed before; the team is made where it is missing."""
    if team_name:
        new = replace(new, team_id=_find_or_add_team(team_name).id)
    person = _add(new)
    person.password_hash = password_hash
    record(Act.USER_ADDED, None, about=person, role=new.role, via=SHELL)
    tell_team(person)
    return person


@transaction
def change_person(viewer: Viewer, person: User, draft: PersonDraft, version: int | None) -> bool:
    """Change a person's name, role or team. After a change of role the person has to sign in again.

    Returns whether a role or team that shows more clients waits for a second person; the name is changed at once.
    """
    ensure(viewer, Capability.MANAGE_USERS)
    expect_version(person, version)
    _check_team(draft.role, draft.team_id)
    wish = Wish(JoiningKind.CHANGE, draft.role, draft.team_id)
    before, after = (person.role, person.team_id), (draft.role, draft.team_id)
    if before[0] != after[0]:
        check_not_last_administrator(person)
    waits = gives_more(before, after) and ask(viewer, person, wish)
    if not waits and before != after:
        _give_role(viewer, person, wish)
    role, team_id = before if waits else after
    differs = {"name": person.name != draft.name, "role": before[0] != role, "team": before[1] != team_id}
    person.name = draft.name
    changed = " ".join(name for name, is_changed in differs.items() if is_changed)
    record(Act.USER_CHANGED, viewer, about=person, changed=changed, role=role)
    return waits


@transaction
def save_settings(person: User, draft: AccountSettings) -> None:
    """Keep what a person chose for themselves."""
    person.language, person.address_form = draft.language, draft.address_form
    person.local_spelling = draft.local_spelling
    record(Act.USER_CHANGED, person, about=person, changed="language address_form local_spelling")


@transaction
def save_language(person: User, language: str) -> None:
    """Keep the language that a person chose; choosing the present one changes nothing."""
    if language != person.language:
        person.language = language
        record(Act.USER_CHANGED, person, about=person, changed="language")


@transaction
def disable_person(viewer: Viewer | None, person: User) -> None:
    """From now on the person cannot sign in; what the person wrote stays."""
    if viewer is not None:
        ensure(viewer, Capability.MANAGE_USERS)
        if viewer.id == person.id:
            raise RuleBroken(_l("You cannot disable your own account. Another administrator can."))
    check_not_last_administrator(person)
    end_sessions(viewer, person)
    withdraw_links(person)
    replace_open(person.id)
    if person.is_active:
        person.disabled_at = now()
        record(Act.USER_DISABLED, viewer, about=person, via=None if viewer else SHELL)


@transaction
def enable_person(viewer: Viewer, person: User) -> bool:
    """The person may sign in again, with the same password; returns whether that waits for a second person."""
    ensure(viewer, Capability.MANAGE_USERS)
    if person.is_active:
        return False
    waits = ask(viewer, person, Wish(JoiningKind.ENABLING, person.role, person.team_id))
    if not waits:
        person.disabled_at = None
        record(Act.USER_ENABLED, viewer, about=person)
    return waits


@transaction
def ask_for_new_phone(viewer: Viewer, person: User) -> bool:
    """Take the person's second step away, whose phone is lost; returns whether that waits for a second person."""
    ensure(viewer, Capability.MANAGE_USERS)
    if person.id == viewer.id or person.role == Role.ADMINISTRATOR:
        raise RuleBroken(_l("An administrator's phone is replaced on the server: caseapp users new-phone NAME"))
    waits = ask(viewer, person, Wish(JoiningKind.SECOND_STEP, person.role, person.team_id))
    if not waits:
        remove_second_step(viewer, person)
        end_sessions(viewer, person)
    return waits


@transaction
def replace_phone_of_administrator(person: User) -> None:
    """The word of whoever holds the host, for an administrator: others are let in by two people."""
    if person.role != Role.ADMINISTRATOR:
        raise RuleBroken(_l("Only an administrator's phone is replaced here. Others are let in by two people."))
    remove_second_step(None, person)
    end_sessions(None, person)


@transaction
def add_team(viewer: Viewer, name: str, key: IdempotencyKey) -> Team:
    """Add a team."""
    ensure(viewer, Capability.MANAGE_USERS)
    if is_repeated(key, viewer.id):
        return db.session.get_one(Team, key.id)
    return _add_team(viewer, name, key.id)


@transaction
def rename_team(viewer: Viewer, team: Team, name: str, version: int | None) -> None:
    """Give a team another name."""
    ensure(viewer, Capability.MANAGE_USERS)
    expect_version(team, version)
    _check_team_name(name, team.id)
    team.name = name
    record(Act.TEAM_CHANGED, viewer, about=team)


def _find_or_add_team(name: str) -> Team:
    found = db.session.scalar(sa.select(Team).where(Team.name == name))
    return found or _add_team(None, name)


def _add_team(viewer: Viewer | None, name: str, team_id: UUID | None = None) -> Team:
    _check_team_name(name)
    team = Team(id=team_id, name=name)
    db.session.add(team)
    db.session.flush()
    record(Act.TEAM_ADDED, viewer, about=team, via=None if viewer else SHELL)
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
    if role in DEPUTISING and team_id is None:
        raise RuleBroken(_l("Mentors and supervisors belong to a team. Choose one."), "team")


def _give_role(viewer: Viewer, person: User, wish: Wish) -> None:
    """Another role or team at once. What waits about the person was asked for with the former one."""
    if person.role != wish.role:
        end_sessions(viewer, person)
    replace_open(person.id)
    if not sees_clients(wish.role):
        ask(viewer, person, wish)
    person.role, person.team_id = wish.role, wish.team_id
