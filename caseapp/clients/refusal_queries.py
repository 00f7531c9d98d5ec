"""Whom a request was about that was refused."""

from collections.abc import Collection
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
    about = [(CLIENTS, CLIENTS.c.id)] + [
        (table, table.c.client_id)
        for table in Base.metadata.sorted_tables
        if table.info.get(CONFIDENTIAL) and "client_id" in table.c and "id" in table.c
    ]
    looked_up = (sa.select(client_id).where(table.c.id.in_(ids), for_maintenance()) for table, client_id in about)
    return set(db.session.scalars(sa.union_all(*looked_up)))
