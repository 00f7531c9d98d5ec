"""A backup is sealed, consistent while others write, and restored with proof."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp.accounts.models import Team
from caseapp.activities.models import Activity
from caseapp.app import create_app
from caseapp.app.backups.commands import backup, restore
from caseapp.app.backups.proof import restore_into
from caseapp.app.setup import make_keys
from caseapp.backups.rules import SPARE_BYTES
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.backup import count_rows, database_bytes, restored_bytes, write_backup
from caseapp.db.keys.ring import new_ring
from caseapp.errors import RuleBroken
from tests.stores import new_database, settings
from tests.world import World, make_activity, make_client, make_goal, make_team

CANARY = "כנרית-canary-7731"
CHOSEN = ("clients", "users", "goals")


def new_place(app: Flask, folder: Path, url: str = "") -> Flask:
    """An empty installation with the same keys."""
    (folder / "data").mkdir(parents=True)
    keys = {name: app.config[name] for name in ("KEY_FILE", "SECRET_KEY_FILE")}
    chosen = settings(folder, DATABASE_URL=url, **keys)
    make_keys(chosen)
    return create_app(chosen)


def test_what_is_restored_is_what_was_there(app: Flask, world: World, tmp_path: Path) -> None:
    """The backup is encrypted, readable only by its owner, and proved by restoring it."""
    make_goal(world.client)
    make_activity(world.client, world.mentor, today(), note=CANARY)
    copy = tmp_path / "copy.backup"
    answer = app.test_cli_runner().invoke(backup, ["--output", str(copy)])
    assert answer.exit_code == 0, answer.output
    assert "a sign-in works" in answer.output
    assert copy.stat().st_mode & 0o777 == 0o600
    raw = copy.read_bytes()
    for secret in (CANARY, "יעל", "mentor", world.client.national_id):
        assert secret.encode() not in raw
    before = count_rows(CHOSEN)
    other = new_place(app, tmp_path / "other")
    assert "Proved" in restore_into(other, copy)
    with other.app_context():
        notes = [activity.note for activity in db.session.scalars(sa.select(Activity).where(for_maintenance()))]
        assert notes == [CANARY]
        assert count_rows(CHOSEN) == before


@pytest.mark.parametrize("engine", ["postgresql"])
def test_postgresql_knows_how_many_rows_were_restored(app: Flask, world: World, tmp_path: Path) -> None:
    copy = tmp_path / "copy.backup"
    write_backup(copy, app.extensions["keys"])
    other = new_place(app, tmp_path / "other", new_database(tmp_path))
    restore_into(other, copy)
    with other.app_context(), db.engine.connect() as connection:
        known = connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE relname = 'clients'").scalar_one()
        assert known == count_rows(["clients"])["clients"] > 0


def test_a_restore_into_a_database_with_records_is_refused(app: Flask, world: World, tmp_path: Path) -> None:
    copy = tmp_path / "copy.backup"
    write_backup(copy, app.extensions["keys"])
    before = count_rows(CHOSEN)
    with pytest.raises(RuleBroken, match="not empty"):
        restore_into(app, copy)
    assert count_rows(CHOSEN) == before


@pytest.mark.parametrize("harm", ["flip", "cut", "foreign", "other keys"])
def test_a_damaged_copy_is_refused_and_leaves_nothing(app: Flask, world: World, tmp_path: Path, harm: str) -> None:
    for number in range(30):
        make_activity(world.client, world.mentor, today(), note=f"note {number}" * 50)
    copy = tmp_path / "copy.backup"
    write_backup(copy, app.extensions["keys"])
    other = new_place(app, tmp_path / "other")
    raw = bytearray(copy.read_bytes())
    if harm == "flip":
        raw[len(raw) // 2] ^= 1
    elif harm == "cut":
        del raw[-100:]
    elif harm == "foreign":
        raw = bytearray(b"not a backup at all")
    else:
        other.extensions["keys"].databases = [new_ring().database]
        other.extensions["keys"].database = other.extensions["keys"].databases[0]
    copy.write_bytes(raw)
    with pytest.raises(RuleBroken):
        restore_into(other, copy)


def test_a_copy_made_while_others_write_is_of_one_moment(app: Flask, world: World, tmp_path: Path) -> None:
    """Teams are written in pairs; a copy with half a pair would mix two moments."""
    stop = threading.Event()

    def write() -> None:
        from caseapp.db import transaction

        @transaction
        def pair(number: int) -> None:
            db.session.add_all([Team(name=f"left {number}"), Team(name=f"right {number}")])

        with app.app_context():
            number = 0
            while not stop.is_set() and number < 2000:
                pair(number)
                number += 1
            db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [write_backup(tmp_path / f"{n}.backup", app.extensions["keys"]) for n in range(5)]
    finally:
        stop.set()
        writer.join()
    odd = count_rows(["teams"])["teams"] % 2
    assert all(contents.rows["teams"] % 2 == odd for contents in copies)
    assert make_team().id


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_after_a_backup_nobody_who_saves_has_to_empty_the_journal(app: Flask, world: World, tmp_path: Path) -> None:
    database = Path(app.config["DATA"]) / "caseapp.db"
    before = database.read_bytes()
    make_client(world.team, world.mentor)
    db.session.remove()
    assert database.read_bytes() == before
    write_backup(tmp_path / "backup", app.extensions["keys"])
    assert database.read_bytes() != before


def test_a_restore_looks_for_room_first(app: Flask, world: World, tmp_path: Path, monkeypatch) -> None:
    """As much as the database that was backed up needs, which the backup says; an earlier one is guessed at."""
    copy = tmp_path / "copy.backup"
    write_backup(copy, app.extensions["keys"])
    wanted = restored_bytes(copy, app.extensions["keys"])
    assert wanted == database_bytes()
    other = new_place(app, tmp_path / "other")
    for free, is_enough in ((SPARE_BYTES + 3 * wanted - 1, False), (SPARE_BYTES + 3 * wanted, True)):
        monkeypatch.setattr("shutil.disk_usage", lambda _path, free=free: type("Usage", (), {"free": free}))
        with other.app_context():
            answer = other.test_cli_runner().invoke(restore, [str(copy)])
        assert (answer.exit_code == 0) is is_enough, answer.output
        assert is_enough or "There is too little room" in str(answer.exception)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_server_on_another_host_is_told_of_and_not_guessed_at(app, world: World, tmp_path, monkeypatch) -> None:
    copy = tmp_path / "copy.backup"
    write_backup(copy, app.extensions["keys"])
    monkeypatch.setattr("caseapp.app.backups.commands.database_folder", lambda: None)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 0}))
    other = new_place(app, tmp_path / "other")
    with other.app_context():
        answer = other.test_cli_runner().invoke(restore, [str(copy)])
    assert answer.exit_code == 0, answer.output
    assert "cannot be seen from here. It needs" in answer.output
