"""The trail's key: from one entry on a new one writes, what was before verifies, and the old one forges nothing."""

import json
from uuid import uuid4

import pytest
import sqlalchemy as sa

from caseapp.app.backups.proof import prove, restore_into
from caseapp.audit import Act, record_alone, trail
from caseapp.audit import key_actions as changing
from caseapp.audit.models import Chain, Entry
from caseapp.audit.rules import CHAIN_START, entry_content, entry_mac
from caseapp.audit.trail import ChainWriter, close_chain
from caseapp.audit.verify import anchor, verify
from caseapp.cli.keys import keys
from caseapp.clock import now
from caseapp.db import db
from caseapp.db.backup import write_backup
from caseapp.db.keys.installation import PLACE, Installation, trail_check
from caseapp.db.keys.places import KeyFile
from caseapp.db.keys.ring import load_ring, save_ring
from caseapp.errors import RuleBroken
from tests.app.test_backups import new_place
from tests.audit.test_trail import past_the_triggers
from tests.stores import new_database
from tests.world import World


class Killed(BaseException):
    """The process ends here."""


def rotate(app) -> None:
    answer = app.test_cli_runner().invoke(keys, ["rotate-trail"])
    assert answer.exit_code == 0, answer.output


def changes() -> int:
    found = sa.select(sa.func.count()).select_from(Entry).where(Entry.act == Act.TRAIL_KEY_CHANGED)
    return int(db.session.scalar(found) or 0)


def forge(key: bytes, *, is_closed: bool) -> None:
    """A chain from before the change, as whoever has an old key file and the database writes one."""
    chain = Chain(opened_at=now(), closed_at=now() if is_closed else None)
    db.session.add(chain)
    db.session.flush()
    mac = CHAIN_START
    for seq, act in enumerate((Act.CHAIN_OPENED, Act.CHAIN_CLOSED) if is_closed else (Act.CHAIN_OPENED,)):
        entry = Entry(id=uuid4(), chain_id=chain.id, seq=seq, at=now(), act=act, detail=json.dumps({"tails": "{}"}))
        entry.mac = mac = entry_mac(key, mac, entry_content(entry, ()))
        db.session.add(entry)
        db.session.flush()
    db.session.commit()


def test_a_new_key_writes_from_one_entry_on_and_all_verifies(app, world: World, own_keys) -> None:
    ring = app.extensions["keys"]
    before = ring.trail
    app.extensions["trail"] = ChainWriter()
    record_alone(Act.READ, world.mentor, page="of a chain that ends")
    close_chain(app)
    running = app.extensions["trail"] = ChainWriter()
    record_alone(Act.READ, world.mentor, clients=[world.client.id], page="of one that goes on")
    app.extensions["trail"] = ChainWriter()
    anchor()
    rotate(app)
    assert load_ring(own_keys).trails == [before, ring.trail]
    assert db.session.scalar(sa.select(Installation.trail_check)) == trail_check(ring.trail)
    app.extensions["trail"] = running
    record_alone(Act.READ, world.mentor, page="noticed")
    record_alone(Act.READ, world.mentor, page="with the new one")
    assert changes() == 2
    anchor()
    assert verify().faults == []
    rotate(app)
    close_chain(app)
    assert verify().faults == []
    assert len(load_ring(own_keys).trails) == 3


@pytest.mark.parametrize(
    "hole",
    [
        "a closed chain",
        "an open chain",
        "UPDATE trail_entries SET detail = replace(detail, 'before', 'beford') WHERE act = 'trail_key_changed'",
        "DELETE FROM trail_entries WHERE act = 'trail_key_changed'",
        "DELETE FROM trail_entries WHERE chain_id IN (SELECT id FROM trail_chains WHERE closed_at IS NOT NULL)",
    ],
)
def test_whoever_still_has_the_old_key_forges_nothing(app, world: World, own_keys, hole: str) -> None:
    app.extensions["trail"] = ChainWriter()
    record_alone(Act.READ, world.mentor, page="of a chain that ends")
    close_chain(app)
    before = app.extensions["keys"].trail
    rotate(app)
    app.extensions["trail"] = ChainWriter()
    record_alone(Act.READ, world.mentor, page="afterwards")
    assert verify().faults == []
    if hole.startswith("a"):
        forge(before, is_closed="closed" in hole)
    else:
        past_the_triggers(hole)
        if "closed_at" in hole:
            past_the_triggers("UPDATE trail_chains SET closed_at = NULL")
    assert not verify().is_whole


