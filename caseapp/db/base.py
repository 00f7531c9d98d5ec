"""The base class of every table: its id, its version, and whether it is about clients."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, make_transient_to_detached, mapped_column, registry
from sqlalchemy.orm.attributes import instance_dict, instance_state, manager_of_class
from uuid_utils.compat import uuid7

from caseapp.db.types import Id, UtcDateTime

CONFIDENTIAL = "confidential"
SEALED = "sealed"
COLUMNS_ALONE = "columns_alone"
T = TypeVar("T", bound="Base")


class Base(DeclarativeBase):
    """A table. Ids are UUIDv7 and are set on construction, because sealed text is bound to them."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(column_0_N_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime, UUID: Id},
    )

    __confidential__: ClassVar[bool] = False
    __stamps__: ClassVar[tuple[str, str, str] | None] = None
    """For a row of no client: the column that says whether records of another table count, and those by their key."""

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-10)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        table = getattr(cls, "__table__", None)
        if cls.__confidential__ and isinstance(table, sa.Table):
            table.info[CONFIDENTIAL] = True

    def __init__(self, **values: Any) -> None:
        self.id = values.pop("id", None) or uuid7()
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, value)


class Versioned:
    """A row that can be edited; a change based on an older version is refused."""

    version: Mapped[int] = mapped_column(sa.Integer, nullable=False, sort_order=-9)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return (
            {"version_id_col": cls.__table__.c.version}
            if hasattr(cls, "__table__")
            else {"version_id_col": cls.version}
        )


class PlainSession(Session):
    """A session that runs a statement which asks for columns alone (`COLUMNS_ALONE`) on its connection: the ORM, which
    makes objects of rows, has nothing to do there and takes as long as the rest.

    `watched` is the guard that looks at such a statement first; before there is one, none is run.
    """

    watched: ClassVar[Callable[[Any], None]]

    def execute(self, statement: Any, params: Any = None, **rest: Any) -> Any:
        """The rows."""
        plain = self._plain(statement, params)
        return super().execute(statement, params, **rest) if plain is None else plain

    def scalars(self, statement: Any, params: Any = None, **rest: Any) -> Any:
        """The first value of each row."""
        plain = self._plain(statement, params)
        return super().scalars(statement, params, **rest) if plain is None else plain.scalars()

    def scalar(self, statement: Any, params: Any = None, **rest: Any) -> Any:
        """The first value of the first row."""
        plain = self._plain(statement, params)
        return super().scalar(statement, params, **rest) if plain is None else plain.scalar()

    def _plain(self, statement: Any, params: Any) -> Any:
        if not statement.is_select or not statement.get_execution_options().get(COLUMNS_ALONE):
            return None
        type(self).watched(statement)
        if self.autoflush:
            self.flush()
        return self.connection().execute(statement, params)


db = SQLAlchemy(model_class=Base, session_options={"class_": PlainSession, "expire_on_commit": False})


@cache
def _offer(table: sa.Table, key: str, dialect_name: str) -> Any:
    insert = (sqlite if dialect_name == "sqlite" else postgresql).insert(table)
    return insert.on_conflict_do_nothing(index_elements=[key]).returning(table.c[key])


def is_kept(table: sa.Table, key: str, row: dict[str, Any]) -> bool:
    """Insert the row, unless one with that key is there already; whether it was not. The statement is built once."""
    return db.session.execute(_offer(table, key, db.engine.dialect.name), row).first() is not None


def own_insert(table: type[Base] | sa.Table) -> Any:
    """An INSERT of the engine's own kind, which can leave out what is there already."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def kept_object(entity: type[T], values: Sequence[Any]) -> T:
    """The object of a stored row, of whose columns these are the values; as if the ORM had read it, in a tenth of the
    time. One that the session has already stays as it is."""
    names = [column.key for column in entity.__table__.c]
    row = manager_of_class(entity).new_instance()
    instance_dict(row).update(zip(names, values, strict=True))
    make_transient_to_detached(row)
    key: Any = instance_state(row).key
    known: T | None = db.session().identity_map.get(key)
    if known is None:
        db.session.add(row)
    return known or row
