"""What a backup holds: every table in one consistent snapshot, the same lines for both engines."""

from base64 import b85decode
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.db.backup.sealed_file import read_lines, write_lines
from caseapp.db.backup.turn import database_bytes
from caseapp.db.base import Base, db
from caseapp.db.keys.installation import Installation
from caseapp.db.keys.ring import KeyRing
from caseapp.db.revisions import find_revision
from caseapp.errors import RuleBroken

ROWS = 1000
UNPACKED = 8  # times as large as its backup a database is at most
NOT_OURS = ("alembic_version", "huey_", "sqlite_")
TRANSIENT = frozenset({"sign_ins", "throttles"})  # a restored copy must not revive sessions


def backed_up_tables() -> list[sa.FromClause]:
    """The tables that a backup holds, parents first."""
    return [table for table in Base.metadata.sorted_tables if table.name not in TRANSIENT]


@dataclass
class BackupContents:
    """What a backup holds: the revision of the schema, and the number of rows of each table."""

    revision: str
    rows: dict[str, int] = field(default_factory=dict)


def write_backup(path: Path, ring: KeyRing, *, is_upgraded: bool = True) -> BackupContents:
    """Write all tables as of one moment; others can go on writing meanwhile. There is a whole file or none. A database
    that is not upgraded yet is read as it is, and not as today's models say."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        contents = BackupContents(str(find_revision(connection)))
        tables = backed_up_tables() if is_upgraded else _tables_as_they_are(connection)
        write_lines(path, ring, _lines(connection, contents, tables))
        connection.rollback()
        _empty_journal(connection)
    return contents


def _empty_journal(connection: sa.Connection) -> None:
    """Bring what SQLite's journal has gathered meanwhile into the database: otherwise whoever saves next has to, and
    everybody waits for them."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA wal_checkpoint(PASSIVE)")


def read_revision(path: Path, ring: KeyRing) -> str:
    """The revision of the schema in which the backup was made."""
    for line in read_lines(path, ring):
        return str(line["revision"])
    raise RuleBroken(f"{path} is an empty backup.")


def restored_bytes(path: Path, ring: KeyRing) -> int:
    """How large the database was when the backup was made; where an earlier version did not say so, a guess."""
    first = next(read_lines(path, ring), {})
    return int(first.get("bytes") or path.stat().st_size * UNPACKED)


def read_backup(path: Path, ring: KeyRing) -> BackupContents:
    """Put the rows into the empty tables of the same revision, all or none."""
    lines = read_lines(path, ring)
    contents = BackupContents(str(next(lines)["revision"]))
    expected: dict[str, int] | None = None
    with db.engine.begin() as connection:
        _ensure_empty(connection)
        connection.execute(sa.delete(Installation))  # the backup brings its own
        for line in lines:
            if "table" in line:
                rows = [dict(zip(line["columns"], map(_value, row), strict=True)) for row in line["rows"]]
                connection.execute(sa.insert(_table(line["table"], rows)), rows)
                contents.rows[line["table"]] = contents.rows.get(line["table"], 0) + len(rows)
            else:
                expected = line["counts"]
        if expected != contents.rows:
            raise RuleBroken(f"{path} does not hold as many rows as it says.")
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")  # else it would choose its plans as if the tables were empty
    return contents


def find_empty_revision() -> str | None:
    """The revision of a database without records; `RuleBroken` where there are any."""
    with db.engine.connect() as connection:
        _ensure_empty(connection)
        return find_revision(connection)


def _ensure_empty(connection: sa.Connection) -> None:
    """`RuleBroken` where there are records; at an earlier revision some tables do not exist yet."""
    here = set(sa.inspect(connection).get_table_names())
    for table in Base.metadata.sorted_tables:
        if table is Installation.__table__ or table.name not in here:
            continue
        if connection.execute(sa.select(sa.exists(sa.select(sa.literal(1)).select_from(table)))).scalar():
            raise RuleBroken("The database is not empty. A backup can only be restored into a new installation.")


def count_rows(tables: Iterable[str]) -> dict[str, int]:
    """How many rows each of these tables holds, whether today's models know it or not."""
    with db.engine.connect() as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
            for name in tables
        }


def _tables_as_they_are(connection: sa.Connection) -> list[sa.TableClause]:
    """The tables of the database, parents first; what today's models know has the types that they give it."""
    found = sa.MetaData()
    found.reflect(connection, only=lambda name, _metadata: not name.startswith(NOT_OURS))
    return [_as_it_is(table) for table in found.sorted_tables if table.name not in TRANSIENT]


def _as_it_is(found: sa.Table) -> sa.TableClause:
    known = Base.metadata.tables.get(found.name)
    types = {} if known is None else {column.name: column.type for column in known.columns}
    return sa.table(found.name, *(sa.column(each.name, types.get(each.name, each.type)) for each in found.columns))


def _lines(
    connection: sa.Connection, contents: BackupContents, tables: Iterable[sa.FromClause]
) -> Iterator[dict[str, Any]]:
    yield {"revision": contents.revision, "bytes": database_bytes()}
    for table in tables:
        name = str(table.description)
        columns = [column.name for column in table.columns]
        found = connection.execution_options(stream_results=True).execute(sa.select(table))
        for rows in found.partitions(ROWS):
            contents.rows[name] = contents.rows.get(name, 0) + len(rows)
            yield {"table": name, "columns": columns, "rows": [[_plain(value) for value in row] for row in rows]}
    yield {"counts": contents.rows}


def _table(name: str, rows: list[dict[str, Any]]) -> sa.TableClause:
    """The table of these rows; a column that today's models do not know has the type of its values."""
    known = Base.metadata.tables.get(name)
    columns = {} if known is None else dict(known.columns)
    found = {column: next((row[column] for row in rows if row[column] is not None), None) for column in rows[0]}
    return sa.table(
        name,
        *(
            sa.column(column, columns[column].type if column in columns else sa.literal(value).type)
            for column, value in found.items()
        ),
    )


def _plain(value: Any) -> Any:
    """A value as JSON, with its kind where JSON has none."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return ["s", b2a_base64(bytes(value), newline=False).decode()]
    for kind, mark in ((UUID, "u"), (datetime, "m"), (date, "d"), (time, "t"), (Decimal, "n")):
        if isinstance(value, kind):
            return [mark, value.isoformat() if hasattr(value, "isoformat") else str(value)]
    return str(getattr(value, "value", value))


READ: dict[str, Any] = {
    "s": a2b_base64,
    "b": b85decode,  # of earlier versions
    "u": UUID,
    "m": datetime.fromisoformat,
    "d": date.fromisoformat,
    "t": time.fromisoformat,
    "n": Decimal,
}


def _value(plain: Any) -> Any:
    return READ[plain[0]](plain[1]) if isinstance(plain, list) else plain
