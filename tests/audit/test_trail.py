"""The trail commits with what it tells, and shows every change that is made past it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp.audit import Act, chains, record, record_alone
from caseapp.audit.models import Chain, Entry, TrailAnchor
from caseapp.audit.trail import ChainWriter, close_chain
from caseapp.audit.verify import anchor, verify
from caseapp.clock import now
from caseapp.db import db, transaction
from tests.world import World, keep, make_team

GUARDED = ("trail_entries", "trail_client_sets", "trail_set_members", "trail_anchors", "trail_purged")
LAST_SET = "SELECT client_set_id FROM trail_entries ORDER BY id DESC LIMIT 1"


def past_the_triggers(statement: str) -> None:
    """What somebody with the database's password can do."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("SET session_replication_role = replica"))
    else:
        for table in GUARDED:
            for change in ("update", "delete"):
                db.session.execute(sa.text(f"DROP TRIGGER IF EXISTS {table}_no_{change}"))
    db.session.execute(sa.text(statement))
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("SET session_replication_role = DEFAULT"))
        db.session.commit()


def entries() -> list[Entry]:
    return list(db.session.scalars(sa.select(Entry).order_by(Entry.chain_id, Entry.seq)))


def test_an_entry_commits_with_its_change_or_not_at_all(world: World) -> None:
    before = len(entries())

    @transaction
    def fails() -> None:
        record(Act.CLIENT_CHANGED, world.mentor, about=world.client, clients=[world.client.id])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert len(entries()) == before
    record_alone(Act.READ, world.mentor, clients=[world.client.id])
    assert verify().is_whole


def test_a_whole_trail_verifies_after_work_of_several_writers(app: Flask, world: World) -> None:
    app.extensions["trail"] = ChainWriter()
    record_alone(Act.READ, world.mentor, clients=[world.client.id, world.other_client.id], page="x")
    anchor()
    close_chain(app)
    record_alone(Act.READ, world.mentor)
    verdict = verify()
    assert verdict.is_whole, verdict.faults
    assert verdict.entries == len(entries()) > 10


@pytest.mark.parametrize("table", GUARDED[:4])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_store_itself_refuses_to_change_the_trail(world: World, table: str, change: str) -> None:
    record_alone(Act.READ, world.mentor, clients=[world.client.id])
    anchor()
    column = "set_id" if table == "trail_set_members" else "id"
    with pytest.raises(sa.exc.DBAPIError, match="never changed"):
        db.session.execute(sa.text(change.format(table, column, column)))
    db.session.rollback()


def test_one_changed_letter_is_found_and_the_entry_named(world: World) -> None:
    record_alone(Act.READ, world.mentor, page="first")
    record_alone(Act.READ, world.mentor, page="second")
    bad = entries()[-1]
    past_the_triggers(f"UPDATE trail_entries SET detail = replace(detail, 'second', 'secons') WHERE seq = {bad.seq}")
    verdict = verify()
    assert [str(bad.id) in fault for fault in verdict.faults] == [True]


@pytest.mark.parametrize(
    "hole",
    [
        "DELETE FROM trail_set_members",
        f"UPDATE trail_set_members SET client_id = (SELECT id FROM users LIMIT 1) WHERE set_id = ({LAST_SET})",
        "INSERT INTO trail_set_members SELECT trail_client_sets.id, users.id FROM trail_client_sets, users",
        "UPDATE trail_entries SET client_set_id = NULL",
        f"UPDATE trail_entries SET client_set_id = ({LAST_SET}) WHERE client_set_id IS NOT NULL",
        "UPDATE trail_entries SET actor_id = NULL WHERE act = 'read'",
        "UPDATE trail_entries SET seq = seq + 100 WHERE seq > 3",
        "DELETE FROM trail_entries WHERE act = 'read' AND client_set_id IS NULL",
        "UPDATE trail_anchors SET heads = '{}'",
    ],
)
def test_every_kind_of_tampering_is_found(world: World, hole: str) -> None:
    record_alone(Act.READ, world.mentor, page="without")
    record_alone(Act.READ, world.mentor, clients=[world.other_client.id])
    record_alone(Act.READ, world.mentor, clients=[world.client.id])
    anchor()
    assert verify().is_whole
    past_the_triggers(hole)
    assert not verify().is_whole


def test_a_cut_tail_is_found_by_the_anchor_outside_the_database(app: Flask, world: World) -> None:
    record_alone(Act.READ, world.mentor, page="last")
    anchor()
    past_the_triggers("DELETE FROM trail_anchors")
    past_the_triggers(f"DELETE FROM trail_entries WHERE seq = {entries()[-1].seq}")
    assert any("in the file" in fault for fault in verify().faults)
    lines = Path(app.config["ANCHOR_FILE"]).read_text().splitlines()
    assert json.loads(lines[-1])["heads"]


def test_a_crashed_chain_is_vouched_for_by_its_successor(app: Flask, world: World) -> None:
    """A crash leaves the trail verifiable, and deleting its last entry is still found."""
    record_alone(Act.READ, world.mentor, page="last of the crashed")
    last = entries()[-1]
    app.extensions["trail"] = ChainWriter()
    record_alone(Act.READ, world.mentor, page="successor")
    assert verify().is_whole
    past_the_triggers(f"DELETE FROM trail_entries WHERE id = '{stored(last)}'")
    assert not verify().is_whole


def stored(entry: Entry) -> str:
    return str(entry.id) if db.engine.dialect.name == "postgresql" else entry.id.hex


def test_a_closed_chain_whose_end_is_cut_is_found(app: Flask, world: World) -> None:
    close_chain(app)
    assert verify().is_whole
    past_the_triggers("DELETE FROM trail_entries WHERE act = 'chain_closed'")
    assert any("last entries are missing" in fault for fault in verify().faults)


def test_a_refused_write_does_not_break_the_chain(world: World) -> None:
    @transaction
    def repeats_a_name() -> None:
        make_team(world.team.name)

    with pytest.raises(sa.exc.IntegrityError):
        repeats_a_name()
    keep(*[world.mentor])
    assert verify().is_whole
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Chain)) >= 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TrailAnchor)) == 0


def meanwhile(monkeypatch, work) -> None:
    """Somebody works after the entries were read, and before they are compared."""

    def read():
        found = chains.read_chains()
        work()
        return found

    monkeypatch.setattr("caseapp.audit.verify.read_chains", read)


def test_an_anchor_that_is_made_while_the_trail_is_read_is_no_fault(world: World, clock, monkeypatch) -> None:
    def work() -> None:
        clock.shift(timedelta(seconds=1))
        record_alone(Act.READ, world.mentor)
        anchor()

    record_alone(Act.READ, world.mentor)
    meanwhile(monkeypatch, work)
    assert verify().faults == []
    monkeypatch.undo()
    assert verify().faults == []
    past_the_triggers("DELETE FROM trail_entries WHERE id = (SELECT id FROM trail_entries ORDER BY id DESC LIMIT 1)")
    assert not verify().is_whole


def test_the_trail_is_read_as_of_one_instant(app: Flask, world: World, monkeypatch) -> None:
    def work() -> None:
        with db.engine.begin() as other:
            other.execute(sa.update(Chain).values(closed_at=now()))

    record_alone(Act.READ, world.mentor)
    meanwhile(monkeypatch, work)
    assert verify().faults == []
