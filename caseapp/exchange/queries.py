"""What is stored already when a caseload is imported."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Role, Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.activities.rules import Outcome
from caseapp.basket.models import Approval
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import for_maintenance, in_charge
from caseapp.db import db
from caseapp.db.sealing import key_ring
from caseapp.exchange.spreadsheets.cells import OWN_ID
from caseapp.exchange.spreadsheets.rows import same_text
from caseapp.goals.models import Goal
from caseapp.groups.models import AttendanceMark, Group, Meeting, Membership


class KnownMentor(NamedTuple):
    """A mentor who can be named in a file."""

    id: UUID
    username: str
    name: str
    team_id: UUID | None
    is_active: bool


class KnownActivity(NamedTuple):
    """A stored activity at some date and time."""

    note_sealed: bytes | None
    id: UUID
    version: int
    is_error: bool
    minutes: int
    mode: str
    outcome: str

    @property
    def text(self) -> str:
        """The note in the form in which notes are compared."""
        return same_text(Activity.note.open(self.id, self.note_sealed))


ActivityHour = tuple[UUID, date, time]


def may_import(viewer: Viewer, client_id: Any) -> sa.ColumnElement[bool]:
    """The condition that the viewer may import for this client; an administrator may for all, without seeing them."""
    return for_maintenance() if viewer.role == Role.ADMINISTRATOR else in_charge(viewer, client_id)


def mentors_by_name(viewer: Viewer) -> dict[str, KnownMentor]:
    """Every mentor, by sign-in name; also who cannot sign in any more, whom files name for clients who are here."""
    found = db.session.execute(
        sa.select(User.id, User.username, User.name, User.team_id, User.disabled_at).where(User.role == Role.MENTOR)
    )
    return {
        row.username: KnownMentor(row.id, row.username, row.name, row.team_id, row.disabled_at is None) for row in found
    }


def known_national_ids(viewer: Viewer) -> frozenset[str]:
    """The national ids of all clients for whom the viewer may import; of one without, our own sign."""
    found = db.session.execute(
        sa.select(Client.id, Client.national_id_sealed, Client.national_id_hash).where(may_import(viewer, Client.id))
    )
    return frozenset(
        Client.national_id.open(row.id, row.national_id_sealed) if row.national_id_hash else own_id(row.id)
        for row in found
    )


def own_id(client_id: UUID) -> str:
    """What stands for the id number of a client who has none, in the files of this installation."""
    return f"#{client_id.hex}"


def clients_by_national_id(viewer: Viewer, national_ids: Iterable[str]) -> dict[str, Client]:
    """Those of these people who are clients for whom the viewer may import, by national id or our own sign."""
    national_ids = list(national_ids)
    own = [UUID(each[1:]) for each in national_ids if OWN_ID.fullmatch(each)]
    is_one = sa.or_(
        Client.national_id_hash.in_(_hashed(national_ids)),
        sa.and_(Client.national_id_hash.is_(None), Client.id.in_(own)),
    )
    found = db.session.scalars(sa.select(Client).where(may_import(viewer, Client.id), is_one))
    return {client.national_id or own_id(client.id): client for client in found}


def id_hashes(viewer: Viewer, national_ids: Iterable[str]) -> set[bytes]:
    """The hashed national ids of those of these people who have a file anywhere, so that nobody gets a second one."""
    kept = sa.select(Client.national_id_hash).where(
        for_maintenance(), Client.national_id_hash.in_(_hashed(national_ids))
    )
    return {hashed for hashed in db.session.scalars(kept) if hashed is not None}


def assignments_of_clients(viewer: Viewer, clients: Iterable[Client]) -> dict[UUID, list[Assignment]]:
    """The assignments of each of these clients, earliest first."""
    of_these = Assignment.client_id.in_([client.id for client in clients])
    return _by_client(
        sa.select(Assignment).where(may_import(viewer, Assignment.client_id), of_these).order_by(Assignment.starts_on)
    )


def approvals_of_clients(viewer: Viewer, clients: Iterable[Client]) -> dict[UUID, list[Approval]]:
    """The approvals of each of these clients."""
    of_these = Approval.client_id.in_([client.id for client in clients])
    return _by_client(sa.select(Approval).where(may_import(viewer, Approval.client_id), of_these))


def goals_of_clients(viewer: Viewer, clients: Iterable[Client]) -> dict[UUID, list[Goal]]:
    """The goals of each of these clients."""
    of_these = Goal.client_id.in_([client.id for client in clients])
    return _by_client(sa.select(Goal).where(may_import(viewer, Goal.client_id), of_these, Goal.not_in_error()))


def activities_by_hour(
    viewer: Viewer, clients: Iterable[Client], first: date, last: date
) -> dict[ActivityHour, list[KnownActivity]]:
    """The activities of these clients on these days by client, date and time."""
    found = db.session.execute(
        sa.select(
            Activity.id,
            Activity.version,
            Activity.client_id,
            Activity.held_on,
            Activity.starts_at,
            Activity.note_sealed,
            Activity.error_at,
            Activity.minutes,
            Activity.mode,
            Activity.outcome,
        ).where(
            may_import(viewer, Activity.client_id),
            Activity.client_id.in_([client.id for client in clients]),
            Activity.held_on.between(first, last),
            Activity.outcome != Outcome.PLANNED,
        )
    )
    hours: dict[ActivityHour, list[KnownActivity]] = {}
    for row_id, version, client_id, on, at, note, error_at, minutes, mode, outcome in found:
        known = KnownActivity(note, row_id, version, error_at is not None, minutes, mode, outcome)
        hours.setdefault((client_id, on, at), []).append(known)
    return hours


def group_named(viewer: Viewer, name: str) -> Group | None:
    """The group of that name: first one of a team the viewer is in charge of, then one of no team, then any."""
    named = [group for group in db.session.scalars(sa.select(Group)) if same_text(group.name) == same_text(name)]
    nearest = sorted(
        named, key=lambda group: (group.team_id not in viewer.team_ids_in_charge, group.team_id is not None)
    )
    return nearest[0] if nearest else None


def members_of_group(viewer: Viewer, group: Group) -> set[UUID]:
    """Everybody who belongs or belonged to the group."""
    return set(
        db.session.scalars(sa.select(Membership.client_id).where(for_maintenance(), Membership.group_id == group.id))
    )


def meetings_of_group(viewer: Viewer, group: Group) -> dict[date, Meeting]:
    """The group's meetings by day."""
    found = db.session.scalars(sa.select(Meeting).where(Meeting.group_id == group.id))
    return {meeting.held_on: meeting for meeting in found}


