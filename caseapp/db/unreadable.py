"""Sealed fields that cannot be opened: noted as they are met or looked for, and counted for the administrator."""

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, Response, g
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from caseapp.db.base import Base, db, own_insert
from caseapp.db.keys.installation import sealed_columns
from caseapp.db.sealing import UNREADABLE, SealBroken, SealedPlace, key_ring, place_of, unseal_bytes
from caseapp.db.transactions import writing
from caseapp.errors import Unavailable

AT_ONCE = 50
MOST_SHOWN = 1000
LOG = logging.getLogger("caseapp")


class UnreadableField(Base):
    """A sealed field that could not be opened when somebody met it."""

    __tablename__ = "unreadable_fields"
    __table_args__ = (sa.UniqueConstraint("row_id", "column_name"),)

    table_name: Mapped[str] = mapped_column(sa.String(63))
    column_name: Mapped[str] = mapped_column(sa.String(63))
    row_id: Mapped[UUID]


def init_unreadable(app: Flask, sentence: Callable[[str], str]) -> None:
    """Show that sentence, which gets a number, in the place of a damaged field, and note which fields were met."""
    app.extensions[UNREADABLE] = sentence
    app.after_request(_note_what_was_met)


def find_unreadable() -> set[SealedPlace]:
    """Open every sealed field, and note those that cannot be opened."""
    found = set()
    for table, column in sealed_columns():
        with db.engine.connect().execution_options(yield_per=AT_ONCE) as connection:
            for row_id, blob in connection.execute(sa.select(table.c.id, column).where(column.is_not(None))):
                place = SealedPlace(table.name, column.name, row_id)
                if not _opens(place, blob):
                    found.add(place)
    _note(found)
    return found


def still_unreadable() -> list[str]:
    """The numbers of the noted fields that still cannot be opened, at most `MOST_SHOWN`."""
    noted = sa.select(UnreadableField.table_name, UnreadableField.column_name, UnreadableField.row_id)
    places = [SealedPlace(*row) for row in db.session.execute(noted.order_by(UnreadableField.id).limit(MOST_SHOWN))]
    with db.engine.connect() as connection:
        return [place.number for place in places if not _opens(place, _stored(connection, place))]


def _note_what_was_met(response: Response) -> Response:
    met = g.pop(UNREADABLE, None)
    if met:
        LOG.error("sealed fields that cannot be read: %s", " ".join(sorted(place.number for place in met)))
        try:
            _note(met)
        except (SQLAlchemyError, OSError, Unavailable) as fault:  # whoever meets them next notes them
            LOG.error("they could not be noted: %s", type(fault).__name__)
    return response


def _note(places: Iterable[SealedPlace]) -> None:
    of = UnreadableField
    of_these_rows = sa.select(of.row_id, of.column_name).where(of.row_id.in_([place.row_id for place in places]))
    noted = {(row.row_id, row.column_name) for row in db.session.execute(of_these_rows)}
    new = [place for place in places if (place.row_id, place.column) not in noted]
    if new:
        rows = [
            {"id": uuid7(), "table_name": place.table, "column_name": place.column, "row_id": place.row_id}
            for place in new
        ]
        with writing():
            db.session.execute(own_insert(UnreadableField).values(rows).on_conflict_do_nothing())


def _opens(place: SealedPlace, blob: bytes | None) -> bool:
    try:
        if blob:
            unseal_bytes(key_ring(), place_of(*place), blob)
    except SealBroken:
        return False
    return True


def _stored(connection: sa.Connection, place: SealedPlace) -> bytes | None:
    """The bytes of that field now; none where the row or, after an upgrade, the column is gone."""
    table = Base.metadata.tables.get(place.table)
    if table is None or place.column not in table.c:
        return None
    found: bytes | None = connection.execute(
        sa.select(table.c[place.column]).where(table.c.id == place.row_id)
    ).scalar_one_or_none()
    return found
