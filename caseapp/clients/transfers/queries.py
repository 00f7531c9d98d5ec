"""Transfers of clients, and the notes for whoever takes over."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, may
from caseapp.accounts.models import Team, User
from caseapp.clients.models import Assignment, Client, Transfer
from caseapp.clients.queries import Visibility, about_visible_clients, registered, sees
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import kept_alias, teams_of
from caseapp.errors import NotVisible

OLD, NEW = kept_alias(Assignment), kept_alias(Assignment)
LEAVING, COMING, AUTHOR, READER = kept_alias(User), kept_alias(User), kept_alias(User), kept_alias(User)
FORMER_TEAM, NEW_TEAM = kept_alias(Team), kept_alias(Team)
COLUMNS: tuple[Any, ...] = (
    Transfer.id,
    Transfer.starts_on,
    LEAVING.name.label("from_mentor"),
    COMING.name.label("to_mentor"),
    FORMER_TEAM.name.label("from_team"),
    NEW_TEAM.name.label("to_team"),
    AUTHOR.name.label("by"),
    Transfer.created_at,
    READER.name.label("read_by"),
    Transfer.read_at,
    sa.func.coalesce(NEW.ends_on < NEW.starts_on, sa.false()).label("is_withdrawn"),
)
NOTES: tuple[Any, ...] = (
    Transfer.note_sealed,
    OLD.id.label("from_assignment_id"),
    OLD.handover_sealed,
)


class TransferRow(NamedTuple):
    """A transfer from one mentor or team to another."""

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
    is_withdrawn: bool


class TransferDetails(NamedTuple):
    """A transfer with its notes: by whoever arranged it, and by the mentor who left."""

    transfer: TransferRow
    note: str
    mentors_note: str


def list_transfers(viewer: Viewer, client_id: UUID) -> list[TransferRow]:
    """The transfers of a client of the register, the latest first, without notes."""
    found = _select(viewer, client_id, registered, *COLUMNS)
    return [TransferRow(**row._mapping) for row in db.session.execute(found)]


def list_transfer_details(viewer: Viewer, client_id: UUID) -> list[TransferDetails]:
    """The transfers of a visible client with their notes, the latest first."""
    return [_details(row) for row in db.session.execute(_select(viewer, client_id, sees, *COLUMNS, *NOTES))]


def list_unread_handovers(viewer: Viewer, client_id: UUID) -> list[TransferDetails]:
    """What was handed over to the viewer and is not marked as read."""
    found = _select(viewer, client_id, sees, *COLUMNS, *NOTES).where(Transfer.read_at.is_(None), _is_for(viewer))
    return [_details(row) for row in db.session.execute(found)]


def has_unread_handover(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Whether the viewer has an unread handover, as a column of a statement about clients."""
    found = (
        sa.select(Transfer.id)
        .outerjoin(NEW, NEW.id == Transfer.to_assignment_id)
        .where(Transfer.client_id == Client.id, Transfer.read_at.is_(None), _is_for(viewer))
    )
    return found.correlate(Client).exists()


def find_transfer_to(viewer: Viewer, transfer_id: UUID) -> Transfer:
    """A transfer to the viewer, or `NotVisible`."""
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
    """A transfer of this client of the register, or `NotVisible`."""
    found = sa.select(Transfer).where(
        Transfer.id == transfer_id, Transfer.client_id == client_id, registered(viewer, Transfer.client_id)
    )
    transfer = db.session.scalar(found)
    if transfer is None:
        raise NotVisible
    return transfer


def find_own_assignment(viewer: Viewer, client_id: UUID) -> Assignment:
    """The viewer's own assignment to the client today, which holds the handover note, or `NotVisible`."""
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


class HandoverNote(NamedTuple):
    """A mentor's note for the next one."""

    mentor_name: str
    words: str


def list_handover_notes(viewer: Viewer, client_id: UUID) -> list[HandoverNote]:
    """The handover notes of the client's present mentors; none for viewers who do not see the client."""
    found = (
        about_visible_clients(viewer, Assignment, Assignment.id, Assignment.handover_sealed, User.name)
        .join(User, User.id == Assignment.mentor_id)
        .where(
            Assignment.client_id == client_id,
            Assignment.lasts_on(today()),
            Assignment.handover_sealed.is_not(None),
        )
        .order_by(Assignment.starts_on)
    )
    return [
        HandoverNote(row.name, Assignment.handover.open(row.id, row.handover_sealed))
        for row in db.session.execute(found)
    ]


class OtherTeam(NamedTuple):
    """A team to which a client can be transferred."""

    id: UUID
    name: str


def other_teams(viewer: Viewer, client_id: UUID) -> list[OtherTeam]:
    """All teams but the client's own, for viewers who may assign mentors."""
    if not may(viewer, Capability.ASSIGN_MENTORS):
        return []
    own = sa.select(Client.team_id).where(Client.id == client_id, registered(viewer, Client.id)).scalar_subquery()
    found = sa.select(Team.id, Team.name).where(Team.id != own).order_by(Team.name, Team.id)
    return [OtherTeam(**row._mapping) for row in db.session.execute(found)]


def team_of_registered(viewer: Viewer, client_id: UUID) -> UUID:
    """The team of a client of the register, or `NotVisible`."""
    team_id = db.session.scalar(sa.select(Client.team_id).where(Client.id == client_id, registered(viewer, Client.id)))
    if team_id is None:
        raise NotVisible
    return team_id


def is_handed_over(viewer: Viewer, assignment_id: UUID) -> bool:
    """Whether somebody has taken over from that assignment; withdrawn transfers do not count."""
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


def _select(viewer: Viewer, client_id: UUID, seen: Visibility, *columns: Any) -> sa.Select[Any]:
    return (
        sa.select(*columns)
        .select_from(Transfer)
        .join(AUTHOR, AUTHOR.id == Transfer.created_by_id)
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
    """The condition that the viewer takes over: as the new mentor, or in charge of the new team."""
    lasts = sa.and_(NEW.starts_on <= TODAY, sa.or_(NEW.ends_on.is_(None), NEW.ends_on >= TODAY))
    own = sa.and_(NEW.mentor_id == viewer.id, lasts)
    return sa.or_(own, Transfer.to_team_id.in_(teams_of(viewer))) if viewer.team_ids_in_charge else own


def _details(row: Any) -> TransferDetails:
    return TransferDetails(
        transfer=TransferRow(**{name: row._mapping[name] for name in TransferRow._fields}),
        note=Transfer.note.open(row.id, row.note_sealed),
        mentors_note=(
            Assignment.handover.open(row.from_assignment_id, row.handover_sealed) if row.handover_sealed else ""
        ),
    )
