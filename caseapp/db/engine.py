"""The two engines: encrypted SQLite in a file, and PostgreSQL."""

import hashlib
import hmac
import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db.base import Base, db
from caseapp.db.keys import KeyRing
from caseapp.db.query_guards import install_query_guards
from caseapp.db.sealing import key_ring
from caseapp.db.transactions import is_writing, writing
from caseapp.errors import SettingWrong

BUSY_WAIT_MS = 1000
POOL = {"max_overflow": 15, "pool_use_lifo": True}  # one for each thread of a web process; mostly the same few
KEY_CHECK = "installation"


class Installation(Base):
    """One row that shows whether the key file belongs to this database."""

    __tablename__ = "installation"

    key_check: Mapped[bytes] = mapped_column(sa.LargeBinary)


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
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = sqlite_options(path, ring.database, app.config["CACHE_MB"])
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


def sqlite_options(path: Path, key: bytes, cache_mb: int) -> dict[str, Any]:
    """Engine options for an encrypted SQLite file (SQLCipher, raw key: no derivation on each connection)."""
    import sqlcipher3.dbapi2 as driver

    return {
        "module": driver,
        "creator": lambda: open_sqlite(path, key, cache_mb=cache_mb),
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


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing.get() else "BEGIN")


def key_check(ring: KeyRing) -> bytes:
    """What the database stores to recognise its keys."""
    return hmac.digest(ring.index, KEY_CHECK.encode(), hashlib.sha256)


def is_key_right(engine: Engine, ring: KeyRing) -> bool:
    """Whether these keys belong to this database (an empty database accepts any)."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("installation"):
            return True
        kept = connection.execute(sa.select(Installation.key_check)).scalar()
        return kept is None or hmac.compare_digest(kept, key_check(ring))


def remember_keys() -> None:
    """Store in a new database which keys belong to it (inside an application context)."""
    with writing():
        if db.session.scalar(sa.select(Installation.id)) is None:
            db.session.add(Installation(key_check=key_check(key_ring())))


def check_keys(app: Flask, ring: KeyRing) -> None:
    """`SettingWrong` where the key file does not belong to the database; nothing is written."""
    sentence = f"The key file {app.config['KEY_FILE']} does not belong to this database. Nothing was changed."
    if not app.config["DATABASE_URL"] and not (Path(app.config["DATA"]) / "caseapp.db").exists():
        return
    with app.app_context():
        try:
            right = is_key_right(db.engine, ring)
        except sa.exc.OperationalError:
            return
        except sa.exc.DatabaseError:
            raise SettingWrong(sentence) from None
        finally:
            db.engine.dispose()
        if not right:
            raise SettingWrong(sentence)
