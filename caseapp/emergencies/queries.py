"""Who is meant in an emergency, what is shown of them, and what waits for a review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import EMERGENCY, Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.accounts.queries import in_charge_of_team
from caseapp.activities.plans.queries import PlannedMeeting, coming_meetings
from caseapp.activities.timeline_queries import ActivityDetails, timeline_of
from caseapp.clients.file.queries import FileDetails, file_details
from caseapp.clients.models import Client
from caseapp.clients.queries import ensure_visible, find_client, for_maintenance, in_charge, mentors_of, opened_by
from caseapp.clock import now
from caseapp.db import UtcDateTime, db
from caseapp.db.prepared import Rows, kept_alias, prepared
from caseapp.emergencies.models import EmergencyAccess
from caseapp.emergencies.rules import REVIEWED_WITHIN, EmergencyViewer, has_names
from caseapp.errors import NotVisible
from caseapp.followups.queries import ConcernRow, concerns_of

NOTES = 20
MEETINGS = 5
REVIEWER = kept_alias(User)
OPENED = sa.table("emergency_accesses", *(sa.column(name, UtcDateTime) for name in ("opened_at", "reviewed_at")))
"""When a file was opened and reviewed: not whose, so that it is no reading about a client."""


def clients_named(viewer: Viewer, words: Sequence[str], birth_on: date | None) -> list[UUID]:
    """The clients of the organisation who have these names, whoever accompanies them: of everybody, because whoever
    meets an emergency sees none of them. Only an id is told, and only to the action."""
    ensure(viewer, Capability.OPEN_IN_EMERGENCY)
    found = sa.select(Client.id, Client.given_name, Client.family_name, Client.preferred_name).where(
        for_maintenance(), *(Client.is_written(word) for word in words)
    )
    if birth_on:
        found = found.where(Client.birth_on == birth_on)
    rows = db.session.execute(found).all()
    return [row.id for row in rows if has_names(list(words), " ".join(row[1:]))]


def find_own_access(viewer: Viewer, access_id: UUID) -> EmergencyAccess:
    """One that the viewer opened, whether or not it lasts; else `NotVisible`."""
    own = opened_by(viewer, EmergencyAccess.person_id)
    found: EmergencyAccess | None = db.session.scalar(
        sa.select(EmergencyAccess).where(EmergencyAccess.id == access_id, own)
    )
    if found is None:
        raise NotVisible
    return found


def find_access_to_review(viewer: Viewer, access_id: UUID) -> EmergencyAccess:
    """One about a client of whom the viewer is in charge, else `NotVisible`."""
    found: EmergencyAccess | None = db.session.scalar(
        sa.select(EmergencyAccess).where(EmergencyAccess.id == access_id, in_charge(viewer, EmergencyAccess.client_id))
    )
    if found is None:
        raise NotVisible
    return found


class AccessRow(NamedTuple):
    """One emergency access for whoever is in charge: who read whose file, why, and what was said of it."""

    id: UUID
    client_id: UUID
    client_name: str
    person_id: UUID
    person_name: str
    opened_at: datetime
    ends_at: datetime
    reason: str
    reviewed_at: datetime | None
    reviewed_by: str | None
    review: str


def waiting_accesses(viewer: Viewer) -> list[AccessRow]:
    """Those that nobody has reviewed yet, of clients of whom the viewer is in charge; the oldest first."""
    if not viewer.team_ids_in_charge:
        return []
    return _rows(db.session.execute(*_waiting(viewer)))


def count_unreviewed(viewer: Viewer) -> int:
    """How many nobody reviewed within a week, for those who oversee: a number, and nothing of anybody. A team may have
    nobody in charge, or nobody but whoever opened the file."""
    ensure(viewer, Capability.OVERSEE)
    found = sa.select(sa.func.count()).select_from(OPENED).where(OPENED.c.reviewed_at.is_(None))
    return db.session.scalar(found.where(OPENED.c.opened_at < now() - REVIEWED_WITHIN)) or 0


def list_accesses(viewer: Viewer, limit: int = 200) -> list[AccessRow]:
    """All of them, of clients of whom the viewer is in charge; the newest first."""
    newest = _selection(viewer).order_by(EmergencyAccess.opened_at.desc(), EmergencyAccess.id.desc())
    return _rows(db.session.execute(newest.limit(limit)))


def find_access_row(viewer: Viewer, access_id: UUID) -> AccessRow:
    """One of them, however old; `NotVisible` where the viewer is not in charge of the client."""
    rows = _rows(db.session.execute(_selection(viewer).where(EmergencyAccess.id == access_id)))
    if not rows:
        raise NotVisible
    return rows[0]


@prepared
def _waiting(viewer: Viewer) -> Rows:
    return (
        _selection(viewer)
        .where(EmergencyAccess.reviewed_at.is_(None))
        .order_by(EmergencyAccess.opened_at, EmergencyAccess.id)
    )


def _selection(viewer: Viewer) -> Rows:
    return (
        sa.select(
            EmergencyAccess,
            Client.name.label("client_name"),
            User.name.label("person_name"),
            REVIEWER.name.label("reviewed_by"),
        )
        .join(Client, Client.id == EmergencyAccess.client_id)
        .join(User, User.id == EmergencyAccess.person_id)
        .outerjoin(REVIEWER, REVIEWER.id == EmergencyAccess.reviewed_by_id)
        .where(in_charge(viewer, EmergencyAccess.client_id))
    )


def _rows(found: sa.Result[Any]) -> list[AccessRow]:
    return [_row(each.EmergencyAccess, each) for each in found]


def _row(access: EmergencyAccess, names: Any) -> AccessRow:
    return AccessRow(
        id=access.id,
        client_id=access.client_id,
        client_name=names.client_name,
        person_id=access.person_id,
        person_name=names.person_name,
        opened_at=access.opened_at,
        ends_at=access.ends_at,
        reason=access.reason,
        reviewed_at=access.reviewed_at,
        reviewed_by=names.reviewed_by,
        review=access.review,
    )


@dataclass(frozen=True)
class EmergencyFile:
    """What is needed in an emergency: who it is and how to be discreet, whom to call, what is dangerous, what was last
    and what is next."""

    client: Client
    details: FileDetails
    mentors: list[str]
    supervisors: list[str]
    concerns: list[ConcernRow]
    meetings: list[PlannedMeeting]
    notes: list[ActivityDetails]


def find_emergency_file(viewer: Viewer, access: EmergencyAccess) -> EmergencyFile:
    """The file as far as it is shown."""
    reader = EmergencyViewer(viewer.id, access.client_id, EMERGENCY)
    client = find_client(reader, access.client_id)
    return EmergencyFile(
        client=client,
        details=file_details(reader, client),
        mentors=mentors_of(reader, [client.id])[client.id],
        supervisors=list(db.session.scalars(sa.select(User.name).where(in_charge_of_team(client.team_id)))),
        concerns=[each for each in concerns_of(reader, client.id) if each.is_open],
        meetings=coming_meetings(reader, client.id, MEETINGS),
        notes=timeline_of(reader, client.id, limit=NOTES),
    )


def is_own(viewer: Viewer, client_id: UUID) -> bool:
    """Whether the viewer sees the client anyway."""
    try:
        ensure_visible(viewer, client_id)
    except NotVisible:
        return False
    return True
