"""Statements that are built once, as to build one takes SQLAlchemy longer than it takes the database to answer it; and
conditions that lead an engine to a good plan, whatever it knows of how many rows there are."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from enum import Enum
from functools import lru_cache, wraps
from inspect import signature
from types import FunctionType
from typing import Any, NamedTuple, ParamSpec, TypeAlias, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine
from werkzeug.local import LocalProxy

from caseapp.db.base import COLUMNS_ALONE, Base
from caseapp.db.types import UtcDateTime

P = ParamSpec("P")
T = TypeVar("T", bound=Base)
Rows: TypeAlias = sa.Select[*tuple[Any, ...]]

NARROWED = "narrowed_"
TO_MENTOR, TO_GROUP, TO_CLIENT, TO_TEAMS = (
    f"{NARROWED}to_viewers_{name}" for name in ("mentor", "group", "client", "teams")
)
MOST_SHAPES = 500
VALUE_TYPES: dict[type, Any] = {
    UUID: sa.Uuid,
    date: sa.Date,
    time: sa.Time,
    datetime: UtcDateTime,
    str: sa.String,
    bytes: sa.LargeBinary,
}
FROZEN = (UUID, date, bytes)


class FrozenValue(Exception):
    """A statement that is built once contains an id or a day of the person or the moment it was first built for."""


class Prepared(NamedTuple):
    """A statement and its values: `execute(*prepared)`."""

    statement: Rows
    values: dict[str, Any]


class AnyTeams:
    """The teams of whoever will ask; true if there are any."""

    def __init__(self, are_any: bool) -> None:
        self.are_any = are_any

    def __bool__(self) -> bool:
        return self.are_any

    def __iter__(self) -> Iterator[UUID]:
        raise FrozenValue("the teams of a viewer while a statement is built: use `teams_of`")


class AnyViewer:
    """Stands for the viewer while a statement is built: a role, and whether in charge of a team. The ids come with
    each execution, and a statement without them is refused by SQLAlchemy."""

    def __init__(self, role: str, is_in_charge: bool) -> None:
        self.role = role
        self.id = sa.bindparam("viewer_id", type_=sa.Uuid, required=True)
        self.team_ids_in_charge = AnyTeams(is_in_charge)


def narrowed_to(viewer: Any, name: str) -> BindParameter[Any]:
    """The viewer's id, or with `teams` the ids of the teams in charge, or with `client` the one client with whom the
    viewer is, as a parameter that declares a statement to be narrowed to what the viewer may see."""
    is_teams = name == "teams"
    kind: dict[str, Any] = {"type_": sa.Uuid, "expanding": is_teams}
    if isinstance(viewer, AnyViewer):
        # Another name than below: else both would share one compiled statement, which remembers what is required.
        return sa.bindparam(f"{NARROWED}to_viewers_{name}", required=True, **kind)
    value = viewer.client_id if name == "client" else viewer.id
    return sa.bindparam(f"{NARROWED}to_{name}", teams_of(viewer) if is_teams else value, **kind)


def teams_of(viewer: Any) -> Any:
    """The ids of the teams that the viewer is in charge of, for `column.in_(…)`."""
    if isinstance(viewer, AnyViewer):
        return sa.bindparam("viewer_teams", type_=sa.Uuid, expanding=True, required=True)
    return sorted(viewer.team_ids_in_charge)


def kept_alias(entity: type[T]) -> type[T]:
    """An alias that the statements of all threads share.

    SQLAlchemy makes the index of its columns when the first of them is asked for; two threads that ask at once may get
    a statement with columns of the table itself, which would be kept. So it is made here, where there is one thread.
    """
    alias = aliased(entity)
    alias.id.__clause_element__()
    return alias


def prepared(build: Callable[P, Rows]) -> Callable[P, Prepared]:
    """Build a statement once for each kind of arguments, and return it with the values of this call.

    The viewer, ids, days, hours, instants, text, bytes, and lists of ids become parameters; None, numbers, enums and
    functions tell kinds apart. Today comes from `clock.TODAY`. `FrozenValue` where an id or a day would stay.
    """
    arguments = signature(build)
    names = tuple(arguments.parameters)
    of_stand_ins: Callable[..., Rows] = build

    @lru_cache(MOST_SHAPES)
    def built(kinds: tuple[Any, ...]) -> Rows:
        statement = of_stand_ins(*(_stand_in(name, kind) for name, kind in zip(names, kinds, strict=False)))
        _ensure_nothing_frozen(statement)
        return statement.execution_options(**{COLUMNS_ALONE: _asks_for_columns_alone(statement)})

    @wraps(build)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Prepared:
        values: dict[str, Any] = {}
        given: tuple[Any, ...] = args
        if kwargs:
            bound = arguments.bind(*args, **kwargs)
            bound.apply_defaults()
            given = bound.args
        kinds = tuple(_kind(name, value, values) for name, value in zip(names, given, strict=False))
        return Prepared(built(kinds), values)

    return wrapped


def _kind(name: str, value: Any, values: dict[str, Any]) -> Any:
    """What of an argument a statement is built from; ids, days and the viewer go into `values`."""
    if type(value) in VALUE_TYPES:
        values[name] = value
        return BindParameter, type(value), False
    if hasattr(value, "team_ids_in_charge"):
        return _kind_of_viewer(value, values)
    if isinstance(value, list):
        values[name] = value
        return BindParameter, UUID, True
    if value is None or isinstance(value, (int, Enum, FunctionType)):
        return None, value, False
    raise TypeError(f"{name}: neither a value nor a kind: {type(value)}")


def _kind_of_viewer(viewer: Any, values: dict[str, Any]) -> Any:
    # Whoever is signed in is looked up by a proxy, at each attribute anew.
    of: Any = viewer._get_current_object() if type(viewer) is LocalProxy else viewer
    teams = sorted(of.team_ids_in_charge)
    values |= {"viewer_id": of.id, "viewer_teams": teams, TO_TEAMS: teams, TO_MENTOR: of.id, TO_GROUP: of.id}
    values[TO_CLIENT] = getattr(of, "client_id", None)
    return AnyViewer, of.role, bool(teams)


def _stand_in(name: str, kind: Any) -> Any:
    what, value, flag = kind
    if what is AnyViewer:
        return AnyViewer(value, flag)
    if what is BindParameter:
        return sa.bindparam(name, type_=VALUE_TYPES[value], expanding=flag, required=True)
    return value


def _asks_for_columns_alone(statement: Any) -> bool:
    """Whether its rows hold values and no objects of ours; such a statement needs no ORM."""
    first: Any = statement.selects[0] if isinstance(statement, sa.CompoundSelect) else statement
    return all(isinstance(asked["type"], TypeEngine) for asked in first.column_descriptions)


def _ensure_nothing_frozen(statement: Rows) -> None:
    for element in visitors.iterate(statement):
        if not isinstance(element, BindParameter):
            continue
        values = element.value if isinstance(element.value, (list, tuple, set, frozenset)) else [element.value]
        if any(isinstance(value, FROZEN) for value in values):
            raise FrozenValue(f"{element.key} in {str(statement)[:200]}")


def unsought(column: Any) -> sa.ColumnElement[Any]:
    """A column by which SQLite does not seek: for a condition on few rows that are found otherwise, where it would seek
    each of many values instead."""
    return sa.cast(column, column.type)


class FoundFirst(FunctionElement[bool]):
    """The condition that a column is one of these ids. They are found first, once, and the rows are sought by them.

    PostgreSQL turns `IN` into a join, and without statistics, which a table gets only some minutes after it was filled,
    it may go through the ids again for each row.
    """

    inherit_cache = True
    type = sa.Boolean()

    def __init__(self, column: Any, ids: sa.Select[Any]) -> None:
        super().__init__(column, ids.scalar_subquery())

    def self_group(self, against: Any = None) -> "FoundFirst":
        """It is a comparison, and must not be compared with 1, as a function would be on SQLite."""
        return self


@compiles(FoundFirst)
def _in(element: Any, compiler: Any, **rest: Any) -> str:
    column, ids = (compiler.process(each, **rest) for each in element.clauses)
    return f"{column} IN {ids}"


@compiles(FoundFirst, "postgresql")
def _in_array(element: Any, compiler: Any, **rest: Any) -> str:
    column, ids = (compiler.process(each, **rest) for each in element.clauses)
    return f"{column} = ANY (ARRAY{ids})"
