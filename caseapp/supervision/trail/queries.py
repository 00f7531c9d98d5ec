"""The trail's page."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.audit.models import Entry, set_members
from caseapp.audit.queries import entries_about
from caseapp.clients.models import Client
from caseapp.clients.queries import answered_for
from caseapp.clock import local, now
from caseapp.db import db, unsought
from caseapp.supervision.trail.filter_rules import EVERY_ENTRY, TrailFilter

PAGE = 50
NAMED_MOST = 3


class TrailRow(NamedTuple):
    """One entry: when, who, what, about how many clients, from where."""

    id: UUID
    at: datetime
    who: str | None
    act: str
    clients: int
    address: str | None


class TrailPage(NamedTuple):
    """Some entries, newest first, and where the older ones begin."""

    rows: list[TrailRow]
    before: UUID | None


def list_entries(
    viewer: Viewer,
    before: UUID | None = None,
    wanted: TrailFilter = EVERY_ENTRY,
    limit: int = PAGE,
) -> TrailPage:
    """The newest entries that match, or those before one of them. Ids are ordered by time."""
    ensure(viewer, Capability.SEE_TRAIL)
    clients = sa.select(sa.func.count()).where(set_members.c.set_id == Entry.client_set_id).scalar_subquery()
    found = (
        sa.select(
            Entry.id,
            Entry.at,
            User.name.label("who"),
            sa.cast(Entry.act, sa.String).label("act"),
            clients.label("clients"),
            Entry.address,
        )
        .outerjoin(User, User.id == Entry.actor_id)
        .where(*matching(wanted))
        .order_by(Entry.id.desc())
        .limit(limit + 1)
    )
    if before:
        found = found.where(Entry.id < before)
    rows = [TrailRow(**row._mapping) for row in db.session.execute(found)]
    return TrailPage(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def clients_of_entries(viewer: Viewer, entry_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """The clients of each of these entries for whom the viewer answers, by name."""
    ensure(viewer, Capability.SEE_ACCESS_LOG)
    found = (
        sa.select(Entry.id.label("entry_id"), Client.id, Client.name.label("name"))
        .join(set_members, set_members.c.set_id == Entry.client_set_id)
        .join(Client, Client.id == set_members.c.client_id)
        .where(Entry.id.in_(entry_ids), answered_for(viewer, unsought(set_members.c.client_id)))
        .order_by(Client.search_name, Client.id)
    )
    names: dict[UUID, list[tuple[UUID, str]]] = {}
    for row in db.session.execute(found):
        names.setdefault(row.entry_id, []).append((row.id, row.name))
    return names


def list_actors(viewer: Viewer) -> list[tuple[UUID, str]]:
    """Everybody who can appear in the trail, by name."""
    ensure(viewer, Capability.SEE_TRAIL)
    found = sa.select(User.id, User.name).order_by(User.name, User.id)
    return [(row.id, row.name) for row in db.session.execute(found)]


def matching(wanted: TrailFilter, entry: Any = Entry) -> list[sa.ColumnElement[bool]]:
    """The conditions of a filter, on the entries or on an alias of them."""
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.who_id:
        conditions.append(entry.actor_id == wanted.who_id)
    if wanted.act:
        conditions.append(sa.cast(entry.act, sa.String) == wanted.act)
    if wanted.first_on:
        conditions.append(entry.at >= _midnight(wanted.first_on))
    if wanted.last_on:
        conditions.append(entry.at < _midnight(wanted.last_on + timedelta(days=1)))
    if wanted.client_id:
        conditions.append(entry.id.in_(entries_about(wanted.client_id)))
    return conditions


def _midnight(day: date) -> datetime:
    """The moment at which that day begins in the organisation's zone."""
    return datetime.combine(day, time(0), tzinfo=local(now()).tzinfo)
