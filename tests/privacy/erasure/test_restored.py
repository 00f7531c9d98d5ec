"""A backup from before an erasure is restored: the person is not back."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from caseapp.app.backups import proof
from caseapp.app.backups.privacy_night import PrivacyNight
from caseapp.app.backups.proof import prove, restore_into
from caseapp.audit import Act, record
from caseapp.audit.models import Entry
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.clients.rules import ClientStatus
from caseapp.clock import today
from caseapp.db import db, transaction
from caseapp.db.backup import write_backup
from caseapp.db.backup.outside_list import list_places, read_lines, write_lines
from caseapp.errors import RuleBroken
from caseapp.privacy.erasure import repeat_actions
from caseapp.privacy.erasure.list_actions import NAME, add_to_list, keep_list, read_list
from caseapp.privacy.erasure.night_actions import finish_erasures
from caseapp.privacy.erasure.removal_actions import BACKGROUND
from caseapp.privacy.orders.rules import OrderKind, OrderState
from tests.app.test_backups import new_place
from tests.privacy.erasure.canaries import CANARY, everything, places_of, plant
from tests.privacy.erasure.ordering import confirmed, stored
from tests.world import World, make_activity, make_goal


def backed_up_and_erased(app, world: World, folder: Path, kind: OrderKind = OrderKind.ERASE):
    """A backup with the person in it, and the order that was carried out afterwards."""
    make_goal(world.client)
    make_activity(world.client, world.mentor, today(), note="a note")
    plant(world.client.id)
    copy = folder / "copy.backup"
    write_backup(copy, app.extensions["keys"])
    order_id = confirmed(world.supervisor, world.administrator, world.client.id, kind).id
    BACKGROUND.make(order_id)
    return copy, order_id


@transaction
def close_file(world: World) -> None:
    world.client.status = ClientStatus.CLOSED
    record(Act.STATUS_CHANGED, world.supervisor, clients=[world.client.id])


def raw_bytes(app) -> bytes:
    return b"".join(path.read_bytes() for path in Path(app.config["DATA"]).rglob("*") if path.is_file())


def test_what_was_erased_after_a_backup_is_erased_again(app, world: World, tmp_path) -> None:
    client_id = world.client.id
    copy, order_id = backed_up_and_erased(app, world, tmp_path)
    own = list_places(NAME)[0]
    assert own.stat().st_mode & 0o777 == 0o600
    assert client_id.hex not in own.read_text()
    (tmp_path / NAME).write_bytes(own.read_bytes())
    other = new_place(app, tmp_path / "other")
    said = restore_into(other, copy)
    assert "1 erasures from after this backup were repeated" in said
    assert "Proved" in said
    with other.app_context():
        assert places_of(CANARY, everything()) == set()
        assert client_id not in set(db.session.scalars(sa.select(Client.id).where(for_maintenance())))
        assert stored(order_id).state is OrderState.DONE
        assert stored(order_id).asked_by_id == world.supervisor.id
        told = db.session.scalars(sa.select(Entry.detail).where(Entry.act == Act.CLIENT_ERASED)).all()
        assert any('"repeated": true' in detail for detail in told)
        assert CANARY.encode() not in raw_bytes(other)
        assert list_places(NAME)[0].is_file()


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_drill_erases_in_the_copy_as_a_restore_does(app, world: World, tmp_path, monkeypatch) -> None:
    """Wherever the backup was fetched to: the lists of the installation itself are read."""
    copy, _order_id = backed_up_and_erased(app, world, tmp_path)
    (tmp_path / "fetched").mkdir()
    fetched = copy.rename(tmp_path / "fetched" / copy.name)
    for lists, said in ((list_places, "1 erasures"), (lambda _name: [], "No list of erasures")):
        monkeypatch.setattr(proof, "list_places", lists)
        place = tmp_path / said.split()[0]
        place.mkdir()
        assert said in prove(fetched, place)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_what_was_anonymised_is_anonymised_again_and_what_is_known_is_left(app, world: World, tmp_path) -> None:
    close_file(world)
    copy, order_id = backed_up_and_erased(app, world, tmp_path, OrderKind.ANONYMISE)
    later = tmp_path / "later.backup"
    finish_erasures()
    write_backup(later, app.extensions["keys"])
    (tmp_path / NAME).write_bytes(list_places(NAME)[0].read_bytes())
    for name, repeated in ((copy, 1), (later, 0)):
        other = new_place(app, tmp_path / name.stem)
        assert f"{repeated} erasures" in restore_into(other, name)
        with other.app_context():
            assert places_of(CANARY, everything()) <= {"activities.kinds", "activities.place"}  # codes that are kept
            assert stored(order_id).state is OrderState.DONE


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_person_who_is_left_behind_stops_the_restore(app, world: World, tmp_path, monkeypatch) -> None:
    copy, _order = backed_up_and_erased(app, world, tmp_path)
    (tmp_path / NAME).write_bytes(list_places(NAME)[0].read_bytes())
    monkeypatch.setattr(repeat_actions, "remove_records", lambda *_rest: 0)
    with pytest.raises(RuleBroken, match="people who were erased are back"):
        restore_into(new_place(app, tmp_path / "other"), copy)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_backup_that_is_older_than_the_team_or_the_person_is_restored(app, world: World, tmp_path) -> None:
    """The order is given to the team that the person had then; where nobody was there, there is nothing to repeat."""
    copy, order_id = backed_up_and_erased(app, world, tmp_path)
    then = stored(order_id)
    read = {each.order_id: each for each in read_list([list_places(NAME)[0]]).erased.values()}
    moved = replace(read[order_id], team_id=uuid4())
    unknown = replace(moved, order_id=uuid4(), client_id=uuid4())
    list_places(NAME)[0].unlink()
    add_to_list({each.order_id: each for each in (moved, unknown)})
    (tmp_path / NAME).write_bytes(list_places(NAME)[0].read_bytes())
    other = new_place(app, tmp_path / "other")
    assert "1 erasures from after this backup were repeated" in restore_into(other, copy)
    with other.app_context():
        assert places_of(CANARY, everything()) == set()
        assert (stored(order_id).state, stored(order_id).team_id) == (OrderState.DONE, then.team_id)
        entries = db.session.scalar(sa.select(sa.func.count()).select_from(Entry))
        night = PrivacyNight(is_wanted_now=False)
        night.work()
        assert (night.done, night.failed) == ([], [])
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Entry)) == entries


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("step", ["upgrade", "repeat_erasures"])
def test_a_restore_that_was_cut_short_is_finished_by_the_hour(app, world: World, tmp_path, monkeypatch, step) -> None:
    """Even if the list that lay beside the backup is no longer there."""
    copy, order_id = backed_up_and_erased(app, world, tmp_path)
    beside = tmp_path / NAME
    beside.write_bytes(list_places(NAME)[0].read_bytes())

    def killed(*_rest):
        raise KeyboardInterrupt

    other = new_place(app, tmp_path / "other")
    monkeypatch.setattr(f"caseapp.app.backups.proof.{step}", killed)
    with pytest.raises(KeyboardInterrupt):
        restore_into(other, copy)
    beside.unlink()
    with other.app_context():
        assert places_of(CANARY, everything())
        for said in (["1 erasures were repeated that a restore had not come to."], []):
            night = PrivacyNight(is_wanted_now=False)
            night.work()
            assert (night.done, night.failed) == (said, [])
        assert places_of(CANARY, everything()) == set()
        assert stored(order_id).state is OrderState.DONE
        monkeypatch.setattr("caseapp.app.backups.privacy_night.repeat_missing", refused)
        night = PrivacyNight(is_wanted_now=False)
        night.work()
        assert night.failed == ["Erasures: RuleBroken; tried again in an hour."]


def refused() -> None:
    raise RuleBroken("left")


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_list_that_is_not_there_or_was_changed_is_told(app, world: World, tmp_path) -> None:
    copy, _order = backed_up_and_erased(app, world, tmp_path)
    assert "No list of erasures was found" in restore_into(new_place(app, tmp_path / "without"), copy)
    header, line, end = list_places(NAME)[0].read_text().splitlines()
    (tmp_path / NAME).write_text(f"{header}\n{line[:-8]}AAAAAAA=\n{line}\n{end}\n")
    told = "lines of the list are missing or cannot be read"
    assert f" 4 {told}" in restore_into(new_place(app, tmp_path / "changed"), copy)
    (tmp_path / NAME).write_bytes(b"")
    assert f" 1 {told}" in restore_into(new_place(app, tmp_path / "empty"), copy)
    own = list_places(NAME)[0]
    for damage in ("rubbish\nrubbish\n", "other\n"):
        own.write_text(damage)
        keep_list()
        assert own.read_text().count("\n") == 3
        aside = own.with_name(f"{NAME}.unread")
        assert aside.read_text() == "rubbish\nrubbish\n"  # once: what was lost first is the most
        assert aside.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_line_that_was_taken_away_is_missed(app, tmp_path) -> None:
    texts = [b"one", b"two", b"three"]
    path = tmp_path / "list"
    write_lines(path, "header", texts)
    header, *lines = path.read_text().splitlines()
    shorter = tmp_path / "shorter"
    write_lines(shorter, "header", texts[:2])
    *_rest, other_end = shorter.read_text().splitlines()
    for kept, read, unreadable in (
        (lines, texts, 0),
        (lines[:3], texts, 1),
        (lines[:2], texts[:2], 1),
        ([*lines[:2], lines[3]], texts[:2], 2),
        ([*lines[:3], other_end], texts, 2),
        ([lines[1], lines[2], lines[3]], [], 4),
        ([], [], 1),
    ):
        path.write_text("\n".join([header, *kept, ""]))
        found = read_lines([path])
        assert (found.texts, found.files, found.unreadable) == (read, 1, unreadable)
    write_lines(path, "header", [])
    assert read_lines([path]).unreadable == 0


def test_an_erasure_counts_only_once_it_stands_on_the_list(app, world: World, tmp_path, monkeypatch) -> None:
    """In the folder for backups too, because the disk of the records may be what burns."""
    backups = Path(app.config["BACKUP_FOLDER"])
    backups.mkdir(exist_ok=True)
    (backups / NAME).unlink(missing_ok=True)

    def full(*_rest):
        raise OSError

    monkeypatch.setattr("caseapp.db.backup.outside_list.write_privately", full)
    _copy, order_id = backed_up_and_erased(app, world, tmp_path)
    with pytest.raises(OSError):
        finish_erasures()
    assert stored(order_id).state is OrderState.REMOVED
    monkeypatch.undo()
    assert finish_erasures() == 1
    assert stored(order_id).state is OrderState.DONE
    assert (backups / NAME).read_text().count("\n") == list_places(NAME)[0].read_text().count("\n") == 3
