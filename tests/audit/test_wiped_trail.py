"""A trail that was wiped together with its anchors is not whole, and says why."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from caseapp.audit import Act, record_alone
from caseapp.audit.trail import ChainWriter, close_chain
from caseapp.audit.verify import anchor, verify
from caseapp.db import db
from tests.audit.test_trail import past_the_triggers

WIPED = ("trail_purged", "trail_entries", "trail_chains", "trail_anchors", "trail_set_members", "trail_client_sets")


def wipe(app, tables=WIPED) -> None:
    """What somebody with the database's password and the host's files can do."""
    for table in tables:
        past_the_triggers(f"DELETE FROM {table}")
    Path(app.config["ANCHOR_FILE"]).unlink(missing_ok=True)
    app.extensions["trail"] = ChainWriter()


def work(app, world, times=5) -> None:
    for _time in range(times):
        record_alone(Act.READ, world.mentor, clients=[world.client.id])


def test_a_trail_of_which_nothing_is_left_is_not_whole(app, world) -> None:
    work(app, world)
    anchor()
    assert verify().is_whole
    wipe(app)
    assert [fault for fault in verify().faults if "no entries at all" in fault]


def test_a_trail_that_began_anew_after_it_was_wiped_is_not_whole(app, world, clock) -> None:
    work(app, world)
    anchor()
    wipe(app)
    clock.shift(timedelta(days=3))
    work(app, world)
    anchor()
    assert [fault for fault in verify().faults if "begins on 2026-11-25" in fault]


def test_a_closed_chain_that_was_taken_out_whole_is_missed_by_the_number_in_the_anchor(app, world) -> None:
    """No later chain vouches for it, because it was closed; the anchor counts it."""
    work(app, world)
    close_chain(app)
    work(app, world)
    chain = db.session.execute(sa.text("SELECT id FROM trail_chains WHERE closed_at IS NOT NULL")).scalar_one()
    anchor()
    before, literal = verify().entries, f"'{chain}'"
    past_the_triggers(f"DELETE FROM trail_entries WHERE chain_id = {literal}")
    past_the_triggers(f"DELETE FROM trail_chains WHERE id = {literal}")
    verdict = verify()
    assert verdict.entries < before
    assert [fault for fault in verdict.faults if f"counted {before} entries" in fault]


def test_an_anchor_file_that_was_emptied_is_noticed(app, world) -> None:
    work(app, world)
    anchor()
    Path(app.config["ANCHOR_FILE"]).write_text("")
    assert [fault for fault in verify().faults if "is empty" in fault]


@pytest.mark.parametrize("line", ["{}", "rubbish", '{"at": 1, "heads": "x", "mac": "y"}'])
def test_an_anchor_file_with_another_line_is_a_fault_and_no_crash(app, world, line) -> None:
    work(app, world)
    anchor()
    Path(app.config["ANCHOR_FILE"]).write_text(line + "\n")
    assert verify().faults


def test_a_new_installation_without_anybody_is_whole(app) -> None:
    assert verify().is_whole
