"""Re-encrypting all sealed text with a new key: in small steps, resumable, while others work."""

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa

from caseapp.db.base import db
from caseapp.db.keys.installation import announce_seal, is_announced, sealed_columns, sealing_key_id
from caseapp.db.keys.ring import KeyRing
from caseapp.db.sealing import SealBroken, place_of, seal_bytes, unseal_bytes
from caseapp.db.transactions import writing
from caseapp.errors import RuleBroken

STEP = 100  # a step holds the write lock for a few milliseconds


def rotate_seals(ring: KeyRing, save: Callable[[], None], *, is_sent: bool) -> int:
    """Re-encrypt with a new key, or continue where an earlier run stopped; returns the number of fields.

    `save` writes the key file: the new key is on disk, and where it `is_sent` in the database for other hosts, before
    any text depends on it. The older keys stay in the file, because older backups need them.
    """
    columns = list(sealed_columns())
    if not any(_openable(ring, table, column, row) for table, column in columns for row in _older(table, column, ring)):
        ring.add_seal()
        save()
        announce_seal(ring, is_sent=is_sent)
    return sum(_reseal(table, column, ring) for table, column in columns)


def _older(
    table: sa.Table, column: sa.Column[bytes], ring: KeyRing, after: UUID | None = None
) -> list[tuple[UUID, bytes]]:
    """Some rows whose text is not sealed with the newest key, in the order of their ids."""
    newest, _ = ring.current_seal
    found = sa.select(table.c.id, column).where(column.is_not(None), sealing_key_id(column) != newest)
    if after:
        found = found.where(table.c.id > after)
    with db.engine.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(found.order_by(table.c.id).limit(STEP))]


def _openable(ring: KeyRing, table: sa.Table, column: sa.Column[bytes], row: tuple[UUID, bytes]) -> bytes | None:
    """What is sealed in that row; nothing where it is damaged, which a new key cannot mend."""
    try:
        return unseal_bytes(ring, place_of(table.name, column.name, row[0]), row[1])
    except SealBroken:
        return None


def _reseal(table: sa.Table, column: sa.Column[bytes], ring: KeyRing) -> int:
    done, after = 0, None
    while rows := _older(table, column, ring, after):
        after = rows[-1][0]
        opened = [(*row, content) for row in rows if (content := _openable(ring, table, column, row)) is not None]
        anew_of = [
            (row_id, blob, seal_bytes(ring, place_of(table.name, column.name, row_id), content))
            for row_id, blob, content in opened
        ]
        if not is_announced(ring):
            raise RuleBroken("Another rotation has begun since. Run this again when it has ended.")
        with writing(), db.engine.begin() as connection:
            for row_id, blob, anew in anew_of:
                same_row = sa.and_(table.c.id == row_id, column == blob)
                connection.execute(sa.update(table).where(same_row).values({column.name: anew}))
        done += len(anew_of)
    return done
