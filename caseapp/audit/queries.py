"""Which entries are about a client. An index leads from the client to the sets, and from each set to its entries."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.audit.models import Entry, set_members
from caseapp.db import db

FIRST = UUID(int=0)


def entries_about(client_id: UUID) -> sa.Select[UUID]:
    """The ids of all entries about a client."""
    found = aliased(Entry)
    of_set = found.client_set_id == set_members.c.set_id
    if db.engine.dialect.name == "sqlite":
        ids = sa.select(found.id).select_from(set_members).join(found, of_set)
    else:
        ids = _from_each_set(sa.select(found.id).where(of_set).offset(0))  # so that it is not merged with the rest
    return ids.where(set_members.c.client_id == client_id)


def newest_about(client_id: UUID, limit: int, before: UUID | None = None) -> sa.Select[UUID]:
    """The ids of the newest entries about a client, or of the newest ones before an entry.

    Each set is asked for its newest `limit` alone: otherwise everything that was ever read about the client would be
    sorted.
    """
    found = aliased(Entry)
    of_set = sa.and_(found.client_set_id == set_members.c.set_id, found.id < before if before else sa.true())
    if db.engine.dialect.name == "sqlite":
        bounded = sa.and_(of_set, found.id >= _bound(client_id, limit, before))
        ids = sa.select(found.id).select_from(set_members).join(found, bounded)
    else:
        ids = _from_each_set(sa.select(found.id).where(of_set).order_by(found.id.desc()).limit(limit))
    newest_first = ids.selected_columns[0].desc()
    return ids.where(set_members.c.client_id == client_id).order_by(newest_first).limit(limit)


def _from_each_set(entries: sa.Select[UUID]) -> sa.Select[UUID]:
    """On PostgreSQL: set by set, because the plan that it chooses otherwise may search the whole trail."""
    of_set = entries.lateral()
    return sa.select(of_set.c.id).select_from(set_members).join(of_set, sa.true())


def _bound(client_id: UUID, limit: int, before: UUID | None) -> sa.ScalarSelect[UUID]:
    """SQLite has no lateral join: what is older than the last of any set's newest `limit` cannot be among them."""
    each = aliased(Entry)
    last = (
        sa.select(each.id)
        .where(each.client_set_id == set_members.c.set_id, each.id < before if before else sa.true())
        .order_by(each.id.desc())
        .offset(limit - 1)
        .limit(1)
        .scalar_subquery()
    )
    lasts = sa.select(sa.func.coalesce(last, FIRST).label("id")).where(set_members.c.client_id == client_id).subquery()
    return sa.select(lasts.c.id).order_by(lasts.c.id.desc()).limit(1).scalar_subquery()
