"""Who has opened a client's file."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.audit.models import Entry, Mention
from caseapp.clients.queries import ensure_visible
from caseapp.db import db

PAGE = 50


class ReaderRow(NamedTuple):
    """One entry of the trail about a client."""

    id: UUID
    at: datetime
    who: str | None
    role: str | None
    act: str


class ReaderPage(NamedTuple):
    """Some entries, the newest first, and where the older ones begin."""

    rows: list[ReaderRow]
    before: UUID | None


def readers_of(viewer: Viewer, client_id: UUID, before: UUID | None = None, limit: int = PAGE) -> ReaderPage:
    """What the trail says about a client of the viewer's team: who read, changed, printed or was refused."""
    ensure(viewer, Capability.SEE_ACCESS_LOG)
    ensure_visible(viewer, client_id)
    found = (
        sa.select(Entry.id, Entry.at, User.name, User.role, sa.cast(Entry.act, sa.String).label("act"))
        .join(Mention, Mention.entry_id == Entry.id)
        .outerjoin(User, User.id == Entry.actor_id)
        .where(Mention.client_id == client_id)
        .order_by(Entry.id.desc())
        .limit(limit + 1)
    )
    if before:
        found = found.where(Entry.id < before)
    rows = [ReaderRow(*row) for row in db.session.execute(found)]
    return ReaderPage(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)
