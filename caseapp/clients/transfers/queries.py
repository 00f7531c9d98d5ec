"""Who was handed over to whom, with the notes for who takes over."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.access import Capability, Viewer, may
from caseapp.accounts.models import Team, User
from caseapp.clients.models import Assignment, Client, Transfer
from caseapp.clients.queries import Visibility, about_visible_clients, registered, sees
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible

OLD, NEW = aliased(Assignment), aliased(Assignment)
LEAVING, COMING, AUTHOR, READER = aliased(User), aliased(User), aliased(User), aliased(User)
FORMER_TEAM, NEW_TEAM = aliased(Team), aliased(Team)
MOVE: tuple[Any, ...] = (
    Transfer.id,
    Transfer.starts_on,
    LEAVING.name,
    COMING.name,
    FORMER_TEAM.name,
    NEW_TEAM.name,
    AUTHOR.name,
    Transfer.created_at,
    READER.name,
    Transfer.read_at,
    sa.and_(NEW.ends_on.is_not(None), NEW.ends_on < NEW.starts_on),
)


class Move(NamedTuple):
    """That a client was handed over, from one mentor or team to another."""

    id: UUID
    starts_on: date
    from_mentor: str | None
    to_mentor: str | None
    from_team: str | None
    to_team: str | None
    by: str
    created_at: datetime
    read_by: str | None
    read_at: datetime | None
    is_taken_back: bool


class Handover(NamedTuple):
    """A move with what was written for who takes over: by who arranged it, and by the mentor who left."""

    move: Move
    note: str
    mentors_note: str


def list_moves(viewer: Viewer, client_id: UUID) -> list[Move]:
    """The register's history of a client, the newest first; it holds no note."""
    found = _told(sa.select(*MOVE).select_from(Transfer), client_id, viewer, registered)
    return [_move(row) for row in db.session.execute(found)]


def list_handovers(viewer: Viewer, client_id: UUID) -> list[Handover]:
    """The history of a visible client with the notes, the newest first."""
    return [_handover(row) for row in db.session.execute(_told(_with_notes(), client_id, viewer, sees))]


def waiting_handovers(viewer: Viewer, client_id: UUID) -> list[Handover]:
    """What was handed over to the viewer and not yet read."""
    found = _told(_with_notes(), client_id, viewer, sees).where(Transfer.read_at.is_(None), _is_for(viewer))
    return [_handover(row) for row in db.session.execute(found)]


