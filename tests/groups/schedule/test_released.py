"""A day to which a meeting was moved is given back when the group meets on the day of its own after all."""

from datetime import timedelta
from itertools import pairwise

import pytest

from caseapp.groups.attendance.actions import take_attendance
from caseapp.groups.queries import find_group
from caseapp.groups.rules import AttendanceDraft, GivenMark, Mark, MeetingStatus
from caseapp.groups.schedule.actions import change_day
from caseapp.groups.schedule.queries import days_of
from caseapp.groups.schedule.rules import DayChange, DayPlan
from tests.groups.records import TODAY, group_of

NEXT = [TODAY + timedelta(days=days) for days in (1, 2, 3)]


def coming(world, group):
    return {day.on: day for day in days_of(world.team_mate, find_group(world.team_mate, group.id)).coming}


def change(world, group, day, plan, moved_to=None):
    known = coming(world, group)[day]
    reason = "" if plan is DayPlan.MEETS else "The room is taken"
    change_day(world.team_mate, group.id, day, DayChange(plan, reason, moved_to), known.version)


@pytest.mark.parametrize("moves", [1, 2, 3])
@pytest.mark.parametrize("by_roll", [False, True])
def test_a_meeting_moved_on_and_held_on_its_own_day_leaves_no_day_behind(world, moves, by_roll):
    group = group_of(world, world.client)
    days = [TODAY, *NEXT][: moves + 1]
    for day, following in pairwise(days):
        change(world, group, day, DayPlan.MOVED, following)
    assert days[-1] in coming(world, group)
    if by_roll:
        own = coming(world, group)[TODAY]
        roll = AttendanceDraft(MeetingStatus.HELD, "", {world.client.id: GivenMark(Mark.PRESENT)})
        take_attendance(world.team_mate, own.meeting_id, roll, own.version)
    else:
        change(world, group, TODAY, DayPlan.MEETS)
    assert not set(NEXT) & set(coming(world, group))
