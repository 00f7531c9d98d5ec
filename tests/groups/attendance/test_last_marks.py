"""Each member's last marks, however long ago they were given."""

from datetime import date, timedelta

import pytest

from caseapp.clock import now
from caseapp.groups.attendance.sheet_queries import last_marks
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import Mark
from tests.world import LONG_AGO, join, keep, make_client, make_group, make_meeting

FIRST = LONG_AGO + timedelta(days=7)


@pytest.fixture
def marked(world):
    """A group of three: somebody of long standing, somebody who stayed away after three meetings, somebody new."""
    group = make_group(world.team, world.mentor)
    stays, away, new = (make_client(world.team, world.mentor) for _ in range(3))
    for client, since in ((stays, LONG_AGO), (away, LONG_AGO), (new, FIRST + timedelta(weeks=10))):
        join(group, client, since)
    for week in range(12):
        meeting = make_meeting(group, FIRST + timedelta(weeks=week), called_at=now())
        for client, is_there in ((stays, True), (away, week < 3), (new, week >= 10)):
            if is_there:
                mark = Mark.LATE if week in (0, 4, 11) else Mark.PRESENT
                keep(
                    AttendanceMark(
                        meeting_id=meeting.id, client_id=client.id, held_on=meeting.held_on, mark=mark, marked_at=now()
                    )
                )
    return group, stays, away, new


def test_each_member_has_the_last_marks_of_their_own(world, marked):
    group, stays, away, new = marked
    assert last_marks(world.mentor, group.id, date.max, 3) == {
        stays.id: (Mark.PRESENT, Mark.PRESENT, Mark.LATE),
        away.id: (Mark.LATE, Mark.PRESENT, Mark.PRESENT),
        new.id: (Mark.PRESENT, Mark.LATE),
    }


def test_marks_of_that_day_and_later_are_left_out(world, marked):
    group, stays, away, _new = marked
    assert last_marks(world.mentor, group.id, FIRST + timedelta(weeks=5), 2) == {
        stays.id: (Mark.PRESENT, Mark.LATE),
        away.id: (Mark.PRESENT, Mark.PRESENT),
    }
