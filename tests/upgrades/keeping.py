"""The filled databases that are kept of versions: how they are made, and how a test opens one.

    .venv/bin/python -m tests.upgrades.keeping

makes `kept/<version>/` for the version of the checkout. That is done once, when the version is released; the files are
never made again, because they are what that version stored. Their keys open nothing else.
"""

import shutil
import tempfile
from pathlib import Path

import sqlalchemy as sa
import time_machine
from flask import Flask

from caseapp import __version__
from caseapp.app import create_app
from caseapp.app.schema import upgrade
from caseapp.app.setup import make_keys
from caseapp.audit.trail import close_chain
from caseapp.db import db
from caseapp.db.backup import write_backup
from caseapp.db.engine import open_sqlite
from caseapp.db.keys.ring import new_ring, save_ring
from tests.stores import ENGINES, new_database, settings
from tests.upgrades.dumps import dump, load
from tests.upgrades.filling import fill

KEPT = Path(__file__).parent / "kept"
VERSIONS = sorted(folder.name for folder in KEPT.glob("*"))
KEYS, BACKUP, SQLITE, POSTGRESQL = "caseapp.keys", "caseapp.backup", "sqlite.db", "postgresql.sql.xz"
WHEN = "2026-11-22T08:00:00+00:00"


def keep_this_version() -> None:
    """Make the folder of this version."""
    folder = KEPT / __version__
    folder.mkdir(parents=True)
    save_ring(folder / KEYS, new_ring())
    for engine in ENGINES:
        with tempfile.TemporaryDirectory() as place:
            keep_database(engine, Path(place), folder)


def keep_database(engine: str, place: Path, folder: Path) -> None:
    """Fill a new database of this engine, and keep it with the sealed ends of its trail."""
    url = new_database(place) if engine == "postgresql" else ""
    chosen = settings(place, DATABASE_URL=url, KEY_FILE=str(folder / KEYS))
    make_keys(chosen)
    app = create_app(chosen)
    with app.app_context(), time_machine.travel(WHEN, tick=False):
        told: list[str] = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: told.append(statement))
        upgrade(app)
        schema = [statement for statement in told if statement.lstrip().startswith(("CREATE", "ALTER"))]
        fill()
        close_chain(app)
        db.session.remove()
        if engine == "sqlite":
            write_backup(folder / BACKUP, app.extensions["keys"])
        db.engine.dispose()
    shutil.copy(chosen.ANCHOR_FILE, folder / f"{engine}.anchors")
    if engine == "postgresql":
        dump(url, schema, folder / POSTGRESQL)
        return
    connection = open_sqlite(Path(chosen.DATA) / "caseapp.db", app.extensions["keys"].database)
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(Path(chosen.DATA) / "caseapp.db", folder / SQLITE)


def open_kept(version: str, engine: str, place: Path) -> Flask:
    """An application of today over a copy of that version's database, which is as it was stored then."""
    kept = KEPT / version
    url = new_database(place) if engine == "postgresql" else ""
    chosen = settings(place, DATABASE_URL=url)
    copy_keys(version, place)
    make_keys(chosen)
    shutil.copy(kept / f"{engine}.anchors", chosen.ANCHOR_FILE)
    if engine == "postgresql":
        load(kept / POSTGRESQL, url)
    else:
        shutil.copy(kept / SQLITE, Path(chosen.DATA) / "caseapp.db")
    return create_app(chosen)


def rows_of_tables() -> dict[str, int]:
    """How many rows each table of the database holds, whether today's models know it or not."""
    with db.engine.connect() as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
            for name in sa.inspect(connection).get_table_names()
        }


def copy_keys(version: str, place: Path) -> None:
    """The kept keys where the settings look for them, for their owner's eyes only, as the application demands."""
    keys = place / "keys" / KEYS
    keys.parent.mkdir(parents=True)
    shutil.copy(KEPT / version / KEYS, keys)
    keys.chmod(0o600)


if __name__ == "__main__":
    keep_this_version()
