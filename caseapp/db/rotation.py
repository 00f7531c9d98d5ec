"""Re-encrypting all sealed text with a new key: in small steps, resumable, while others work."""

from collections.abc import Callable, Iterator
from uuid import UUID

import sqlalchemy as sa

from caseapp.db.base import Base, db
from caseapp.db.keys import KeyRing
from caseapp.db.sealing import SEALED, place_of, seal_bytes, unseal_bytes
from caseapp.db.transactions import writing

STEP = 100  # a step holds the write lock for a few milliseconds


def rotate_seals(ring: KeyRing, save: Callable[[], None]) -> int:
    """Re-encrypt with a new key, or continue where an earlier run stopped; returns the number of fields.

    `save` writes the key file: the new key is on disk before any text depends on it. The older keys stay in the
    file, because older backups need them.
    """
    if not any(_older(table, column, ring) for table, column in sealed_columns()):
        ring.add_seal()
        save()
    return sum(_reseal(table, column, ring) for table, column in sealed_columns())


def sealed_columns() -> Iterator[tuple[sa.Table, sa.Column[bytes]]]:
    """Every column that holds sealed bytes."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.info.get(SEALED):
                yield table, column


def _older(table: sa.Table, column: sa.Column[bytes], ring: KeyRing, limit: int = 1) -> list[tuple[UUID, bytes]]:
    """Some rows whose text is not sealed with the newest key."""
    newest, _ = ring.current_seal
    begins = sa.func.substr(column, 1, 4) if db.engine.dialect.name == "sqlite" else sa.func.substring(column, 1, 4)
    with db.engine.connect() as connection:
        found = sa.select(table.c.id, column).where(column.is_not(None), begins != newest).limit(limit)
        return [(row[0], row[1]) for row in connection.execute(found)]


def _reseal(table: sa.Table, column: sa.Column[bytes], ring: KeyRing) -> int:
    done = 0
    while rows := _older(table, column, ring, STEP):
        anew_of = [(row_id, blob, _sealed_anew(ring, table, column, row_id, blob)) for row_id, blob in rows]
        with writing(), db.engine.begin() as connection:
            for row_id, blob, anew in anew_of:
                same_row = sa.and_(table.c.id == row_id, column == blob)
                connection.execute(sa.update(table).where(same_row).values({column.name: anew}))
        done += len(rows)
    return done


def _sealed_anew(ring: KeyRing, table: sa.Table, column: sa.Column[bytes], row_id: UUID, blob: bytes) -> bytes:
    place = place_of(table.name, column.name, row_id)
    return seal_bytes(ring, place, unseal_bytes(ring, place, blob))
