"""The register: who mentors whom. It shows name, status and mentors, and nothing else, also to administrators."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Role, Viewer, may
from caseapp.accounts.models import Team, User
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import PAGE, after_client, mentors_of, registered
from caseapp.clients.rules import ClientStatus
from caseapp.db import db
from caseapp.errors import NotVisible


class RegisterRow(NamedTuple):
    """One client of the register."""

    id: UUID
    name: str
    status: ClientStatus
    mentors: list[str]


class RegisterPage(NamedTuple):
    """A page of the register, and the client after whom the next page begins."""

    rows: list[RegisterRow]
    after: UUID | None


def list_register(viewer: Viewer, after: UUID | None = None, words: str = "", limit: int = PAGE) -> RegisterPage:
    """The clients to whom the viewer may assign mentors, by name, after the client `after`; only names with `words`."""
    found = (
        _rows(viewer)
        .where(Client.is_named(words), after_client(viewer, after, registered))
        .order_by(Client.search_name, Client.id)
        .limit(limit + 1)
    )
    rows = db.session.execute(found).all()
    shown = rows[:limit]
    mentors = mentors_of(viewer, [row.id for row in shown], registered)
    page = [RegisterRow(row.id, row.name, row.status, mentors[row.id]) for row in shown]
    return RegisterPage(page, page[-1].id if len(rows) > limit else None)


def find_registered(viewer: Viewer, client_id: UUID) -> RegisterRow:
    """One client of the register, or `NotVisible`."""
    row = db.session.execute(_rows(viewer).where(Client.id == client_id)).first()
    if row is None:
        raise NotVisible
    mentors = mentors_of(viewer, [client_id], registered)[client_id]
    return RegisterRow(row.id, row.name, row.status, mentors)


def lock_registered(viewer: Viewer, client_id: UUID) -> None:
    """Let no other transaction change this client's mentors until this one ends."""
    db.session.execute(
        sa.select(Client.id).where(Client.id == client_id, registered(viewer, Client.id)).with_for_update()
    )


def find_assignment(viewer: Viewer, client_id: UUID, assignment_id: UUID) -> Assignment:
    """An assignment of this client as it is now, or `NotVisible`."""
    found = sa.select(Assignment).where(
        Assignment.id == assignment_id,
        Assignment.client_id == client_id,
        registered(viewer, Assignment.client_id),
    )
    assignment = db.session.scalar(found.execution_options(populate_existing=True))
    if assignment is None:
        raise NotVisible
    return assignment


class MentorChoice(NamedTuple):
    """A mentor who can be assigned."""

    id: UUID
    name: str
    team: str | None


def list_mentors(viewer: Viewer, client_id: UUID | None = None) -> list[MentorChoice]:
    """The mentors whom the viewer may assign, by name: those of the client's team, or without a client those of the
    teams that the viewer is in charge of; for an administrator all."""
    if not may(viewer, Capability.ASSIGN_MENTORS):
        return []
    found = (
        sa.select(User.id, User.name, Team.name.label("team"))
        .outerjoin(Team, Team.id == User.team_id)
        .where(User.role == Role.MENTOR, User.disabled_at.is_(None), _assignable(viewer, client_id))
        .order_by(User.name, User.id)
    )
    return [MentorChoice(**row._mapping) for row in db.session.execute(found)]


def find_mentor(viewer: Viewer, client_id: UUID, mentor_id: UUID) -> MentorChoice:
    """A mentor whom the viewer may assign to the client, or `NotVisible`."""
    for mentor in list_mentors(viewer, client_id):
        if mentor.id == mentor_id:
            return mentor
    raise NotVisible


def _rows(viewer: Viewer) -> sa.Select[UUID, str, ClientStatus]:
    return sa.select(Client.id, Client.name, Client.status).where(registered(viewer, Client.id))


def _assignable(viewer: Viewer, client_id: UUID | None) -> sa.ColumnElement[bool]:
    if viewer.role == Role.ADMINISTRATOR:
        return sa.true()
    if client_id is None:
        return User.team_id.in_(viewer.team_ids_in_charge)
    return User.team_id.in_(sa.select(Client.team_id).where(Client.id == client_id, registered(viewer, Client.id)))
