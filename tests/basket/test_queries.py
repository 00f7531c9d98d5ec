from datetime import date
from decimal import Decimal

import pytest

from caseapp.basket.queries import current_approval, find_approval, list_approvals, list_beside
from caseapp.errors import NotVisible
from tests.world import make_user


@pytest.mark.parametrize("relation", ["mentor", "supervisor"])
def test_who_sees_the_client_sees_what_was_approved(world, approve, relation):
    approval = approve(world.client)
    viewer = getattr(world, relation)
    assert find_approval(viewer, approval.id).id == approval.id
    assert [row.id for row in list_approvals(viewer, world.client.id)] == [approval.id]
    assert current_approval(viewer, world.client.id, date(2026, 11, 22)).amount == 3


@pytest.mark.parametrize(
    "relation", ["team_mate", "former_mentor", "other_mentor", "other_supervisor", "administrator", "stranger"]
)
def test_nobody_else_sees_what_was_approved(world, approve, relation):
    approval = approve(world.client)
    viewer = make_user("wizard", world.team) if relation == "stranger" else getattr(world, relation)
    with pytest.raises(NotVisible):
        find_approval(viewer, approval.id)
    assert list_approvals(viewer, world.client.id) == []
    assert current_approval(viewer, world.client.id, date(2026, 11, 22)) is None


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), 3),
        (date(2026, 9, 30), 3),
        (date(2026, 10, 1), 5),
        (date(2026, 12, 31), 5),
        (date(2027, 6, 30), 5),
        (date(2027, 7, 1), None),
    ],
)
def test_of_several_approvals_the_one_that_began_last_holds(world, approve, day, amount):
    approve(world.client)
    approve(world.client, amount=Decimal(5), starts_on=date(2026, 10, 1), ends_on=date(2027, 6, 30))
    approve(
        world.client,
        amount=Decimal(9),
        service="social_club",
        starts_on=date(2020, 1, 1),
        ends_on=date(2030, 1, 1),
    )
    approve(world.team_mates_client, amount=Decimal(7), starts_on=date(2020, 1, 1), ends_on=date(2030, 1, 1))
    found = current_approval(world.supervisor, world.client.id, day)
    assert (found.amount if found else None) == amount


def test_what_shares_a_day_is_found_beside(world, approve):
    mentoring = approve(world.client)
    approve(world.client, service="supported_housing", starts_on=date(2027, 1, 1), ends_on=date(2027, 2, 1))
    assert list_beside(world.supervisor, mentoring) == []
    housing = approve(world.client, service="supported_housing")
    assert [other.id for other in list_beside(world.supervisor, mentoring)] == [housing.id]
    assert [other.id for other in list_beside(world.supervisor, housing)] == [mentoring.id]
