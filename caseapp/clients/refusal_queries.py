"""Whom a request was about that was refused."""

from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import Base, db
from caseapp.db.base import CONFIDENTIAL

CLIENTS = Base.metadata.tables[Client.__tablename__]


def clients_behind(viewer: Viewer, ids: Collection[UUID]) -> set[UUID]:
    """Whom rows of these ids are about, for an entry of the trail; the viewer, who was refused, is not told."""
    if not ids:
        return set()
    return set(db.session.scalars(_rows_about_clients(), {"ids": list(ids)}))


@cache
def _rows_about_clients() -> sa.CompoundSelect[Any]:
    """Made once: to put a selection of each table together takes longer than to ask it."""
    about = [(CLIENTS, CLIENTS.c.id)] + [
        (table, table.c.client_id)
        for table in Base.metadata.sorted_tables
        if table.info.get(CONFIDENTIAL) and "client_id" in table.c and "id" in table.c
    ]
    ids: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
    return sa.union_all(*(sa.select(whom).where(table.c.id.in_(ids), for_maintenance()) for table, whom in about))
