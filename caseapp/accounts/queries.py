"""People, teams and sessions."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from caseapp.access import Capability, Role, Viewer, ensure, may
from caseapp.accounts.models import DEPUTISING, Deputyship, Joining, Link, SignIn, Team, User
from caseapp.accounts.rules import PersonState, state_of
from caseapp.accounts.sign_in.sessions import oldest_live
from caseapp.clock import TODAY, now
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _l


class UserRow(NamedTuple):
    """One person in the administrator's list."""

    id: UUID
    name: str
    username: str
    role: str
    team: str | None
    state: PersonState
    signed_in_at: datetime | None
    waits: bool


class MentorRow(NamedTuple):
    """One mentor to choose from."""

    id: UUID
    name: str
    team_id: UUID | None
    team: str | None


class TeamRow(NamedTuple):
    """One team and how many people belong to it."""

    id: UUID
    name: str
    people: int


class SessionRow(NamedTuple):
    """One browser in which somebody is signed in."""

    id: UUID
    browser: str
    began_at: datetime
    seen_at: datetime


def list_people(viewer: Viewer, team_id: UUID | None = None) -> list[UserRow]:
    """Everybody, those who can sign in first; for whoever manages users. Of a team, those who have an account now."""
    ensure(viewer, Capability.MANAGE_USERS)
    return list_everybody(team_id)


def list_everybody(team_id: UUID | None = None) -> list[UserRow]:
    """Everybody, for the shell of the installation; or those of a team who have an account now."""
    columns = (
        User.id,
        User.name,
        User.username,
        User.role,
        Team.name.label("team"),
        User.password_hash.is_not(None).label("has_password"),
        User.disabled_at,
        User.signed_in_at,
        sa.exists().where(Joining.person_id == User.id, Joining.decision.is_(None)).label("waits"),
    )
    found = (
        sa.select(*columns)
        .outerjoin(Team, Team.id == User.team_id)
        .order_by(User.disabled_at.is_not(None), User.name, User.id)
    )
    if team_id:
        found = found.where(User.team_id == team_id, User.disabled_at.is_(None))
    return [
        UserRow(
            id=row.id,
            name=row.name,
            username=row.username,
            role=row.role,
            team=row.team,
            state=state_of(row.has_password, row.disabled_at is not None),
            signed_in_at=row.signed_in_at,
            waits=row.waits,
        )
        for row in db.session.execute(found)
    ]


def find_person(viewer: Viewer, person_id: UUID) -> User:
    """One person: oneself, or anybody for whoever manages users."""
    if person_id != viewer.id and not may(viewer, Capability.MANAGE_USERS):
        raise NotVisible
    person = db.session.get(User, person_id)
    if person is None:
        raise NotVisible
    return person


def find_anybody(person_id: UUID) -> User | None:
    """The person of that id, also one whose account is disabled; for what proves without a session whose it is."""
    return db.session.get(User, person_id)


def accounts_now(ids: list[UUID]) -> set[tuple[UUID, str, bool]]:
    """How these people are called today, and whether their accounts are closed."""
    return {(id_, name, bool(is_closed)) for id_, name, is_closed in db.session.execute(*_accounts(ids))}


@prepared
def _accounts(ids: list[UUID]) -> Rows:
    return sa.select(User.id, User.name, User.disabled_at.is_not(None)).where(User.id.in_(ids))


def has_privacy_officer() -> bool:
    """Whether somebody who can sign in is the organisation's privacy officer."""
    found = sa.select(User.id).where(
        User.role == Role.PRIVACY_OFFICER, User.disabled_at.is_(None), User.password_hash.is_not(None)
    )
    return db.session.scalar(found.limit(1)) is not None


def find_user_by_name(username: str) -> User:
    """The active person of that username, in whose name a command runs; `RuleBroken` where there is none."""
    person = db.session.scalar(sa.select(User).where(User.username == username, User.disabled_at.is_(None)))
    if person is None:
        raise RuleBroken(_l("There is no active account with the username %(name)s.", name=username[:80]))
    return person


