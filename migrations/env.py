"""Runs the migrations on either engine, each in one transaction.

SQLite migrates with foreign keys off: with them on, a table that a batch makes anew would silently delete
the rows that refer to it. The check at the end finds what such a mistake would have left behind.
"""

import importlib
from pathlib import Path

import sqlalchemy as sa
from alembic import context
from flask import current_app

import caseapp
from caseapp.db import Base, db
from caseapp.db.engine import open_sqlite


def load_models() -> None:
    """Every table of every package, so that they can be compared with the schema."""
    root = Path(caseapp.__path__[0])
    for room in sorted(root.rglob("*models.py")):
        importlib.import_module(".".join(("caseapp", *room.relative_to(root).with_suffix("").parts)))


def connect() -> sa.Engine:
    """An engine whose connections suit a migration."""
    if db.engine.dialect.name != "sqlite":
        return db.engine
    import sqlcipher3.dbapi2 as driver

    path, key = Path(current_app.config["DATA"]) / "caseapp.db", current_app.extensions["keys"].database
    engine = sa.create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: open_sqlite(path, key, foreign_keys=False),
        poolclass=sa.NullPool,
    )
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def include(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    """Leave out what the engines keep for themselves."""
    return not (kind == "table" and name is not None and name.startswith("sqlite_"))


def run() -> None:
    """Migrate, then see that no row refers to nothing."""
    load_models()
    with connect().connect() as connection, connection.begin():
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            include_object=include,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.dialect.name == "sqlite":
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if lost:
                raise RuntimeError(f"the migration would leave rows of {lost[0]} that refer to nothing")


run()
