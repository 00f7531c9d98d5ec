"""Keys: rotated while the work goes on, survivable by a sealed copy, harmless when wrong."""

import hashlib
import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.app import create_app
from caseapp.audit.verify import verify
from caseapp.cli.keys import keys
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db, rotation
from caseapp.db.keys.installation import PLACE, Installation, hold_current_keys, is_announced, remember_keys
from caseapp.db.keys.places import KeyFile
from caseapp.db.keys.ring import load_ring, new_ring, save_ring
from caseapp.errors import KeyMissing, RuleBroken, SettingWrong
from tests.world import World, make_activity, make_goal


class Killed(BaseException):
    """The process ends here."""


PASSPHRASE = "correct horse battery staple"


def key_ids() -> set[bytes]:
    blobs = db.session.scalars(sa.select(Activity.note_sealed).where(for_maintenance()))
    return {bytes(blob[:4]) for blob in blobs if blob}


def records(world: World) -> list[Activity]:
    make_goal(world.client)
    return [make_activity(world.client, world.mentor, today(), note=f"note {n}") for n in range(7)]


def test_rotation_seals_everything_with_the_new_key_and_all_stays_readable(app, world, own_keys) -> None:
    made = records(world)
    before = key_ids()
    answer = app.test_cli_runner().invoke(keys, ["rotate"])
    assert answer.exit_code == 0, answer.output
    assert not key_ids() & before
    db.session.expire_all()
    assert [activity.note for activity in made] == [f"note {n}" for n in range(7)]
    assert load_ring(own_keys).current_seal[0] in key_ids()
    assert own_keys.stat().st_mode & 0o777 == 0o600
    assert verify().is_whole


def test_a_rotation_that_was_killed_goes_on_with_the_same_key(app, world, own_keys, monkeypatch) -> None:
    made = records(world)
    monkeypatch.setattr(rotation, "STEP", 3)
    steps = iter(range(1))
    real = rotation.seal_bytes

    def seal_until_killed(ring, place, content):
        if b"activities" in place and next(steps, None) is None:
            raise Killed
        return real(ring, place, content)

    monkeypatch.setattr(rotation, "seal_bytes", seal_until_killed)
    with pytest.raises(Killed):
        app.test_cli_runner().invoke(keys, ["rotate"], standalone_mode=False, catch_exceptions=False)
    monkeypatch.setattr(rotation, "seal_bytes", real)
    db.session.rollback()
    number = len(load_ring(own_keys).seals)
    assert app.test_cli_runner().invoke(keys, ["rotate"]).exit_code == 0
    assert len(load_ring(own_keys).seals) == number
    assert key_ids() == {load_ring(own_keys).current_seal[0]}
    db.session.expire_all()
    assert [activity.note for activity in made] == [f"note {n}" for n in range(7)]


def test_a_running_process_reads_what_a_rotation_beside_it_sealed(app, world, own_keys) -> None:
    made = records(world)
    ring = load_ring(own_keys)
    rotation.rotate_seals(ring, lambda: save_ring(own_keys, ring), is_sent=False)
    db.session.expire_all()
    assert made[0].note == "note 0"


def test_a_lost_key_file_comes_back_from_its_sealed_copy(app, world, own_keys, tmp_path) -> None:
    """The copy opens only with its passphrase and never overwrites a key file."""
    runner = app.test_cli_runner()
    copy = tmp_path / "copy"
    answer = runner.invoke(keys, ["seal", "--output", str(copy), "--passphrase", PASSPHRASE])
    assert answer.exit_code == 0, answer.output
    assert copy.stat().st_mode & 0o777 == 0o600
    assert app.extensions["keys"].database.hex() not in copy.read_text()
    back = tmp_path / "back"
    wrong = runner.invoke(keys, ["unseal", str(copy), "--output", str(back), "--passphrase", "something else"])
    assert wrong.exit_code != 0
    assert not back.exists()
    assert runner.invoke(keys, ["unseal", str(copy), "--output", str(back), "--passphrase", PASSPHRASE]).exit_code == 0
    assert load_ring(back) == load_ring(own_keys)
    assert runner.invoke(keys, ["unseal", str(copy), "--output", str(back), "--passphrase", PASSPHRASE]).exit_code != 0


