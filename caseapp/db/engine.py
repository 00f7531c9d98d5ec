"""The two engines: encrypted SQLite in a file, and PostgreSQL."""

import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import make_url

from caseapp.db.base import db
from caseapp.db.keys.ring import KeyRing
from caseapp.db.query_guards import install_query_guards
from caseapp.db.transactions import is_writing
from caseapp.errors import SettingWrong

BUSY_WAIT_MS = 1000
POOL = {"max_overflow": 15, "pool_use_lifo": True}  # one for each thread of a web process; mostly the same few


def init_db(app: Flask, ring: KeyRing) -> None:
    """Connect the application to its database with its keys."""
    app.extensions["keys"] = ring
    url = app.config["DATABASE_URL"]
    if url:
        if not url.startswith("postgresql"):
            raise SettingWrong("CASEAPP_DATABASE_URL must begin with postgresql://")
        from caseapp.db.postgresql import CONNECT_SECONDS, SETTINGS

        app.config["SQLALCHEMY_DATABASE_URI"] = make_url(url).set(drivername="postgresql+psycopg")
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
            "pool_pre_ping": True,
            "hide_parameters": True,
            "pool_timeout": 5,
            **POOL,
            "connect_args": {
                "connect_timeout": CONNECT_SECONDS,
                "options": " ".join(f"-c {name}={value}" for name, value in SETTINGS.items()),
            },
        }
        app.config["WRITE_LOCK"] = None
    else:
        path = Path(app.config["DATA"]) / "caseapp.db"
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{path}"
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = sqlite_options(path, ring, app.config["CACHE_MB"])
        app.config["WRITE_LOCK"] = str(path.with_name("caseapp.lock"))
    db.init_app(app)
    install_query_guards()
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "begin", _begin)
        else:
            from caseapp.db.postgresql import ImpatientConnection

            dialect: Any = db.engine.dialect
            dialect.connect = ImpatientConnection.connect


def sqlite_options(path: Path, ring: KeyRing, cache_mb: int) -> dict[str, Any]:
    """Engine options for an encrypted SQLite file (SQLCipher, raw key: no derivation on each connection)."""
    import sqlcipher3.dbapi2 as driver

    if len(ring.databases) > 1 and path.exists():
        ring.database = next((key for key in reversed(ring.databases) if _opens(path, key)), ring.database)
    return {
        "module": driver,
        "creator": lambda: open_sqlite(path, ring.database, cache_mb=cache_mb),
        "poolclass": sa.QueuePool,
        "pool_timeout": 5,
        **POOL,
        "hide_parameters": True,
    }


def open_sqlite(path: Path, key: bytes, foreign_keys: bool = True, cache_mb: int = 2) -> Any:
    """A connection to the encrypted file; the driver begins no transactions of its own."""
    import sqlcipher3.dbapi2 as driver

    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))  # the journal files inherit its mode
    connection = driver.connect(str(path), isolation_level=None, check_same_thread=False)
    for pragma in (
        f"key = \"x'{key.hex()}'\"",
        f"busy_timeout = {BUSY_WAIT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        "secure_delete = ON",
        "temp_store = MEMORY",
        f"cache_size = {-1024 * cache_mb}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _opens(path: Path, key: bytes) -> bool:
    """Whether this is the key of the file: after a change that was cut short it is still the one from before."""
    import sqlcipher3.dbapi2 as driver

    connection = driver.connect(str(path))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT COUNT(*) FROM sqlite_master")
    except driver.DatabaseError as fault:
        return isinstance(fault, driver.OperationalError)  # busy, or the disk: not the key
    finally:
        connection.close()
    return True


def _begin(connection: sa.Connection) -> None:
    if is_writing.get():
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.connection.cursor().execute("BEGIN")  # waits for nothing, so nothing can fail
