"""The trail as it is read on a page."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.audit.models import Entry, Mention
from caseapp.db import db

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


def list_entries(viewer: Viewer, before: UUID | None = None, limit: int = PAGE) -> TrailPage:
    """The newest entries, or those before one of them. Ids are of their time, so they tell the order."""
    ensure(viewer, Capability.SEE_TRAIL)
    mentioned = sa.select(sa.func.count()).where(Mention.entry_id == Entry.id).scalar_subquery()
    found = (
        sa.select(Entry.id, Entry.at, User.name, sa.cast(Entry.act, sa.String).label("act"), mentioned, Entry.address)
        .outerjoin(User, User.id == Entry.actor_id)
        .order_by(Entry.id.desc())
        .limit(limit + 1)
    )
    if before:
        found = found.where(Entry.id < before)
    rows = [TrailRow(*row) for row in db.session.execute(found)]
    return TrailPage(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)
