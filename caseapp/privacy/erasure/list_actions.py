"""The list of what was erased, outside of the database: beside the anchors, and with the backups. A restored backup is
compared with it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.clients.queries import for_maintenance
from caseapp.db import db, reading
from caseapp.db.backup.outside_list import alone_with, list_places, put_aside, read_lines, write_lines
from caseapp.privacy.orders.models import ErasureOrder
from caseapp.privacy.orders.rules import CARRIED_OUT, Ground, OrderKind

NAME = "erasures.sealed"
HEADER = "caseapp erasures 1"


@dataclass(frozen=True)
class Erased:
    """An order that was carried out. Only in a backup does the id lead to anybody."""

    order_id: UUID
    client_id: UUID
    team_id: UUID
    kind: OrderKind
    ground: Ground
    removed_at: datetime
    asked_by_id: UUID | None
    asked_at: datetime | None
    confirmed_by_id: UUID | None
    confirmed_at: datetime | None


@dataclass
class ErasedList:
    """What was read: the entries by their orders, in how many files, and how many lines are missing or could not
    be read."""

    erased: dict[UUID, Erased]
    files: int
    unreadable: int


def keep_list() -> None:
    """Write what was carried out to the list, in each of its places, with what stands there already."""
    add_to_list(carried_out())


def add_to_list(added: dict[UUID, Erased]) -> None:
    """Write these to the list, in each of its places, with what stands in any of them already."""
    with alone_with(NAME):
        places = list_places(NAME)
        known = {**read_list(places).erased, **added}
        erased = sorted(known.values(), key=lambda each: (each.removed_at, each.order_id))
        for path in places:
            found = read_list([path])
            if found.unreadable:
                put_aside(path)
            if not found.files or found.unreadable or not known.keys() <= found.erased.keys():
                write_lines(path, HEADER, [json.dumps(asdict(each), default=_plain).encode() for each in erased])


def read_list(paths: Iterable[Path]) -> ErasedList:
    """What stands in these files."""
    lines = read_lines(paths)
    erased = map(_read, lines.texts)
    return ErasedList({each.order_id: each for each in erased}, lines.files, lines.unreadable)


def carried_out() -> dict[UUID, Erased]:
    """What was carried out, as the database says."""
    of = ErasureOrder
    names = [each.name for each in fields(Erased)][1:]
    found = sa.select(of.id.label("order_id"), *(getattr(of, name) for name in names))
    with reading():
        rows = db.session.execute(found.where(of.state.in_(CARRIED_OUT), for_maintenance())).all()
    return {row.order_id: Erased(**row._mapping) for row in rows}


def _read(text: bytes) -> Erased:
    found: dict[str, Any] = json.loads(text)
    for name in ("order_id", "client_id", "team_id", "asked_by_id", "confirmed_by_id"):
        found[name] = UUID(found[name]) if found[name] else None
    for name in ("removed_at", "asked_at", "confirmed_at"):
        found[name] = datetime.fromisoformat(found[name]) if found[name] else None
    return Erased(**found | {"kind": OrderKind(found["kind"]), "ground": Ground(found["ground"])})


def _plain(value: UUID | datetime) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