def test_a_short_passphrase_is_refused(app, tmp_path) -> None:
    answer = app.test_cli_runner().invoke(keys, ["seal", "--output", str(tmp_path / "x"), "--passphrase", "short"])
    assert answer.exit_code != 0
    assert not (tmp_path / "x").exists()


def test_a_wrong_key_says_so_and_damages_nothing(app, world, own_keys, engine) -> None:
    data = Path(app.config["DATA"]) / "caseapp.db"
    db.session.remove()
    db.engine.dispose()
    before = hashlib.sha256(data.read_bytes()).digest() if engine == "sqlite" else b""
    save_ring(own_keys, new_ring())
    with pytest.raises(SettingWrong, match="does not belong to this database"):
        create_app(app.extensions["settings"])
    if engine == "sqlite":
        assert hashlib.sha256(data.read_bytes()).digest() == before


@pytest.mark.parametrize("content", ["", "database 00", "rubbish\n", "database xx\nindex 00\n"])
def test_a_damaged_key_file_stops_the_start_with_a_sentence(app, own_keys, content) -> None:
    own_keys.write_text(content)
    with pytest.raises(SettingWrong, match="does not hold the keys"):
        create_app(app.extensions["settings"])


def test_a_key_file_that_others_can_read_stops_the_start(app, own_keys) -> None:
    os.chmod(own_keys, 0o644)
    with pytest.raises(SettingWrong, match="can be read by others"):
        create_app(app.extensions["settings"])
    os.chmod(own_keys, 0o600)


def test_the_key_file_from_before_a_rotation_is_refused_in_a_sentence(app, world, own_keys, tmp_path) -> None:
    """It still belongs to the database, and would open nothing that was sealed since."""
    records(world)
    older = own_keys.read_bytes()
    assert app.test_cli_runner().invoke(keys, ["rotate", "--keep-here"]).exit_code == 0
    db.session.remove()
    newest = own_keys.read_bytes()
    own_keys.write_bytes(older)
    with pytest.raises(SettingWrong, match="is older than the records"):
        create_app(app.extensions["settings"])
    assert own_keys.read_bytes() == older
    own_keys.write_bytes(newest)
    create_app(app.extensions["settings"])


@pytest.mark.parametrize("rotated", [True, False])
def test_an_upgrade_with_an_older_key_file_is_refused_too(app, world, own_keys, rotated) -> None:
    """A database from before it was known which key seals says it by what is sealed."""
    records(world)
    ring = load_ring(own_keys)
    if rotated:
        rotation.rotate_seals(app.extensions["keys"], lambda: None, is_sent=False)
    with db.engine.begin() as connection:
        connection.execute(sa.update(Installation).values(seal_check=None))
    db.session.rollback()
    if rotated:
        with pytest.raises(SettingWrong, match="is older than the records"):
            remember_keys(ring)
        return
    remember_keys(ring)
    assert is_announced(ring)


def test_a_new_key_reaches_another_host_through_the_database_and_its_key_file(
    app, world, own_keys, tmp_path, monkeypatch
) -> None:
    records(world)
    other = tmp_path / "other.keys"
    other.write_bytes(own_keys.read_bytes())
    other.chmod(0o600)
    ring = app.extensions["keys"]
    rotation.rotate_seals(ring, lambda: save_ring(own_keys, ring), is_sent=True)
    stored = db.session.scalar(sa.select(Installation.wrapped_seals))
    assert ring.current_seal[1] not in stored
    monkeypatch.setitem(app.extensions, PLACE, KeyFile(other))
    there = load_ring(other)
    hold_current_keys(there)
    assert there == load_ring(other) == ring
    save_ring(other, new_ring())
    with pytest.raises(KeyMissing):
        hold_current_keys(load_ring(other))


def test_a_rotation_that_another_one_has_overtaken_stops(app, world, own_keys) -> None:
    """Else each would seal again what the other has sealed, for ever."""
    records(world)
    before, overtaken = key_ids(), load_ring(own_keys)
    overtaken.add_seal()
    with pytest.raises(RuleBroken, match="Another rotation"):
        rotation.rotate_seals(overtaken, lambda: None, is_sent=False)
    assert key_ids() == before