def list_mentors(viewer: Viewer) -> list[MentorRow]:
    """The mentors to whom the viewer may assign clients: all for an administrator, one's own team's for others."""
    found = (
        sa.select(User.id, User.name, User.team_id, Team.name.label("team"))
        .outerjoin(Team, Team.id == User.team_id)
        .where(User.role == Role.MENTOR, User.disabled_at.is_(None))
        .order_by(User.name, User.id)
    )
    if not may(viewer, Capability.MANAGE_USERS):
        found = found.where(User.team_id == viewer.team_id)
    if not may(viewer, Capability.ASSIGN_MENTORS):
        found = found.where(User.id == viewer.id)
    return [MentorRow(**row._mapping) for row in db.session.execute(found)]


def list_teams(viewer: Viewer) -> list[TeamRow]:
    """All teams with the number of their active people; those who do not manage users see only their own."""
    found = (
        sa.select(Team.id, Team.name, sa.func.count(User.id).label("people"))
        .outerjoin(User, sa.and_(User.team_id == Team.id, User.disabled_at.is_(None)))
        .group_by(Team.id, Team.name)
        .order_by(Team.name)
    )
    if not may(viewer, Capability.MANAGE_USERS):
        found = found.where(Team.id.in_(_known_teams(viewer)))
    return [TeamRow(**row._mapping) for row in db.session.execute(found)]


def team_names(viewer: Viewer) -> dict[UUID, str]:
    """The names of the teams that the viewer may know, by id."""
    known = None if may(viewer, Capability.MANAGE_USERS) else sorted(_known_teams(viewer))
    return {row.id: row.name for row in db.session.execute(*_teams(known))}


@prepared
def _teams(among: list[UUID] | None) -> Rows:
    found = sa.select(Team.id, Team.name).order_by(Team.name)
    return found if among is None else found.where(Team.id.in_(among))


def find_team(viewer: Viewer, team_id: UUID) -> Team:
    """One team, for whoever manages users."""
    team = db.session.get(Team, team_id) if may(viewer, Capability.MANAGE_USERS) else None
    if team is None:
        raise NotVisible
    return team


def sessions_of(viewer: Viewer, person_id: UUID) -> list[SessionRow]:
    """The live sessions of a person: one's own, or anybody's for whoever manages users."""
    if person_id != viewer.id:
        ensure(viewer, Capability.MANAGE_USERS)
    return [SessionRow(*row) for row in db.session.execute(*_sessions(person_id, *oldest_live(now())))]


@prepared
def _sessions(person_id: UUID, used_after: datetime, begun_after: datetime) -> Rows:
    return (
        sa.select(SignIn.id, SignIn.browser, SignIn.began_at, SignIn.seen_at)
        .where(SignIn.user_id == person_id, SignIn.seen_at > used_after, SignIn.began_at > begun_after)
        .order_by(SignIn.seen_at.desc(), SignIn.id)
    )


def open_link_until(viewer: Viewer, person_id: UUID) -> datetime | None:
    """Until when a link issued to that person still works."""
    ensure(viewer, Capability.MANAGE_USERS)
    waiting = sa.select(sa.func.max(Link.expires_at)).where(
        Link.user_id == person_id, Link.used_at.is_(None), Link.expires_at > now()
    )
    return db.session.scalar(waiting)


def list_teams_in_charge(viewer: Viewer) -> list[tuple[UUID, str]]:
    """The teams that the viewer is in charge of, the viewer's own first, where there are several to choose from."""
    if len(viewer.team_ids_in_charge) < 2:
        return []
    found = sa.select(Team.id, Team.name).where(Team.id.in_(viewer.team_ids_in_charge))
    own_first = sa.case((Team.id == viewer.team_id, 0), else_=1)
    return [(row.id, row.name) for row in db.session.execute(found.order_by(own_first, Team.name, Team.id))]


def in_charge_of_team(
    team_id: sa.ColumnElement[UUID] | InstrumentedAttribute[UUID] | UUID, person: Any = User
) -> sa.ColumnElement[bool]:
    """The condition that a person (users, or an alias) is in charge of that team today: its supervisor, or a deputy."""
    stands_in = sa.select(Deputyship.person_id).where(Deputyship.team_id == team_id, Deputyship.lasts_on(TODAY))
    return sa.and_(
        person.disabled_at.is_(None),
        sa.or_(
            sa.and_(person.role == Role.SUPERVISOR, person.team_id == team_id),
            sa.and_(person.role.in_(DEPUTISING), person.id.in_(stands_in)),
        ),
    )


def _known_teams(viewer: Viewer) -> set[UUID]:
    own = {viewer.team_id} if viewer.team_id else set()
    return own | viewer.team_ids_in_charge
