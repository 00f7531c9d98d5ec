from datetime import date
from decimal import Decimal

import pytest

from caseapp.basket.queries import find_approval, list_approvals, list_overlapping
from caseapp.errors import NotVisible
from caseapp.progress.file_queries import find_file
from caseapp.progress.people_queries import list_people
from caseapp.supervision.board.queries import board_of
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


def test_the_list_of_people_the_file_and_the_board_say_one_day_until_when_services_are_approved(world, approve):
    approve(world.client, ends_on=date(2026, 12, 31))
    approve(world.client, starts_on=date(2027, 1, 1), ends_on=date(2027, 6, 30), amount=Decimal(2))
    approve(world.client, service="education", ends_on=date(2027, 3, 31))
    approve(world.client, service="social_club", starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 31))
    viewer, client_id = world.mentor, world.client.id
    said = {
        list_people(viewer).approved_until[client_id],
        find_file(viewer, client_id).approved_until,
        next(row for row in board_of(viewer).rows if row.id == client_id).approval.ends_on,
    }
    assert said == {date(2027, 3, 31)}
