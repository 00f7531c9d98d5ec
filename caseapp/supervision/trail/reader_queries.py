"""Who has opened a client's file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.audit.models import Entry
from caseapp.audit.queries import newest_about
from caseapp.clients.queries import answered_for, ensure_visible
from caseapp.clock import local
from caseapp.db import db

PAGE = 200


@dataclass
class Visit:
    """What one person did about a client on one day: how often each kind of act, and when last."""

    at: datetime
    who: str | None
    role: str | None
    acts: Counter[str]


class ReaderPage(NamedTuple):
    """Some days of a client's entries, the newest first, and where older ones begin."""

    rows: list[Visit]
    before: UUID | None


def readers_of(viewer: Viewer, client_id: UUID, before: UUID | None = None, limit: int = PAGE) -> ReaderPage:
    """What the trail says about a client for whom the viewer answers: who read, changed, printed or was refused. A page
    holds a number of entries; a day that is split between two pages is on both."""
    ensure(viewer, Capability.SEE_ACCESS_LOG)
    ensure_visible(viewer, client_id, answered_for)
    found = (
        sa.select(Entry.id, Entry.at, Entry.actor_id, User.name, User.role, sa.cast(Entry.act, sa.String).label("act"))
        .outerjoin(User, User.id == Entry.actor_id)
        .where(Entry.id.in_(newest_about(client_id, limit + 1, before)))
        .order_by(Entry.id.desc())
    )
    rows = db.session.execute(found).all()
    return ReaderPage(_by_day(rows[:limit]), rows[limit - 1].id if len(rows) > limit else None)


def _by_day(rows: Sequence[Any]) -> list[Visit]:
    """Newest first, as the rows come: each person once a day, in the organisation's zone."""
    visits: dict[tuple[date, UUID | None], Visit] = {}
    for row in rows:
        first = Visit(at=row.at, who=row.name, role=row.role, acts=Counter())
        visit = visits.setdefault((local(row.at).date(), row.actor_id), first)
        visit.acts[row.act] += 1
    return list(visits.values())
