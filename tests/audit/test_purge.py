"""Old entries go by a signed entry: the rest verifies, and whatever else is missing is found."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from caseapp.audit import Act, purge_actions, record_alone
from caseapp.audit.attested_queries import KEPT_FROM
from caseapp.audit.models import Entry, Purged, client_sets, set_members
from caseapp.audit.trail import ChainWriter, close_chain
from caseapp.audit.verify import anchor, verify
from caseapp.cli.keys import keys
from caseapp.cli.trail import audit
from caseapp.clock import now
from caseapp.db import db
from caseapp.errors import RuleBroken
from caseapp.supervision.trail.reader_queries import readers_of
from tests.audit.test_trail import past_the_triggers
from tests.world import World, keep


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Long ago: the database lets nothing go that is young by its own clock."""
    with time_machine.travel(datetime(2008, 11, 23, 7, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def pages() -> list[str]:
    return shown("closed", "old", "young")


def shown(*words: str) -> list[str]:
    return [word for word in words if any(f'"{word}"' in text for text in details())]


def details() -> list[str]:
    return list(db.session.scalars(sa.select(Entry.detail)))


def years(app, world: World, clock) -> ChainWriter:
    """A chain that ended, and one that goes on for seven years; it is the one that is written now."""
    app.extensions["trail"] = ChainWriter()
    record_alone(Act.READ, world.mentor, clients=[world.client.id], page="closed")
    close_chain(app)
    going_on = app.extensions["trail"] = ChainWriter()
    record_alone(Act.READ, world.mentor, clients=[world.client.id], page="old")
    anchor()
    clock.shift(timedelta(days=7 * 366))
    record_alone(Act.READ, world.supervisor, clients=[world.client.id], page="young")
    return going_on


def purge(app):
    answer = app.test_cli_runner().invoke(audit, ["purge", "--carry-out"])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_what_is_older_than_it_is_kept_goes_and_the_rest_verifies(app, world: World, clock, own_keys) -> None:
    going_on = years(app, world, clock)
    before = len(details())
    said = app.test_cli_runner().invoke(audit, ["purge"]).output
    assert len(details()) == before
    number = int(said.split()[0])
    assert number > 5
    assert f"{number} entries" in purge(app)
    assert pages() == ["young"]
    assert len(details()) == before - number + 1
    assert [visit.who for visit in readers_of(world.supervisor, world.client.id).rows] == [world.supervisor.name]
    anchor()
    assert verify().faults == []
    assert app.test_cli_runner().invoke(keys, ["rotate-trail"]).exit_code == 0
    record_alone(Act.READ, world.mentor, page="afterwards")
    clock.shift(timedelta(days=366))
    close_chain(app)
    assert going_on.chain_id is None
    assert "0 entries" in purge(app)
    clock.shift(timedelta(days=7 * 366))
    record_alone(Act.READ, world.mentor, page="much later")
    purge(app)
    assert pages() == []
    assert verify().faults == []
    named = set(db.session.scalars(sa.select(Entry.client_set_id).where(Entry.client_set_id.is_not(None))))
    assert set(db.session.scalars(sa.select(client_sets.c.id))) == named
    assert set(db.session.scalars(sa.select(set_members.c.set_id))) == named
    assert db.session.scalar(sa.select(sa.func.max(Purged.purge))) == 2


@pytest.mark.parametrize(
    "hole",
    [
        "DELETE FROM trail_purged",
        "DELETE FROM trail_purged WHERE is_closed",
        "UPDATE trail_purged SET seq = seq + 1 WHERE NOT is_closed",
        "DELETE FROM trail_entries WHERE act = 'trail_purged'",
        "DELETE FROM trail_entries WHERE detail LIKE '%young%'",
        "DELETE FROM trail_entries",
    ],
)
def test_what_else_is_missing_is_found(app, world: World, clock, hole: str) -> None:
    years(app, world, clock)
    purge(app)
    assert verify().faults == []
    past_the_triggers(hole)
    assert not verify().is_whole


def test_only_what_was_signed_for_can_be_removed_and_nothing_that_is_not_whole(app, world: World, clock) -> None:
    years(app, world, clock)
    purge(app)
    for statement in ("DELETE FROM trail_entries", "DELETE FROM trail_purged", "UPDATE trail_purged SET seq = 0"):
        with pytest.raises(sa.exc.DBAPIError, match="never changed"):
            db.session.execute(sa.text(statement))
        db.session.rollback()
    past_the_triggers("UPDATE trail_entries SET detail = replace(detail, 'young', 'yount')")
    number = len(details())
    clock.shift(timedelta(days=8 * 366))
    with pytest.raises(RuleBroken, match="not intact, and nothing was removed"):
        purge_actions.purge(now())
    assert len(details()) == number


def test_whoever_signs_with_a_forged_row_still_removes_nothing_young(app, world: World, clock) -> None:
    """By the database's own clock: whatever the program says the hour is. Groups of clients stay with their entries."""
    record_alone(Act.READ, world.mentor, clients=[world.client.id], page="young")
    clock.shift(timedelta(days=40 * 366))
    record_alone(Act.READ, world.mentor, clients=[world.client.id], page="of a day that is ahead")
    chain = app.extensions["trail"]
    forged = {"purge": 1, "chain_id": chain.chain_id, "seq": chain.seq, "mac": chain.mac, "key_name": "0" * 16}
    keep(Purged(**forged, is_closed=False))
    of_chain = sa.delete(Entry).where(Entry.chain_id == chain.chain_id, Entry.detail.like("%ahead%"))
    for statement in (of_chain, sa.delete(set_members), sa.delete(client_sets)):
        with pytest.raises(sa.exc.DBAPIError, match="never changed"):
            db.session.execute(statement)
        db.session.rollback()


def test_where_the_clock_runs_ahead_of_the_database_nothing_is_signed(app, world: World, clock) -> None:
    is_sqlite = db.engine.dialect.name == "sqlite"
    there = datetime.fromisoformat(str(db.session.scalar(sa.text("SELECT CURRENT_TIMESTAMP"))))
    clock.move_to(there.replace(tzinfo=there.tzinfo or UTC) - timedelta(days=500))
    record_alone(Act.READ, world.mentor, clients=[world.client.id], page="young")
    clock.shift(timedelta(days=500 + 366))
    number = len(details())
    with pytest.raises(RuleBroken, match="Nothing was removed: by its own clock the database keeps"):
        purge_actions.purge(now() - timedelta(days=731))
    db.session.rollback()
    assert (len(details()), db.session.scalar(sa.select(sa.func.count()).select_from(Purged))) == (number, 0)
    assert purge_actions.purge(now() - timedelta(days=366 + 732)) > 0
    assert (pages(), verify().faults) == (["young"], [])
    guard = "sqlite_master WHERE name = 'trail_entries_no_delete'"
    rule = f"sql FROM {guard}" if is_sqlite else "prosrc FROM pg_proc WHERE proname = 'refuse_trail_removal'"
    assert KEPT_FROM[db.engine.dialect.name] in db.session.scalar(sa.text(f"SELECT {rule}")), "the same limit"


def test_what_was_signed_for_while_a_clock_ran_ahead_goes_with_a_later_purge(
    app, world: World, clock, monkeypatch
) -> None:
    """As purges did that asked only the host's clock: the store refused what they had signed for, and every next one
    ended where it began."""
    years(app, world, clock)
    monkeypatch.setattr(purge_actions, "is_kept", lambda at: sa.true())
    assert purge_actions.purge(now() - timedelta(days=7 * 365)) == 0
    monkeypatch.undo()
    assert pages() == ["closed", "old", "young"], "the store lets nothing go"
    purge(app)
    assert pages() == ["young"]
    there = datetime.fromisoformat(str(db.session.scalar(sa.text("SELECT CURRENT_TIMESTAMP"))))
    present = there.replace(tzinfo=there.tzinfo or UTC)
    clock.move_to(present - timedelta(days=500))
    record_alone(Act.READ, world.mentor, clients=[world.client.id], page="kept")
    clock.move_to(present)
    monkeypatch.setattr(purge_actions, "is_kept_by_store", lambda before: False)
    purge_actions.purge(now())
    assert shown("kept") == ["kept"], "it is of the last 24 months"
    assert shown("closed", "old", "young") == []
    assert verify().faults == []
    monkeypatch.undo()
    number = len(details())
    purge(app)
    assert (shown("kept"), len(details())) == (["kept"], number), "and the next one ends as well"
    assert verify().faults == []


def test_a_forged_signature_has_nothing_removed(app, world: World, clock) -> None:
    """Whoever can write one row into the database does not get the command to remove what it names."""
    going_on = years(app, world, clock)
    forged = {"purge": 1, "chain_id": going_on.chain_id, "seq": 1, "mac": bytes(32), "key_name": "0" * 16}
    keep(Purged(**forged, is_closed=False))
    number = len(details())
    with pytest.raises(RuleBroken, match="not intact, and nothing was removed"):
        purge_actions.purge(now() - timedelta(days=7 * 365))
    assert len(details()) == number


def test_what_is_written_between_the_verdict_and_the_signature_is_not_signed(
    app, world: World, clock, monkeypatch
) -> None:
    """Neither a forged row nor what another purge signed at the same time: nothing is removed, and the next one says
    what is wrong."""
    going_on = years(app, world, clock)
    forged = {"purge": 1, "chain_id": going_on.chain_id, "seq": 1, "mac": bytes(32), "key_name": "0" * 16}

    def verdict_and_then():
        found = verify()
        db.session.rollback()
        keep(Purged(**forged, is_closed=False))
        return found

    monkeypatch.setattr(purge_actions, "verify", verdict_and_then)
    with pytest.raises(RuleBroken, match="changed since the trail was read"):
        purge_actions.purge(now() - timedelta(days=7 * 365))
    monkeypatch.undo()
    db.session.rollback()
    assert pages() == ["closed", "old", "young"]
    assert not verify().is_whole


def test_what_a_purge_left_is_counted_once_and_signed_once(app, world: World, clock, monkeypatch) -> None:
    years(app, world, clock)
    said = int(app.test_cli_runner().invoke(audit, ["purge"]).output.split()[0])
    before = len(details())
    monkeypatch.setattr(purge_actions, "_delete_removed", lambda ends: 0)
    purge_actions.purge(now() - timedelta(days=7 * 365))
    monkeypatch.undo()
    assert int(app.test_cli_runner().invoke(audit, ["purge"]).output.split()[0]) == said
    assert f"{said} entries" in purge(app)
    assert len(details()) == before - said + 1, "and the entry that signs"
    assert db.session.scalar(sa.select(sa.func.max(Purged.purge))) == 1
    assert verify().faults == []


@pytest.mark.parametrize("stage", ["_sign", "_delete_removed"])
def test_killed_in_the_middle_it_is_done_again(app, world: World, clock, monkeypatch, stage: str) -> None:
    years(app, world, clock)

    def kill(*_rest):
        raise Killed

    monkeypatch.setattr(purge_actions, stage, kill)
    with pytest.raises(Killed):
        purge_actions.purge(now() - timedelta(days=7 * 365))
    monkeypatch.undo()
    db.session.rollback()
    assert verify().faults == []
    assert pages() == ["closed", "old", "young"]
    anchor()
    assert verify().faults == []
    purge(app)
    assert pages() == ["young"]
    assert verify().faults == []


def test_between_the_steps_of_a_purge_anchors_and_a_new_key_count_only_what_stays(
    app, world: World, clock, own_keys, monkeypatch
) -> None:
    years(app, world, clock)
    monkeypatch.setattr(purge_actions, "_delete_removed", lambda ends: 0)
    purge_actions.purge(now() - timedelta(days=7 * 365))
    monkeypatch.undo()
    past_the_triggers("DELETE FROM trail_entries WHERE act = 'chain_closed'")
    anchor()
    assert verify().faults == []
    assert app.test_cli_runner().invoke(keys, ["rotate-trail"]).exit_code == 0
    assert verify().faults == []
    purge(app)
    anchor()
    assert pages() == ["young"]
    assert verify().faults == []


def test_a_key_that_nobody_has_is_a_fault_and_no_crash(app, world: World, clock) -> None:
    years(app, world, clock)
    purge(app)
    for which in ("is_closed", "NOT is_closed"):
        past_the_triggers(f"UPDATE trail_purged SET key_name = '0123456789abcdef' WHERE {which}")
        assert [fault for fault in verify().faults if "with a key that this installation does not have" in fault]
    assert app.test_cli_runner().invoke(audit, ["verify"]).exit_code == 1
