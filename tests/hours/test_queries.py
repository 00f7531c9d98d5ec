from datetime import date, timedelta
from decimal import Decimal

import pytest

from caseapp.activities.rules import CONTACT, Mode, Outcome
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per, approved_in
from caseapp.clock import now
from caseapp.hours.queries import hours_of
from tests.statements import statements
from tests.world import amend, assign, keep, make_activity, make_client

TODAY = date(2026, 11, 22)
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def approve(client, **more):
    usual = {"service": "social_mentoring", "amount": Decimal(3), "unit": ApprovalUnit.HOUR, "per": Per.WEEK}
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    return keep(Approval(client_id=client.id, **{**usual, **days, **more}))


def test_only_what_took_place_in_these_days_is_used_by_whomever_it_was_held(world):
    for day, more in [
        (1, {"minutes": 45}),
        (10, {"minutes": 30, "outcome": Outcome.PARTLY}),
        (22, {"minutes": 15}),
        (2, {"minutes": 0, "outcome": Outcome.NO_SHOW}),
        (3, {"minutes": 60, "outcome": Outcome.CLIENT_CANCELLED}),
        (4, {"minutes": 60, "error_at": now()}),
        (23, {"minutes": 60}),
        (29, {"minutes": 60, "outcome": Outcome.PLANNED}),
    ]:
        make_activity(world.client, world.former_mentor, date(2026, 11, day), **more)
    make_activity(world.client, world.mentor, date(2026, 10, 31))
    make_activity(world.team_mates_client, world.team_mate, date(2026, 11, 1))
    approval = approve(world.client)
    told = hours_of(world.mentor, None, *NOVEMBER)
    assert set(told) == {world.client.id}
    assert told[world.client.id].used == Decimal("1.5")
    assert told[world.client.id].approved == approved_in(approval, *NOVEMBER)


@pytest.mark.parametrize("outcome", Outcome)
def test_what_counts_is_what_counts_as_contact(world, outcome):
    make_activity(world.client, world.mentor, TODAY, outcome=outcome)
    assert bool(hours_of(world.mentor, None, *NOVEMBER)[world.client.id].used) == (outcome in CONTACT)


@pytest.mark.parametrize("relation", ["team_mate", "former_mentor", "other_supervisor", "administrator"])
def test_nobody_else_learns_what_was_used(world, relation):
    approve(world.client)
    make_activity(world.client, world.mentor, TODAY)
    viewer = getattr(world, relation)
    assert hours_of(viewer, [world.client.id], *NOVEMBER) == {}


def test_many_clients_cost_one_statement_and_several_approvals_count_no_meeting_twice(world):
    clients = [make_client(world.team, world.mentor) for _ in range(8)]
    for client in clients:
        approve(client)
        approve(client, starts_on=date(2026, 11, 10), amount=Decimal(1))
        assign(client, world.team_mate)
        for day in (3, 3, 4):
            make_activity(client, world.mentor, date(2026, 11, day))
    with statements() as sent:
        hours = hours_of(world.supervisor, None, *NOVEMBER)
    assert len(sent) == 1
    assert hours[clients[0].id].used == 3


def test_only_the_clients_that_are_asked_for_are_told(world):
    approve(world.team_mates_client)
    asked = [world.team_mates_client.id]
    assert set(hours_of(world.supervisor, asked, *NOVEMBER)) == set(asked)
    assert hours_of(world.supervisor, [], *NOVEMBER) == {}


def test_hours_are_told_where_nothing_is_approved(world):
    approve(world.client, ends_on=TODAY - timedelta(days=1))
    make_activity(world.client, world.mentor, TODAY)
    assert hours_of(world.mentor, None, TODAY, TODAY)[world.client.id].approved is None


def test_calls_and_messages_take_hours_but_are_no_meetings(world):
    for day, mode in [(3, Mode.IN_PERSON), (3, Mode.OUTING), (4, Mode.PHONE), (5, Mode.VIDEO), (6, Mode.TEXT)]:
        make_activity(world.client, world.mentor, date(2026, 11, day), mode=mode, minutes=30)
    approval = approve(world.client)
    used = []
    for unit in (ApprovalUnit.HOUR, ApprovalUnit.MEETING, ApprovalUnit.DAY):
        amend(approval, unit=unit)
        used.append(hours_of(world.mentor, None, *NOVEMBER)[world.client.id].used)
    assert used == [Decimal("2.5"), 2, 1]
