"""Rows on their way into the database, many at once, and the trail that goes with them."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import DeclarativeBase

from caseapp.audit import Act
from caseapp.audit.models import Chain, Entry, client_sets, set_members
from caseapp.audit.rules import CHAIN_START, client_set_id, entry_mac
from caseapp.db import Sealed

TOGETHER = 5000
ADDRESS = "10.0.0.7"
ONES = (1 << 62) - 1


class Rows:
    """Gathers rows and inserts them by thousands; foreign keys are not checked meanwhile."""

    def __init__(self, connection: sa.Connection, seed: int = 5760) -> None:
        self.connection = connection
        self.chance = Random(seed)
        self.trail = Trail(self)
        self.counts: dict[str, int] = defaultdict(int)
        self._waiting: dict[sa.Table, list[dict[str, Any]]] = defaultdict(list)

    def new_id(self, at: datetime) -> UUID:
        """A time-ordered id as one made at that instant."""
        bits = self.chance.getrandbits(74)
        millisecond = int(at.timestamp() * 1000)
        return UUID(int=millisecond << 80 | 7 << 76 | (bits >> 62) << 64 | 2 << 62 | bits & ONES)

    def add(self, model: type[DeclarativeBase], **values: Any) -> None:
        """A row with the defaults of its table; sealed text is given as text, under the name of its attribute."""
        table: sa.Table = model.__table__  # type: ignore[assignment]  # declared as FromClause
        row = {**_blank(table), **values}
        for name, text in _texts(model).items():
            if name in values:
                row[text.column] = text.seal(row["id"], row.pop(name))
        self.add_plain(table, row)

    def add_plain(self, table: sa.Table, row: dict[str, Any]) -> None:
        """A row as it is stored."""
        waiting = self._waiting[table]
        waiting.append(row)
        if len(waiting) >= TOGETHER:
            self._insert(table)

    def finish(self) -> None:
        """Close the trail and insert what is left."""
        self.trail.close()
        for table in list(self._waiting):
            self._insert(table)

    def _insert(self, table: sa.Table) -> None:
        rows = self._waiting.pop(table, [])
        if rows:
            self.connection.execute(sa.insert(table), rows)
            self.counts[table.name] += len(rows)


class Trail:
    """The trail's entries, in chains of one month each."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._key = current_app.extensions["keys"].trail
        self._chain: UUID | None = None
        self._month = (0, 0)
        self._seq, self._mac = -1, CHAIN_START
        self._sets = set(rows.connection.scalars(sa.select(client_sets.c.id)))
        self._opened_at = self._last_at = datetime.min.replace(tzinfo=UTC)

    def record(
        self,
        at: datetime,
        what: Act,
        by: UUID | None,
        *,
        about: tuple[str, UUID] | None = None,
        clients: Iterable[UUID] = (),
        **detail: Any,
    ) -> None:
        """An entry as `caseapp.audit.record` makes it; `about` is the table and the id of a row."""
        if self._month != (at.year, at.month):
            self.close()
            self._month = (at.year, at.month)
            self._open(at)
        self._append(at, what, by, about, clients, detail)

    def close(self) -> None:
        """End the chain that is open."""
        if self._chain is None:
            return
        self._append(self._last_at, Act.CHAIN_CLOSED, None, None, (), {})
        self._rows.add(Chain, id=self._chain, opened_at=self._opened_at, closed_at=self._last_at)
        self._chain = None

    def _open(self, at: datetime) -> None:
        self._chain, self._opened_at = self._rows.new_id(at), at
        self._seq, self._mac = -1, CHAIN_START
        self._append(at, Act.CHAIN_OPENED, None, None, (), {"tails": "{}"})

    def _append(
        self,
        at: datetime,
        what: Act,
        by: UUID | None,
        about: tuple[str, UUID] | None,
        clients: Iterable[UUID],
        detail: dict[str, Any],
    ) -> None:
        assert self._chain is not None
        self._seq, self._last_at = self._seq + 1, at
        subject, subject_id = about or (None, None)
        entry_id = self._rows.new_id(at)
        concerned = set(clients)
        text = json.dumps({name: value for name, value in detail.items() if value is not None}, sort_keys=True)
        address = ADDRESS if by else None
        content = {
            "id": entry_id.hex,
            "chain": self._chain.hex,
            "seq": self._seq,
            "at": at.isoformat(timespec="microseconds"),
            "actor": by.hex if by else None,
            "act": what.value,
            "subject": subject,
            "subject_id": subject_id.hex if subject_id else None,
            "detail": text,
            "address": address,
            "clients": sorted(client.hex for client in concerned),
        }
        self._mac = entry_mac(self._key, self._mac, content)
        self._rows.add(
            Entry,
            id=entry_id,
            chain_id=self._chain,
            seq=self._seq,
            at=at,
            actor_id=by,
            act=what,
            subject=subject,
            subject_id=subject_id,
            detail=text,
            address=address,
            mac=self._mac,
            client_set_id=self._keep_set(concerned) if concerned else None,
        )

    def _keep_set(self, clients: set[UUID]) -> bytes:
        set_id = client_set_id(clients)
        if set_id not in self._sets:
            self._sets.add(set_id)
            self._rows.add_plain(client_sets, {"id": set_id})
            for client in sorted(clients):
                self._rows.add_plain(set_members, {"set_id": set_id, "client_id": client})
        return set_id


@cache
def _blank(table: sa.Table) -> dict[str, Any]:
    """The columns of a new row, with their defaults."""
    blank = {column.name: getattr(column.default, "arg", None) for column in table.columns}
    return {name: 1 if name == "version" else None if callable(value) else value for name, value in blank.items()}


@cache
def _texts(model: type[DeclarativeBase]) -> dict[str, Sealed]:
    """The attributes under which sealed text is set."""
    named = (item for each in model.__mro__ for item in vars(each).items())
    return {name: getattr(model, name) for name, kept in named if isinstance(kept, Sealed)}
