"""Replacing the key of the database: of the encrypted file, and of the backups that are made from now on."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import current_app

from caseapp.db.base import db
from caseapp.db.engine import open_sqlite
from caseapp.db.keys.installation import send_keys
from caseapp.db.keys.ring import KeyRing
from caseapp.db.transactions import write_lock
from caseapp.errors import RuleBroken

BUSY_SECONDS = 60
TRIAL = "caseapp.db.rekeyed"
ROOM = 2  # the copy on which it is tried, and the journal of the change itself


def change_database_key(ring: KeyRing, save: Callable[[], None], *, is_sent: bool) -> None:
    """Replace the key, or go on where this was cut short. `save` keeps the new key in its place, beside the one from
    before, while the file can still be opened with that one."""
    key = ring.next_database()
    if current_app.config["DATABASE_URL"]:
        save()
        ring.database = key
        send_keys(ring, is_sent=is_sent)
        return
    path = Path(current_app.config["DATA"]) / "caseapp.db"
    db.session.remove()
    db.engine.dispose()
    with write_lock(BUSY_SECONDS), _alone(path, ring.database) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        _try_on_a_copy(path, path.with_name(TRIAL), ring.database, key, pages)
        _expect_alone(connection)  # trying took a while, and somebody may have come
        save()
        _rekey(connection, key)
        ring.database = key


@contextmanager
def _alone(path: Path, key: bytes) -> Iterator[Any]:
    """A connection while nobody else has one."""
    connection = open_sqlite(path, key)
    try:
        _expect_alone(connection)
        yield connection
    finally:
        connection.close()


def _expect_alone(connection: Any) -> None:
    """`RuleBroken` where somebody else has the file open: only to one alone does SQLite let its journal go."""
    import sqlcipher3.dbapi2 as driver

    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # whether there is a journal again
        connection.execute("PRAGMA journal_mode = DELETE")
    except driver.OperationalError:
        raise RuleBroken(
            "Somebody else has the database open: stop caseapp serve first. Nothing was changed."
        ) from None


def _try_on_a_copy(path: Path, trial: Path, old: bytes, new: bytes, pages: int) -> None:
    """Replace the key of a copy and read all of it: what goes wrong there goes wrong nowhere else."""
    trial.unlink(missing_ok=True)
    os.close(os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        shutil.copyfile(path, trial)
        connection = open_sqlite(trial, old)
        connection.execute("PRAGMA journal_mode = DELETE")
        _rekey(connection, new)
        connection.close()
        _prove(trial, new, pages)
    finally:
        for leftover in path.parent.glob(TRIAL + "*"):
            leftover.unlink()


def _rekey(connection: Any, key: bytes) -> None:
    """One transaction of SQLite: killed in the middle, the next one who opens the file has it as it was."""
    connection.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")


def _prove(path: Path, key: bytes, pages: int) -> None:
    """Every page opens with the new key, belongs where it is, and none is missing."""
    connection = open_sqlite(path, key)
    try:
        faults = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        (said,) = connection.execute("PRAGMA integrity_check").fetchone()
    finally:
        connection.close()
    if faults or said != "ok" or _pages(path, key) != pages:
        raise RuleBroken("The records are not whole under the new key. Nothing was changed.")


def _pages(path: Path, key: bytes) -> int:
    connection = open_sqlite(path, key)
    try:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    finally:
        connection.close()
    return int(pages)
