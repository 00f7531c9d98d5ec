"""Which entries are about a client, and which are somebody's. Indexes lead from the client to the sets, and from each
set and each person to their entries."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.audit.models import Entry, set_members
from caseapp.db import db

FIRST = UUID(int=0)
Condition = sa.ColumnElement[bool]


class Owners(NamedTuple):
    """Rows of a table that have entries: which rows, and which entries are theirs."""

    table: Any
    chosen: Condition
    have: Callable[[Any], Condition]


def entries_about(client_id: UUID) -> sa.Select[UUID]:
    """The ids of all entries about a client."""
    found, sets = aliased(Entry), _sets_of(client_id)
    if db.engine.dialect.name == "sqlite":
        ids = sa.select(found.id).select_from(set_members).join(found, sets.have(found))
    else:
        ids = _from_each(sets, sa.select(found.id).where(sets.have(found)).offset(0))  # not merged with the rest
    return ids.where(sets.chosen)


def newest_about(client_id: UUID, limit: int, before: UUID | None = None) -> sa.Select[UUID]:
    """The ids of the newest entries about a client, or of the newest ones before an entry."""
    return newest_of(_sets_of(client_id), limit, before)


def newest_of(owners: Owners, limit: int, before: UUID | None = None) -> sa.Select[UUID]:
    """The ids of the newest entries that any of these rows has, or of the newest ones before an entry.

    Each row is asked for its newest `limit` alone: otherwise everything that they ever had would be sorted.
    """
    found = aliased(Entry)
    of_owner = _before(owners, found, before)
    if db.engine.dialect.name == "sqlite":
        bounded = sa.and_(of_owner, found.id >= _bound(owners, limit, before))
        ids = sa.select(found.id).select_from(owners.table).join(found, bounded)
    else:
        ids = _from_each(owners, sa.select(found.id).where(of_owner).order_by(found.id.desc()).limit(limit))
    newest_first = ids.selected_columns[0].desc()
    return ids.where(owners.chosen).order_by(newest_first).limit(limit)


def _sets_of(client_id: UUID) -> Owners:
    members = set_members.c
    return Owners(set_members, members.client_id == client_id, lambda entry: entry.client_set_id == members.set_id)


def _before(owners: Owners, entry: Any, before: UUID | None) -> Condition:
    return sa.and_(owners.have(entry), entry.id < before if before else sa.true())


def _from_each(owners: Owners, entries: sa.Select[UUID]) -> sa.Select[UUID]:
    """On PostgreSQL: row by row, because the plan that it chooses otherwise may search the whole trail."""
    of_owner = entries.lateral()
    return sa.select(of_owner.c.id).select_from(owners.table).join(of_owner, sa.true())


def _bound(owners: Owners, limit: int, before: UUID | None) -> sa.ScalarSelect[UUID]:
    """SQLite has no lateral join: what is older than the last of any row's newest `limit` cannot be among them."""
    each = aliased(Entry)
    of_owner = sa.select(each.id).where(_before(owners, each, before)).order_by(each.id.desc())
    last = of_owner.offset(limit - 1).limit(1).scalar_subquery()
    lasts = sa.select(sa.func.coalesce(last, FIRST).label("id")).select_from(owners.table).where(owners.chosen)
    of_all = lasts.subquery()
    return sa.select(of_all.c.id).order_by(of_all.c.id.desc()).limit(1).scalar_subquery()
