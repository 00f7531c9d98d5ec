"""Before a backup: whose turn it is, of all hosts and commands of an installation, and how large the database is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout
from flask import current_app

from caseapp.db.base import db

LOCK = 7_310_442_019_615_338_211  # of PostgreSQL's advisory locks, which are numbers


@contextmanager
def is_our_turn() -> Iterator[bool]:
    """Whether nobody else is at it; the turn ends with the process, however that ends."""
    if db.engine.dialect.name == "sqlite":
        with _by_file(Path(current_app.config["DATA"]) / "backup.lock") as ours:
            yield ours
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        ours = bool(connection.execute(sa.select(sa.func.pg_try_advisory_lock(LOCK))).scalar())
        try:
            yield ours
        finally:
            if ours:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(LOCK)))


@contextmanager
def _by_file(path: Path) -> Iterator[bool]:
    lock = FileLock(path, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def database_bytes() -> int:
    """How large the database is on its disk."""
    if db.engine.dialect.name == "sqlite":
        return sum(file.stat().st_size for file in Path(current_app.config["DATA"]).glob("caseapp.db*"))
    with db.engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.pg_database_size(sa.func.current_database()))).scalar_one())


def database_folder() -> Path | None:
    """The folder of the database's files; nothing where a server is on another host or does not tell."""
    if db.engine.dialect.name == "sqlite":
        return Path(current_app.config["DATA"])
    told = sa.text(
        "SELECT setting FROM pg_settings WHERE name = 'data_directory' "
        "AND (inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr())"
    )
    with db.engine.connect() as connection:
        folder = connection.execute(told).scalar()
    return Path(folder) if folder and os.path.isdir(folder) else None
