"""Canary texts in every column of one client, and looking for them in everything that is stored."""

import enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.audit import Act, record
from caseapp.clients.queries import for_maintenance
from caseapp.db import Base, Sealed, SealedBytes, db, transaction
from caseapp.errors import Unreadable
from caseapp.privacy.erasure.count_queries import tables_of_clients

CANARY = "QANARYQ"


def models() -> dict[str, Any]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def seals(model: Any) -> dict[str, Any]:
    """The attributes that open a model's columns, by column."""
    found = {}
    for owner in model.__mro__:
        for name, sealed in vars(owner).items():
            if isinstance(sealed, Sealed | SealedBytes):
                found[sealed.column] = (name, isinstance(sealed, SealedBytes))
    return found


def free_columns(table: sa.Table) -> list[Any]:
    """The columns in which plain text stands."""
    texts = [column for column in table.c if type(column.type) in (sa.String, sa.Text, sa.Unicode)]
    return [column for column in texts if not column.foreign_keys and (column.type.length or 99) >= len(CANARY)]


@transaction
def plant(client_id: UUID) -> set[str]:
    """A canary in every sealed and every plain column of the client's rows; returns the columns."""
    planted = set()
    for table, column in tables_of_clients():
        model = models()[table.name]
        attribute = next(each.key for each in sa.inspect(model).column_attrs if each.columns[0] is column)
        rows = db.session.scalars(sa.select(model).where(getattr(model, attribute) == client_id, for_maintenance()))
        for row in rows.all():
            for sealed, (name, is_bytes) in seals(model).items():
                setattr(row, name, CANARY.encode() if is_bytes else f"{CANARY} {table.name}.{sealed}")
                planted.add(f"{table.name}.{sealed}")
            for plain in free_columns(table):
                setattr(row, plain.key, CANARY)
                planted.add(f"{table.name}.{plain.name}")
    record(Act.CLIENT_CHANGED, None)
    return planted


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, opened."""
    found = {}
    for table in Base.metadata.sorted_tables:
        model = models().get(table.name)
        if model is None:
            rows = db.session.execute(sa.select(table)).mappings().all()
            found[table.name] = [dict(row) for row in rows]
            continue
        stored = db.session.scalars(sa.select(model).where(for_maintenance())).all()
        found[table.name] = [opened(row) for row in stored]
    return found


def opened(row: Any) -> dict[str, Any]:
    values = {
        attribute.columns[0].name: getattr(row, attribute.key) for attribute in sa.inspect(type(row)).column_attrs
    }
    for column, (name, _is_bytes) in seals(type(row)).items():
        if values[column] is not None:
            text = getattr(row, name)
            assert not isinstance(text, Unreadable), f"{row.__tablename__}.{column}"
            values[column] = text
    values.pop("stamp", None)  # another one after each change, of whatever
    return values


def places_of(word: str, rows: dict[str, list[dict[str, Any]]]) -> set[str]:
    """The columns in which the word stands, in any of its forms."""
    return {
        f"{table}.{column}"
        for table, stored in rows.items()
        for row in stored
        for column, value in row.items()
        if word in text_of(value)
    }


def text_of(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, UUID):
        return f"{value.hex} {value}"
    return str(value.value if isinstance(value, enum.Enum) else value)
