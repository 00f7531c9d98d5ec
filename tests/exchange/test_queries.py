"""What an import looks up about the clients of a part of the file: theirs, all of it, and nothing of others."""

from datetime import date, timedelta
from decimal import Decimal

from caseapp.access import Role
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.exchange.queries import (
    approvals_of_clients,
    assignments_of_clients,
    clients_by_national_id,
    goals_of_clients,
    known_national_ids,
)
from caseapp.goals.status.actions import mark_goal_in_error
from tests.world import assign, keep, make_client, make_goal, make_user

DAY = timedelta(days=1)


def approve(client):
    return keep(
        Approval(
            client_id=client.id, service="social_mentoring", amount=Decimal(3), unit=ApprovalUnit.HOUR, per=Per.WEEK,
            starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
        )
    )  # fmt: skip


def test_goals_are_those_of_the_clients_asked_for_without_those_in_error(world):
    kept, wrong = make_goal(world.client), make_goal(world.client)
    make_goal(world.team_mates_client)
    mark_goal_in_error(world.supervisor, wrong, "Not hers")
    found = goals_of_clients(world.administrator, [world.client])
    assert {client: [goal.id for goal in goals] for client, goals in found.items()} == {world.client.id: [kept.id]}


def test_assignments_and_approvals_are_those_of_the_clients_asked_for(world):
    approval = approve(world.client)
    approve(world.team_mates_client)
    earlier = assign(world.client, world.team_mate, date(2020, 1, 1), date(2020, 2, 1))
    found = approvals_of_clients(world.administrator, [world.client])
    assert {client: [each.id for each in rows] for client, rows in found.items()} == {world.client.id: [approval.id]}
    assignments = assignments_of_clients(world.administrator, [world.client])
    assert list(assignments) == [world.client.id]
    assert assignments[world.client.id][0].id == earlier.id
    assert len(assignments[world.client.id]) == 3


def test_clients_are_found_by_the_numbers_asked_for_and_those_without_one_are_no_trouble(world):
    other = make_client(world.team, national_id="000000026")
    known = known_national_ids(world.administrator)
    assert {"000000018", "000000026"} <= known
    assert all(known)
    found = clients_by_national_id(world.administrator, ["000000026", "000000034"])
    assert {number: client.id for number, client in found.items()} == {"000000026": other.id}


def test_whoever_may_not_import_finds_nothing(world):
    make_goal(world.client)
    stranger = make_user(Role.MENTOR, world.other_team)
    assert goals_of_clients(stranger, [world.client]) == {}
