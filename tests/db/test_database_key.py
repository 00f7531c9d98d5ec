"""The database's key: replaced in place, and killed at any moment the records are all there under one of the two."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.app import create_app
from caseapp.app.backups.proof import restore_into
from caseapp.audit.verify import verify
from caseapp.cli.keys import keys
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.backup import rekeying, write_backup
from caseapp.db.engine import _opens, open_sqlite
from caseapp.db.keys.installation import Installation
from caseapp.db.keys.ring import load_ring
from tests.app.test_backups import new_place
from tests.world import make_activity


class Killed(BaseException):
    """The process ends here."""


def notes() -> list[str]:
    return [activity.note for activity in db.session.scalars(sa.select(Activity).where(for_maintenance()))]


def size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def rotate(app):
    return app.test_cli_runner().invoke(keys, ["rotate-database"])


def test_the_records_have_a_new_key_and_earlier_backups_still_open(app, world, own_keys, engine, tmp_path) -> None:
    make_activity(world.client, world.mentor, today(), note="a note")
    ring = app.extensions["keys"]
    earlier, later = tmp_path / "earlier.backup", tmp_path / "later.backup"
    before = ring.database
    write_backup(earlier, ring)
    answer = rotate(app)
    assert answer.exit_code == 0, answer.output
    assert load_ring(own_keys).databases == [before, ring.database]
    assert notes() == ["a note"]
    assert verify().is_whole
    if engine == "sqlite":
        path = Path(app.config["DATA"]) / "caseapp.db"
        assert [_opens(path, key) for key in (before, ring.database)] == [False, True]
        assert not list(path.parent.glob(rekeying.TRIAL + "*"))
    else:
        assert db.session.scalar(sa.select(Installation.wrapped_seals))
    db.session.rollback()
    write_backup(later, ring)
    for number, copy in enumerate((earlier, later)):
        other = new_place(app, tmp_path / str(number))
        assert "Proved" in restore_into(other, copy)
        with other.app_context():
            assert notes() == ["a note"]


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("stage", ["_try_on_a_copy", "_prove", "_rekey", "save", "after"])
def test_killed_at_any_stage_it_is_there_and_done_again(app, world, own_keys, monkeypatch, stage) -> None:
    make_activity(world.client, world.mentor, today(), note="a note")
    before = app.extensions["keys"].database

    def kill(*_args):
        raise Killed

    if stage in ("save", "after"):
        place = app.extensions["key_place"]
        real = place.keep
        monkeypatch.setattr(place, "keep", lambda ring: (real(ring) if stage == "after" else None, kill()))
    else:
        monkeypatch.setattr(rekeying, stage, kill)
    with pytest.raises(Killed):
        app.test_cli_runner().invoke(keys, ["rotate-database"], standalone_mode=False, catch_exceptions=False)
    monkeypatch.undo()
    kept = load_ring(own_keys).databases
    assert len(kept) == (2 if stage == "after" else 1)
    started = create_app(app.extensions["settings"])
    assert started.extensions["keys"].database == before
    with started.app_context():
        assert notes() == ["a note"]
        db.session.remove()
        db.engine.dispose()
    assert rotate(app).exit_code == 0
    assert load_ring(own_keys).databases[: len(kept)] == kept
    assert len(load_ring(own_keys).databases) == 2
    assert notes() == ["a note"]


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_process_that_is_killed_while_the_file_is_written_leaves_it_as_it_was(app, tmp_path) -> None:
    """`kill -9` at several sizes of the journal: each time one of the keys opens all of it."""
    path, old, new = tmp_path / "caseapp.db", b"\1" * 32, b"\2" * 32
    connection = open_sqlite(path, old)
    connection.execute("CREATE TABLE t (b BLOB)")
    for _row in range(60):
        connection.execute("INSERT INTO t VALUES (randomblob(100000))")
    connection.execute("PRAGMA journal_mode = DELETE")
    (wanted,) = connection.execute("SELECT SUM(LENGTH(b)) FROM t").fetchone()
    connection.close()
    program = (
        "from pathlib import Path; from caseapp.db.engine import open_sqlite; from caseapp.db.backup import rekeying;"
        f"c = open_sqlite(Path({str(path)!r}), {old!r}); c.execute('PRAGMA journal_mode = DELETE');"
        f"rekeying._rekey(c, {new!r})"
    )
    journal = path.with_name("caseapp.db-journal")
    cut = 0
    for size in (1, 500_000, 2_000_000, 4_000_000):
        running = subprocess.Popen([sys.executable, "-c", program], cwd=Path(__file__).parents[2])
        while running.poll() is None and size_of(journal) < size:
            os.sched_yield()
        running.kill()
        running.wait()
        cut += journal.exists()
        key = next(key for key in (new, old) if _opens(path, key))
        connection = open_sqlite(path, key)
        assert connection.execute("SELECT SUM(LENGTH(b)) FROM t").fetchone() == (wanted,)
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.execute("PRAGMA journal_mode = DELETE")
        if key == new:
            rekeying._rekey(connection, old)
        connection.close()
    assert cut


@pytest.mark.parametrize("engine", ["sqlite"])
def test_while_somebody_works_or_the_disk_is_full_nothing_is_changed(app, world, own_keys, monkeypatch) -> None:
    path, ring = Path(app.config["DATA"]) / "caseapp.db", app.extensions["keys"]
    other = open_sqlite(path, ring.database)
    other.execute("SELECT COUNT(*) FROM clients").fetchone()
    monkeypatch.setattr("caseapp.db.engine.BUSY_WAIT_MS", 10)
    answer = rotate(app)
    assert "stop caseapp serve first" in str(answer.exception)
    other.close()
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 1000}))
    assert "MB are needed" in str(rotate(app).exception)
    assert len(load_ring(own_keys).databases) == 1
    assert _opens(path, ring.database)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_whoever_comes_while_a_copy_is_tried_keeps_the_key_as_it_is(app, world, own_keys, monkeypatch) -> None:
    ring, path, came = app.extensions["keys"], Path(app.config["DATA"]) / "caseapp.db", []
    before, try_it = ring.database, rekeying._try_on_a_copy

    def try_while_somebody_comes(*told):
        try_it(*told)
        came.append(open_sqlite(path, before))
        came[0].execute("SELECT count(*) FROM clients").fetchone()

    monkeypatch.setattr(rekeying, "_try_on_a_copy", try_while_somebody_comes)
    monkeypatch.setattr("caseapp.db.engine.BUSY_WAIT_MS", 10)
    assert "stop caseapp serve first" in str(rotate(app).exception)
    assert came[0].execute("SELECT count(*) FROM clients").fetchone()
    came[0].close()
    assert load_ring(own_keys).databases == [before]


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_copy_that_is_not_whole_stops_it(app, world, own_keys, monkeypatch) -> None:
    monkeypatch.setattr(rekeying, "_rekey", lambda connection, key: None)
    assert rotate(app).exit_code != 0
    assert len(load_ring(own_keys).databases) == 1
