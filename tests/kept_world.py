"""The small organisation, stored once by the application's own acts and put back row by row from then on."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm.attributes import set_committed_value

from caseapp.accounts.models import User
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import Base, db
from tests.world import World, make_world

KEPT = "tests.kept_world"


@dataclass(frozen=True)
class KeptWorld:
    """Its rows in the order of their tables, the head of the trail's chain behind it, and who is who."""

    at: datetime
    rows: dict[sa.Table, list[dict[str, Any]]]
    chain: dict[str, Any]
    ids: dict[str, tuple[type[Base], UUID]]


def world_of(app: Flask) -> World:
    """A small organisation in an empty store; after other records, or at another hour, it is made anew."""
    if app.extensions["trail"].chain_id is not None:
        return make_world()
    kept: KeptWorld | None = app.extensions.get(KEPT)
    if kept is not None and kept.at == now():
        return _put_back(app, kept)
    world = make_world()
    app.extensions[KEPT] = _keep(app, world)
    return world


def _keep(app: Flask, world: World) -> KeptWorld:
    with db.engine.connect() as connection:
        found = {
            table: [dict(row._mapping) for row in connection.execute(sa.select(table))]
            for table in Base.metadata.sorted_tables
            if table.name != "installation"
        }
    people = {field.name: getattr(world, field.name) for field in fields(world)}
    return KeptWorld(
        at=now(),
        rows={table: rows for table, rows in found.items() if rows},
        chain=dict(vars(app.extensions["trail"])),
        ids={name: (type(row), row.id) for name, row in people.items()},
    )


def _put_back(app: Flask, kept: KeptWorld) -> World:
    with db.engine.begin() as connection:
        for table, rows in kept.rows.items():
            connection.execute(sa.insert(table), rows)
    vars(app.extensions["trail"]).update(kept.chain)
    found: dict[UUID, Any] = {}
    for entity in {entity for entity, _id in kept.ids.values()}:
        ids = [row_id for kind, row_id in kept.ids.values() if kind is entity]
        rows = db.session.scalars(sa.select(entity).where(entity.id.in_(ids), for_maintenance()))
        found |= {row.id: row for row in rows}
    for person in filter(lambda row: isinstance(row, User), found.values()):
        set_committed_value(person, "deputyships", [])  # known, and none yet, as of somebody just made
    db.session.commit()
    return World(**{name: found[row_id] for name, (_entity, row_id) in kept.ids.items()})
