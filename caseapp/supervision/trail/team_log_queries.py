"""What the people of a team opened and did, for whoever is in charge of the team."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import Deputyship, User
from caseapp.audit import Act
from caseapp.audit.models import Entry, set_members
from caseapp.audit.queries import Owners, newest_of
from caseapp.batches.models import Batch, BatchTable
from caseapp.clients.queries import in_charge
from caseapp.db import db, unsought
from caseapp.supervision.trail.filter_rules import TrailFilter
from caseapp.supervision.trail.queries import NAMED_MOST, PAGE, clients_of_entries, matching


class LogRow(NamedTuple):
    """One entry: when, who, what, about how many of the team's clients; a few are named, many only counted. Of records
    that left as a table, what for."""

    id: UUID
    at: datetime
    who: str
    act: str
    number: int
    clients: list[tuple[UUID, str]]
    reason: str


class LogPage(NamedTuple):
    """Some entries, newest first, and where the older ones begin."""

    rows: list[LogRow]
    before: UUID | None


def team_log(viewer: Viewer, before: UUID | None, wanted: TrailFilter) -> LogPage:
    """What people of the viewer's teams did about clients of these teams, as far as it matches, before that entry."""
    ensure(viewer, Capability.SUPERVISE)
    number = sa.select(sa.func.count()).select_from(set_members).where(_concerns(viewer, Entry)).correlate(Entry)
    found = (
        sa.select(
            *(Entry.id, Entry.at, User.name, sa.cast(Entry.act, sa.String).label("act")),
            number.scalar_subquery().label("number"),
            *(Batch.id.label("batch_id"), Batch.reason_sealed),
        )
        .join(User, User.id == Entry.actor_id)
        .outerjoin(BatchTable, sa.and_(Entry.act == Act.RECORDS_EXPORTED, BatchTable.id == Entry.subject_id))
        .outerjoin(Batch, Batch.id == BatchTable.batch_id)
        .where(Entry.id.in_(newest_of(_people(viewer, wanted), PAGE + 1, before)))
        .order_by(Entry.id.desc())
    )
    rows = db.session.execute(found).all()
    names = clients_of_entries(viewer, [row.id for row in rows[:PAGE] if row.number <= NAMED_MOST])
    shown = [
        LogRow(
            *(row.id, row.at, row.name, row.act, row.number, names.get(row.id, [])),
            reason=Batch.reason.open(row.batch_id, row.reason_sealed) if row.reason_sealed else "",
        )
        for row in rows[:PAGE]
    ]
    return LogPage(shown, shown[-1].id if len(rows) > PAGE else None)


def people_of_log(viewer: Viewer) -> list[tuple[UUID, str]]:
    """Everybody who can appear in the log, by name."""
    ensure(viewer, Capability.SUPERVISE)
    found = sa.select(User.id, User.name).where(_is_of_teams(viewer)).order_by(User.name, User.id)
    return [(row.id, row.name) for row in db.session.execute(found)]


def _people(viewer: Viewer, wanted: TrailFilter) -> Owners:
    """The people of the log, with their entries about clients of the viewer's teams, as far as they match."""

    def have(entry: Any) -> sa.ColumnElement[bool]:
        is_concerned = sa.exists().where(_concerns(viewer, entry)).correlate(entry)
        return sa.and_(entry.actor_id == User.id, is_concerned, *matching(wanted, entry))

    return Owners(User, _is_of_teams(viewer), have)


def _concerns(viewer: Viewer, entry: Any) -> sa.ColumnElement[bool]:
    members = set_members.c
    return sa.and_(members.set_id == entry.client_set_id, in_charge(viewer, unsought(members.client_id)))


def _is_of_teams(viewer: Viewer) -> sa.ColumnElement[bool]:
    """The condition that a person is in one of the viewer's teams, or is or was its deputy supervisor."""
    teams = sorted(viewer.team_ids_in_charge)
    deputies = sa.select(Deputyship.person_id).where(Deputyship.team_id.in_(teams))
    return sa.or_(User.team_id.in_(teams), User.id.in_(deputies))
