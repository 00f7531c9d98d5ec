"""Conditions that lead an engine to a good plan, whatever it knows of how many rows there are."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


def unsought(column: Any) -> sa.ColumnElement[Any]:
    """A column by which SQLite does not seek: for a condition on few rows that are found otherwise, where it would seek
    each of many values instead."""
    return sa.cast(column, column.type)


class found_first(FunctionElement[bool]):  # noqa: N801 - used as a function
    """The condition that a column is one of these ids. They are found first, once, and the rows are sought by them.

    PostgreSQL turns `IN` into a join, and without statistics, which a table gets only some minutes after it was filled,
    it may go through the ids again for each row.
    """

    inherit_cache = True
    type = sa.Boolean()

    def __init__(self, column: Any, ids: sa.Select[Any]) -> None:
        super().__init__(column, ids.scalar_subquery())

    def self_group(self, against: Any = None) -> "found_first":
        """It is a comparison, and must not be compared with 1, as a function would be on SQLite."""
        return self


@compiles(found_first)
def _in(element: Any, compiler: Any, **rest: Any) -> str:
    column, ids = (compiler.process(each, **rest) for each in element.clauses)
    return f"{column} IN {ids}"


@compiles(found_first, "postgresql")
def _in_array(element: Any, compiler: Any, **rest: Any) -> str:
    column, ids = (compiler.process(each, **rest) for each in element.clauses)
    return f"{column} = ANY (ARRAY{ids})"