def test_a_change_that_was_killed_begins_anew_with_another_key(app, world: World, own_keys, monkeypatch) -> None:
    before = app.extensions["keys"].trail

    def kill(*_args, **_rest):
        raise Killed

    monkeypatch.setattr(changing, "take_key", kill)
    with pytest.raises(Killed):
        app.test_cli_runner().invoke(keys, ["rotate-trail"], standalone_mode=False, catch_exceptions=False)
    monkeypatch.undo()
    kept = load_ring(own_keys).trails
    assert len(kept) == 2
    record_alone(Act.READ, world.mentor, page="with the old key")
    assert app.extensions["keys"].trail == before
    assert verify().faults == []
    rotate(app)
    assert load_ring(own_keys).trails[:2] == kept
    assert app.extensions["keys"].trail == load_ring(own_keys).trails[2]
    assert verify().faults == []


def test_another_host_takes_the_key_from_the_database_at_its_next_entry(
    app, world: World, own_keys, tmp_path, monkeypatch
) -> None:
    other = tmp_path / "other.keys"
    other.write_bytes(own_keys.read_bytes())
    other.chmod(0o600)
    there, here = load_ring(other), app.extensions["keys"]
    changing.change_trail_key(here, lambda: KeyFile(own_keys).keep(here), is_sent=True)
    monkeypatch.setitem(app.extensions, PLACE, KeyFile(other))
    monkeypatch.setitem(app.extensions, "keys", there)
    app.extensions["trail"] = ChainWriter()
    record_alone(Act.READ, world.mentor, page="of the other host")
    assert there.trail == here.trail
    assert load_ring(other).trails == here.trails
    assert verify().faults == []


def test_a_change_that_another_host_was_quicker_with_is_refused_before_anything_is_written(
    app, world: World, own_keys, tmp_path
) -> None:
    other = tmp_path / "other.keys"
    other.write_bytes(own_keys.read_bytes())
    other.chmod(0o600)
    there, here = load_ring(other), app.extensions["keys"]

    def be_late() -> None:
        KeyFile(own_keys).keep(here)
        changing.change_trail_key(there, lambda: KeyFile(other).keep(there), is_sent=True)
        app.extensions["trail"] = ChainWriter()

    app.extensions["trail"] = ChainWriter()
    before = here.trail
    with pytest.raises(RuleBroken, match="Another change"):
        changing.change_trail_key(here, be_late, is_sent=True)
    assert (changes(), here.trail) == (1, before)
    rotate(app)
    assert verify().faults == []
    assert changes() == 2


def test_a_chain_that_is_closed_while_the_key_changes_ends_closed(app, world: World, own_keys, monkeypatch) -> None:
    closing = app.extensions["trail"] = ChainWriter()
    record_alone(Act.READ, world.mentor, page="of a process that stops")
    app.extensions["trail"] = ChainWriter()
    rotate(app)
    app.extensions["trail"], looks, take = closing, [], trail._take_current_key

    def take_late(*found) -> None:
        """The key is changed after the look at the beginning."""
        looks.append(found)
        if len(looks) > 1:
            take(*found)

    monkeypatch.setattr(trail, "_take_current_key", take_late)
    close_chain(app)
    assert len(looks) == 3
    assert verify().faults == []


def test_a_backup_from_before_goes_on_with_a_key_that_lay_nowhere_and_other_hosts_get_it(
    app, world: World, own_keys, tmp_path, monkeypatch
) -> None:
    copy, second = tmp_path / "copy.backup", tmp_path / "second.keys"
    record_alone(Act.READ, world.mentor, page="before")
    write_backup(copy, app.extensions["keys"])
    save_ring(second, load_ring(own_keys))
    rotate(app)
    lying = load_ring(own_keys)
    lying.next_trail()
    save_ring(own_keys, lying)
    drill = tmp_path / "drill"
    drill.mkdir()
    assert "Proved" in prove(copy, drill)
    assert load_ring(own_keys).trails == lying.trails, "a drill keeps nothing"
    is_shared = db.engine.dialect.name == "postgresql"
    other = new_place(app, tmp_path / "other", new_database(tmp_path / "other") if is_shared else "")
    assert "Proved" in restore_into(other, copy)
    *before, new = load_ring(own_keys).trails
    assert before == lying.trails
    with other.app_context():
        assert (changes(), verify().faults) == (1, [])
        assert db.session.scalar(sa.select(Installation.trail_check)) == trail_check(new)
        if is_shared:
            monkeypatch.setitem(other.extensions, PLACE, KeyFile(second))
            monkeypatch.setitem(other.extensions, "keys", load_ring(second))
        other.extensions["trail"] = ChainWriter()
        record_alone(Act.READ, None, page="of the other host")
        assert other.extensions["keys"].trail == new
        assert load_ring(second).trails[-1] == new or not is_shared
        assert verify().faults == []
