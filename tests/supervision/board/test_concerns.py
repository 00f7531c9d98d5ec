"""What the board says of open concerns."""

from datetime import UTC, datetime, timedelta

from caseapp.clock import now
from caseapp.followups.rules import Safety
from caseapp.supervision.board.facts_rules import LEVELS
from caseapp.supervision.board.order_rules import Reason
from caseapp.supervision.board.queries import board_of
from tests.world import make_concern


def concern_of(world):
    [row] = board_of(world.mentor).rows
    return next((reason for reason in row.attention.reasons if reason.reason is Reason.CONCERN), None)


def test_of_several_concerns_the_oldest_day_and_the_most_serious_level_count(world):
    make_concern(world.client, world.mentor, level=Safety.EMERGENCY, raised_at=now() - timedelta(days=2))
    make_concern(world.client, world.mentor, level=Safety.WATCH, raised_at=now() - timedelta(days=5))
    make_concern(world.client, world.mentor, raised_at=now() - timedelta(days=9), closed_at=now())
    reason = concern_of(world)
    assert (reason.number, LEVELS[reason.of]) == (5, Safety.EMERGENCY)


def test_a_concern_waits_to_be_seen_until_all_have_been(world):
    make_concern(world.client, world.mentor, acknowledged_at=now())
    assert not concern_of(world).is_unseen
    make_concern(world.client, world.mentor)
    assert concern_of(world).is_unseen


def test_the_day_of_a_concern_is_the_organisations(world):
    make_concern(world.client, world.mentor, raised_at=datetime(2026, 11, 21, 22, 30, tzinfo=UTC))
    assert concern_of(world).number == 0


def test_concerns_that_were_closed_or_entered_in_error_are_none(world):
    make_concern(world.client, world.mentor, closed_at=now())
    make_concern(world.client, world.mentor, error_at=now())
    assert concern_of(world) is None
