"""What is done once is not done again: a point is closed once, mentors are reminded once a day."""

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.db import IdempotencyKey, db
from caseapp.supervision.board.actions import remind_mentors
from caseapp.supervision.points.actions import add_point, close_point
from caseapp.supervision.points.queries import points_of
from tests.refusals import refused
from tests.world import assign, make_client


def entries(act):
    return db.session.scalar(sa.select(sa.func.count()).where(Entry.act == act))


def test_a_point_is_added_once_and_closed_once(world):
    key = IdempotencyKey(uuid7(), b"")
    for _time in range(2):
        add_point(world.supervisor, world.client.id, "Sleep", key)
    (point,) = points_of(world.supervisor, world.client.id)
    closed = close_point(world.supervisor, point.id, "Ask the clinic", point.version)
    with refused():
        close_point(world.supervisor, point.id, "Ask again", closed.version)
    assert (entries(Act.POINT_ADDED), entries(Act.POINT_CLOSED)) == (1, 1)
    assert closed.outcome == "Ask the clinic"


def test_where_nobody_accompanies_a_client_nobody_is_reminded(world):
    with refused():
        remind_mentors(world.supervisor, make_client(world.team).id)
    assert entries(Act.MENTOR_REMINDED) == 0


def test_every_mentor_of_today_is_reminded_once_a_day(world, clock):
    assign(world.client, world.team_mate)
    assert [remind_mentors(world.supervisor, world.client.id) for _time in range(2)] == [2, 2]
    assert entries(Act.MENTOR_REMINDED) == 1
    clock.move_to("2026-11-22T22:00:00+00:00")
    assert remind_mentors(world.supervisor, world.client.id) == 2
    assert entries(Act.MENTOR_REMINDED) == 2
