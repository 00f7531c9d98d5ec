"""The trail as it is read on a page."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.audit.models import Entry, Mention
from caseapp.clock import local, now
from caseapp.db import db
from caseapp.supervision.trail.filter_rules import EVERY_ENTRY, TrailWish

PAGE = 50


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
    wish: TrailWish = EVERY_ENTRY,
    limit: int = PAGE,
) -> TrailPage:
    """The newest entries that fit, or those before one of them. Ids are of their time, so they tell the order."""
    ensure(viewer, Capability.SEE_TRAIL)
    mentioned = sa.select(sa.func.count()).where(Mention.entry_id == Entry.id).scalar_subquery()
    found = (
        sa.select(Entry.id, Entry.at, User.name, sa.cast(Entry.act, sa.String).label("act"), mentioned, Entry.address)
        .outerjoin(User, User.id == Entry.actor_id)
        .where(*fitting(wish))
        .order_by(Entry.id.desc())
        .limit(limit + 1)
    )
    if before:
        found = found.where(Entry.id < before)
    rows = [TrailRow(*row) for row in db.session.execute(found)]
    return TrailPage(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def list_actors(viewer: Viewer) -> list[tuple[UUID, str]]:
    """Everybody who could stand in the trail, by name, to look for one."""
    ensure(viewer, Capability.SEE_TRAIL)
    found = sa.select(User.id, User.name).order_by(User.name, User.id)
    return [(person_id, name) for person_id, name in db.session.execute(found)]


def fitting(wish: TrailWish) -> list[sa.ColumnElement[bool]]:
    """The conditions that an entry is one of those that are looked for."""
    conditions: list[sa.ColumnElement[bool]] = []
    if wish.who_id:
        conditions.append(Entry.actor_id == wish.who_id)
    if wish.act:
        conditions.append(sa.cast(Entry.act, sa.String) == wish.act)
    if wish.first_on:
        conditions.append(Entry.at >= _midnight(wish.first_on))
    if wish.last_on:
        conditions.append(Entry.at < _midnight(wish.last_on + timedelta(days=1)))
    if wish.client_id:
        conditions.append(Entry.id.in_(sa.select(Mention.entry_id).where(Mention.client_id == wish.client_id)))
    return conditions


def _midnight(day: date) -> datetime:
    """The moment at which that day begins where the organisation is."""
    return datetime.combine(day, time(0), tzinfo=local(now()).tzinfo)
