from datetime import date

import pytest

from caseapp.basket.queries import find_approval, list_approvals, list_overlapping
from caseapp.errors import NotVisible
from tests.world import make_user


@pytest.mark.parametrize("relation", ["mentor", "supervisor"])
def test_who_sees_the_client_sees_what_was_approved(world, approve, relation):
    approval = approve(world.client)
    viewer = getattr(world, relation)
    assert find_approval(viewer, approval.id).id == approval.id
    assert [row.id for row in list_approvals(viewer, world.client.id)] == [approval.id]


@pytest.mark.parametrize(
    "relation", ["team_mate", "former_mentor", "other_mentor", "other_supervisor", "administrator", "stranger"]
)
def test_nobody_else_sees_what_was_approved(world, approve, relation):
    approval = approve(world.client)
    viewer = make_user("wizard", world.team) if relation == "stranger" else getattr(world, relation)
    with pytest.raises(NotVisible):
        find_approval(viewer, approval.id)
    assert list_approvals(viewer, world.client.id) == []


def test_what_shares_a_day_is_found_beside(world, approve):
    mentoring = approve(world.client)
    approve(world.client, service="supported_housing", starts_on=date(2027, 1, 1), ends_on=date(2027, 2, 1))
    assert list_overlapping(world.supervisor, mentoring) == []
    housing = approve(world.client, service="supported_housing")
    assert [other.id for other in list_overlapping(world.supervisor, mentoring)] == [housing.id]
    assert [other.id for other in list_overlapping(world.supervisor, housing)] == [mentoring.id]
