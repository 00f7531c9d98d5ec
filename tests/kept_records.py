"""Records that many tests begin with: stored once by the application's own acts, put back row by row from then on."""

from collections.abc import Callable
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


@dataclass(frozen=True)
class Kept:
    """Rows in the order of their tables, the head of the trail's chain behind them, and what their maker answered."""

    at: datetime
    rows: dict[sa.Table, list[dict[str, Any]]]
    chain: dict[str, Any]
    made: Any


def make_or_put_back(app: Flask, make: Callable[[], Any]) -> Any:
    """What `make` stores and answers; after other records, or at another hour, it is made anew."""
    if app.extensions["trail"].chain_id is not None:
        return make()
    known: dict[Callable[[], Any], Kept] = app.extensions.setdefault("tests.kept", {})
    kept = known.get(make)
    if kept is None or kept.at != now():
        made = make()
        known[make] = Kept(now(), _stored_rows(), dict(vars(app.extensions["trail"])), made)
        return made
    with db.engine.begin() as connection:
        for table, rows in kept.rows.items():
            connection.execute(sa.insert(table), rows)
    vars(app.extensions["trail"]).update(kept.chain)
    return kept.made


def world_of(app: Flask) -> World:
    """A small organisation, its people and clients known to the session."""
    ids = make_or_put_back(app, _stored_world)
    found: dict[UUID, Any] = {}
    for entity in {entity for entity, _id in ids.values()}:
        wanted = [row_id for kind, row_id in ids.values() if kind is entity]
        rows = db.session.scalars(sa.select(entity).where(entity.id.in_(wanted), for_maintenance()))
        found |= {row.id: row for row in rows}
    for person in filter(lambda row: isinstance(row, User), found.values()):
        set_committed_value(person, "deputyships", [])  # known, and none yet, as of somebody just made
    db.session.commit()
    return World(**{name: found[row_id] for name, (_entity, row_id) in ids.items()})


def _stored_world() -> dict[str, tuple[type[Base], UUID]]:
    world = make_world()
    people = {field.name: getattr(world, field.name) for field in fields(world)}
    return {name: (type(row), row.id) for name, row in people.items()}


def _stored_rows() -> dict[sa.Table, list[dict[str, Any]]]:
    with db.engine.connect() as connection:
        found = {
            table: [dict(row._mapping) for row in connection.execute(sa.select(table))]
            for table in Base.metadata.sorted_tables
            if table.name != "installation"
        }
    return {table: rows for table, rows in found.items() if rows}
