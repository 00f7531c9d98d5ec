"""Free space of the database that can still hold what was deleted."""

from collections.abc import Collection
from pathlib import Path

from flask import current_app
from sqlalchemy.engine import make_url

from caseapp.db.engine import open_sqlite
from caseapp.db.transactions import write_lock

BUSY_SECONDS = 60


def clear_free_space(tables: Collection[str]) -> bool:
    """Write the database anew without free pages, or these tables of it, and empty its journal; whether all of it was
    done. Others wait meanwhile, so it belongs into the night. Nothing is open in a transaction of this thread."""
    if current_app.config["DATABASE_URL"]:
        _write_tables_anew(tables)
        return True
    with write_lock(BUSY_SECONDS):
        connection = open_sqlite(
            Path(current_app.config["DATA"]) / "caseapp.db", current_app.extensions["keys"].database
        )
        try:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
            connection.execute("VACUUM")
            busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
    return not busy


def _write_tables_anew(tables: Collection[str]) -> None:
    """A connection of its own: it waits longer than a page does."""
    import psycopg
    from psycopg import sql

    url = make_url(current_app.config["DATABASE_URL"]).set(drivername="postgresql")
    options = f"-c statement_timeout=0 -c lock_timeout={BUSY_SECONDS}s"
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True, options=options) as connection:
        for table in sorted(tables):
            connection.execute(sql.SQL("VACUUM FULL {}").format(sql.Identifier(table)))
