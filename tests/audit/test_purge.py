"""Old entries go by a signed entry: the rest verifies, and whatever else is missing is found."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.audit import Act, purge_actions, record_alone
from caseapp.audit.models import Entry, Purged
from caseapp.audit.trail import ChainWriter, close_chain
from caseapp.audit.verify import anchor, verify
from caseapp.cli.keys import keys
from caseapp.cli.trail import audit
from caseapp.clock import now
from caseapp.db import db
from caseapp.errors import RuleBroken
from caseapp.supervision.trail.reader_queries import readers_of
from tests.audit.test_trail import past_the_triggers
from tests.world import World


class Killed(BaseException):
    """The process ends here."""


def pages() -> list[str]:
    return [word for word in ("closed", "old", "young") if any(f'"{word}"' in text for text in details())]


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


@pytest.mark.parametrize("stage", ["_sign", "_delete_removed"])
def test_killed_in_the_middle_it_is_done_again(app, world: World, clock, monkeypatch, stage: str) -> None:
    years(app, world, clock)
    calls = iter([None] if stage == "_delete_removed" else [])
    real = getattr(purge_actions, stage)

    def kill(*rest):
        if next(calls, 0) is None:
            return real(*rest)
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
    monkeypatch.setattr(purge_actions, "_delete_removed", lambda: None)
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
