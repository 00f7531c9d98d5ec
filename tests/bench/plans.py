"""What the engine is about to read for each statement that is sent."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from caseapp.db import Base

GROWING = (
    "assignments",
    "meetings",
    "activities",
    "goal_touches",
    "goal_steps",
    "goal_changes",
    "stuck_steps",
    "attendance_marks",
    "ratings",
    "follow_ups",
    "concerns",
    "idempotency_keys",
)
OF_THE_TRAIL = tuple(
    name
    for name in Base.metadata.tables
    if name.startswith("trail_") and name not in ("trail_chains", "trail_anchors", "trail_purged")
)
AVOIDED = ("seqscan", "indexscan", "indexonlyscan", "hashjoin", "mergejoin")
EXPLAINED = ("SELECT", "WITH", "UPDATE", "DELETE")
WATCHED = frozenset(GROWING + OF_THE_TRAIL)


@contextmanager
def explained(engine: sa.Engine) -> Iterator[list[tuple[str, set[str]]]]:
    """The statements of the block that read a whole table of those that grow, with the tables."""
    faults: list[tuple[str, set[str]]] = []

    def explain(connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not many and statement.lstrip().upper().startswith(EXPLAINED):
            read = whole_tables(connection, statement, parameters)
            if read:
                faults.append((statement, read))

    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield faults
    finally:
        event.remove(engine, "before_cursor_execute", explain)


def whole_tables(connection: sa.Connection, statement: str, parameters: Any) -> set[str]:
    """The growing tables of which this statement would read every row."""
    cursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return _scanned([row[3] for row in cursor.fetchall()], statement)
    # Of few rows PostgreSQL reads the whole table. With these off it does so only where no index could be used: what is
    # left is a bitmap, which cannot be without a condition.
    for way in AVOIDED:
        cursor.execute(f"SET LOCAL enable_{way} = off")
    cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    ((plan,),) = cursor.fetchone()
    for way in AVOIDED:
        cursor.execute(f"SET LOCAL enable_{way} = on")
    return set(_read_otherwise(plan["Plan"]))


def _scanned(steps: list[str], statement: str) -> set[str]:
    """SQLite names a table by its alias, and builds an index of its own by reading everything."""
    aliases = {alias: table for table, alias in re.findall(r'"?(\w+)"? AS "?(\w+)"?', statement)}
    read = (re.match(r"SCAN (\w+)|SEARCH (\w+) USING AUTOMATIC", step) for step in steps)
    names = (match[1] or match[2] for match in read if match)
    # Clients are not watched on PostgreSQL, which may hash all closed files where it could seek each.
    return {aliases.get(name, name) for name in names} & (WATCHED | {"clients"})


def _read_otherwise(node: dict[str, Any]) -> Iterator[str]:
    """Tables that are read without a condition on an index; not under one that is never true."""
    if node.get("One-Time Filter") == "false":
        return
    if node.get("Relation Name") in WATCHED and node["Node Type"] not in ("Bitmap Heap Scan", "ModifyTable"):
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _read_otherwise(below)