def marks_of_meetings(
    viewer: Viewer, meetings: Iterable[Meeting], clients: Iterable[Client]
) -> dict[tuple[UUID, UUID], str]:
    """The marks of these clients by meeting and client."""
    found = db.session.execute(
        sa.select(AttendanceMark.meeting_id, AttendanceMark.client_id, AttendanceMark.mark).where(
            for_maintenance(),
            AttendanceMark.meeting_id.in_([meeting.id for meeting in meetings]),
            AttendanceMark.client_id.in_([client.id for client in clients]),
        )
    )
    return {(row.meeting_id, row.client_id): str(row.mark) for row in found}


def teams_of_clients(viewer: Viewer, clients: Iterable[UUID]) -> set[UUID]:
    """The teams to which these clients belong."""
    return set(
        db.session.scalars(sa.select(Client.team_id).where(for_maintenance(), Client.id.in_(list(clients))).distinct())
    )


def _hashed(national_ids: Iterable[str]) -> list[bytes]:
    return [key_ring().blind("national_id", national_id) for national_id in national_ids]


def _by_client(statement: sa.Select[Any]) -> dict[UUID, list[Any]]:
    rows: dict[UUID, list[Any]] = {}
    for row in db.session.scalars(statement):
        rows.setdefault(row.client_id, []).append(row)
    return rows