def has_waiting_handover(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Whether something was handed over to the viewer and not yet read, as a column of a statement about clients."""
    found = (
        sa.select(Transfer.id)
        .outerjoin(NEW, NEW.id == Transfer.to_assignment_id)
        .where(Transfer.client_id == Client.id, Transfer.read_at.is_(None), _is_for(viewer))
    )
    return found.correlate(Client).exists()


def find_transfer_to(viewer: Viewer, transfer_id: UUID) -> Transfer:
    """What was handed over to the viewer, or `NotVisible`."""
    found = (
        about_visible_clients(viewer, Transfer)
        .outerjoin(NEW, NEW.id == Transfer.to_assignment_id)
        .where(Transfer.id == transfer_id, _is_for(viewer))
    )
    transfer: Transfer | None = db.session.scalar(found)
    if transfer is None:
        raise NotVisible
    return transfer


def find_transfer(viewer: Viewer, client_id: UUID, transfer_id: UUID) -> Transfer:
    """A transfer of that very client of the register, or `NotVisible`."""
    found = sa.select(Transfer).where(
        Transfer.id == transfer_id, Transfer.client_id == client_id, registered(viewer, Transfer.client_id)
    )
    transfer = db.session.scalar(found)
    if transfer is None:
        raise NotVisible
    return transfer


def own_assignment(viewer: Viewer, client_id: UUID) -> Assignment:
    """By which the viewer accompanies the client today, or `NotVisible`: where a note for the next mentor is kept."""
    found = (
        about_visible_clients(viewer, Assignment)
        .where(Assignment.client_id == client_id, Assignment.mentor_id == viewer.id, Assignment.lasts_on(today()))
        .order_by(Assignment.starts_on.desc(), Assignment.id.desc())
        .limit(1)
    )
    assignment: Assignment | None = db.session.scalar(found)
    if assignment is None:
        raise NotVisible
    return assignment


class LeftNote(NamedTuple):
    """What a mentor wrote beforehand for who comes next."""

    mentor_name: str
    words: str


def notes_left(viewer: Viewer, client_id: UUID) -> list[LeftNote]:
    """What those who accompany the client today wrote for who comes next; nothing for who does not see the client."""
    found = (
        about_visible_clients(viewer, Assignment, User.name, Assignment.id, Assignment.handover_sealed)
        .join(User, User.id == Assignment.mentor_id)
        .where(
            Assignment.client_id == client_id,
            Assignment.lasts_on(today()),
            Assignment.handover_sealed.is_not(None),
        )
        .order_by(Assignment.starts_on)
    )
    return [
        LeftNote(name, Assignment.handover.open(row_id, sealed)) for name, row_id, sealed in db.session.execute(found)
    ]


class OtherTeam(NamedTuple):
    """A team to which a client can be handed over."""

    id: UUID
    name: str


def other_teams(viewer: Viewer, client_id: UUID) -> list[OtherTeam]:
    """Every team but the client's own, for who may say who accompanies the client."""
    if not may(viewer, Capability.ASSIGN_MENTORS):
        return []
    own = sa.select(Client.team_id).where(Client.id == client_id, registered(viewer, Client.id)).scalar_subquery()
    found = sa.select(Team.id, Team.name).where(Team.id != own).order_by(Team.name, Team.id)
    return [OtherTeam(*row) for row in db.session.execute(found)]


def team_of_registered(viewer: Viewer, client_id: UUID) -> UUID:
    """The team that keeps a client of the register, or `NotVisible`."""
    team_id = db.session.scalar(sa.select(Client.team_id).where(Client.id == client_id, registered(viewer, Client.id)))
    if team_id is None:
        raise NotVisible
    return team_id


def is_handed_over(viewer: Viewer, assignment_id: UUID) -> bool:
    """Whether somebody already took over from that assignment; a transfer that was taken back is none."""
    found = (
        sa.select(Transfer.id)
        .join(NEW, NEW.id == Transfer.to_assignment_id)
        .where(
            Transfer.from_assignment_id == assignment_id,
            sa.or_(NEW.ends_on.is_(None), NEW.ends_on >= NEW.starts_on),
            registered(viewer, Transfer.client_id),
        )
    )
    return db.session.scalar(found.limit(1)) is not None


def _with_notes() -> sa.Select[Any]:
    return sa.select(*MOVE, Transfer.note_sealed, OLD.id, OLD.handover_sealed).select_from(Transfer)


def _told(found: sa.Select[Any], client_id: UUID, viewer: Viewer, seen: Visibility) -> sa.Select[Any]:
    return (
        found.join(AUTHOR, AUTHOR.id == Transfer.created_by_id)
        .outerjoin(OLD, OLD.id == Transfer.from_assignment_id)
        .outerjoin(NEW, NEW.id == Transfer.to_assignment_id)
        .outerjoin(LEAVING, LEAVING.id == OLD.mentor_id)
        .outerjoin(COMING, COMING.id == NEW.mentor_id)
        .outerjoin(FORMER_TEAM, FORMER_TEAM.id == Transfer.from_team_id)
        .outerjoin(NEW_TEAM, NEW_TEAM.id == Transfer.to_team_id)
        .outerjoin(READER, READER.id == Transfer.read_by_id)
        .where(Transfer.client_id == client_id, seen(viewer, Transfer.client_id))
        .order_by(Transfer.created_at.desc(), Transfer.id.desc())
    )


def _is_for(viewer: Viewer) -> sa.ColumnElement[bool]:
    """The condition that the viewer is who takes over: the new mentor, or answers for the new team."""
    lasts = sa.and_(NEW.starts_on <= today(), sa.or_(NEW.ends_on.is_(None), NEW.ends_on >= today()))
    own = sa.and_(NEW.mentor_id == viewer.id, lasts)
    return sa.or_(own, Transfer.to_team_id.in_(viewer.team_ids_in_charge)) if viewer.team_ids_in_charge else own


def _move(row: Any) -> Move:
    *told, is_taken_back = row[: len(Move._fields)]
    return Move._make([*told, bool(is_taken_back)])


def _handover(row: Any) -> Handover:
    note_sealed, old_id, handover_sealed = row[len(Move._fields) :]
    mentors_note = Assignment.handover.open(old_id, handover_sealed) if handover_sealed else ""
    return Handover(_move(row), Transfer.note.open(row.id, note_sealed), mentors_note)
