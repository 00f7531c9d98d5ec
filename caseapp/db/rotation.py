"""Re-encrypting all sealed text with a new key: in small steps, resumable, while others work."""

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa

from caseapp.db.base import db
from caseapp.db.keys.installation import announce_seal, is_announced, sealed_columns, sealing_key_id
from caseapp.db.keys.ring import KeyRing
from caseapp.db.sealing import place_of, seal_bytes, unseal_bytes
from caseapp.db.transactions import writing
from caseapp.errors import RuleBroken

STEP = 100  # a step holds the write lock for a few milliseconds


def rotate_seals(ring: KeyRing, save: Callable[[], None], *, is_sent: bool) -> int:
    """Re-encrypt with a new key, or continue where an earlier run stopped; returns the number of fields.

    `save` writes the key file: the new key is on disk, and where it `is_sent` in the database for other hosts, before
    any text depends on it. The older keys stay in the file, because older backups need them.
    """
    if not any(_older(table, column, ring) for table, column in sealed_columns()):
        ring.add_seal()
        save()
        announce_seal(ring, is_sent=is_sent)
    return sum(_reseal(table, column, ring) for table, column in sealed_columns())


def _older(table: sa.Table, column: sa.Column[bytes], ring: KeyRing, limit: int = 1) -> list[tuple[UUID, bytes]]:
    """Some rows whose text is not sealed with the newest key."""
    newest, _ = ring.current_seal
    with db.engine.connect() as connection:
        found = sa.select(table.c.id, column).where(column.is_not(None), sealing_key_id(column) != newest).limit(limit)
        return [(row[0], row[1]) for row in connection.execute(found)]


def _reseal(table: sa.Table, column: sa.Column[bytes], ring: KeyRing) -> int:
    done = 0
    while rows := _older(table, column, ring, STEP):
        anew_of = [(row_id, blob, _sealed_anew(ring, table, column, row_id, blob)) for row_id, blob in rows]
        if not is_announced(ring):
            raise RuleBroken("Another rotation has begun since. Run this again when it has ended.")
        with writing(), db.engine.begin() as connection:
            for row_id, blob, anew in anew_of:
                same_row = sa.and_(table.c.id == row_id, column == blob)
                connection.execute(sa.update(table).where(same_row).values({column.name: anew}))
        done += len(rows)
    return done


def _sealed_anew(ring: KeyRing, table: sa.Table, column: sa.Column[bytes], row_id: UUID, blob: bytes) -> bytes:
    place = place_of(table.name, column.name, row_id)
    return seal_bytes(ring, place, unseal_bytes(ring, place, blob))
