"""What an erasure takes away, counted by kind: shown before anybody asks or confirms."""

from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.queries import erasable
from caseapp.db import Base, db
from caseapp.i18n import _
from caseapp.privacy.contents.table_words import TABLE_NAMES
from caseapp.privacy.erasure.reach_rules import ORDERS


class KindCount(NamedTuple):
    """How many records of a kind there are."""

    name: str
    number: int


def count_records(viewer: Viewer, client_id: UUID) -> list[KindCount]:
    """Each kind of record that there is, in the order of the whole file, then copies and unsaved texts."""
    parts = [
        sa.select(sa.literal(table.name).label("name"), sa.func.count().label("number"))
        .select_from(table)
        .where(column == client_id, erasable(viewer, column))
        for table, column in tables_of_clients()
        if table.name != ORDERS
    ]
    numbers: dict[str, int] = dict(db.session.execute(sa.union_all(*parts)).all())
    names = {**TABLE_NAMES, **_copies()}
    return [KindCount(str(name), numbers[table]) for table, name in names.items() if numbers.get(table)]


def tables_of_clients() -> list[tuple[sa.Table, Any]]:
    """Every table whose rows are about one client each, with the column that says whose, in an order in which rows can
    be deleted. A new table is in it by itself."""
    found = []
    for table in reversed(Base.metadata.sorted_tables):
        if table.name == "clients":
            found.append((table, table.c.id))
        elif table.name != "trail_set_members" and "client_id" in table.c:
            found.append((table, table.c.client_id))
    return found


def _copies() -> dict[str, str]:
    return {
        "batch_items": _("Printed files"),
        "whole_files": _("Whole files"),
        "blackened_passages": _("Blackened passages"),
        "drafts": _("Unsaved texts"),
    }
