"""Whatever happens in a group, its page, the client's page, the board and the report count the same meetings."""

from datetime import timedelta
from typing import NamedTuple

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from caseapp.db import IdempotencyKey
from caseapp.groups.attendance.actions import plan_meeting, take_attendance
from caseapp.groups.attendance.queries import attendance_by_member, attendance_of
from caseapp.groups.members.queries import members_of
from caseapp.groups.models import Membership
from caseapp.groups.queries import find_group
from caseapp.groups.rules import AttendanceDraft, GivenMark, Mark, MeetingStatus
from caseapp.groups.schedule.actions import change_day
from caseapp.groups.schedule.rules import DayChange, DayPlan
from caseapp.groups.words import members_with_figures
from caseapp.progress.rhythm_queries import months_of
from caseapp.reports.paper.queries import gather
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS
from caseapp.supervision.board.queries import board_of
from tests.conftest import NOW
from tests.groups.records import TODAY, days_ago, group_of
from tests.world import keep, make_client

WEEKS = 9
PERIOD = Period(days_ago(80), TODAY)
THERE = (Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY)


class Told(NamedTuple):
    """One week of the group: what became of its day, and of somebody who belongs to it or looks in as a guest."""

    fate: str
    mark: Mark
    looks_in: bool


class Belongs(NamedTuple):
    """How many weeks ago somebody joined, and for how many weeks it lasted; for good where nothing is said."""

    weeks_ago: int
    lasts: int | None

    @property
    def joined(self):
        return days_ago(7 * self.weeks_ago)

    @property
    def left(self):
        return None if self.lasts is None else self.joined + timedelta(weeks=self.lasts)

    def on(self, told, weeks_ago):
        day = days_ago(7 * weeks_ago - (told.fate == "moved"))
        return self.joined <= day and (self.left is None or day <= self.left)


FATES = ("held", "held", "held", "moved", "holiday", "cancelled", "corrected", "nothing")
WEEK = st.builds(Told, st.sampled_from(FATES), st.sampled_from(Mark), st.booleans())
STAYS = st.builds(Belongs, st.integers(-1, WEEKS), st.none() | st.integers(0, WEEKS))


def live(world, clock, weeks, stays):
    """A group with that history, recorded on its days by the people who were there."""
    group, client = (
        group_of(world, leader=world.team_mate, starts_on=days_ago(100)),
        make_client(world.team, world.mentor),
    )
    keep(Membership(group_id=group.id, client_id=client.id, starts_on=stays.joined, ends_on=stays.left))
    for number, told in enumerate(weeks):
        ago = len(weeks) - number
        if told.fate != "nothing":
            meet(world.supervisor, clock, group, client, told, ago, belongs=stays.on(told, ago))
    clock.move_to(NOW)
    return group, client


def meet(viewer, clock, group, client, told, ago, *, belongs):
    day = days_ago(7 * ago)
    clock.move_to(f"{day}T16:00:00+00:00")
    if told.fate == "moved":
        change_day(viewer, group.id, day, DayChange(DayPlan.MOVED, "Rain", day + timedelta(days=1)), None)
        day += timedelta(days=1)
        clock.move_to(f"{day}T16:00:00+00:00")
    meeting_id = plan_meeting(viewer, group.id, day, IdempotencyKey(uuid7(), b"plan"))
    marks = {client.id: GivenMark(told.mark)} if belongs else {}
    guests = frozenset([client.id]) if told.looks_in and not belongs else frozenset()
    rolls = [AttendanceDraft(MeetingStatus.HELD, "", marks, guests, others=2)]
    if told.fate in ("holiday", "cancelled"):
        rolls.append(AttendanceDraft(MeetingStatus(told.fate), "Nobody came", {}))
    elif told.fate == "corrected":
        rolls.insert(0, AttendanceDraft(MeetingStatus.CANCELLED, "A mistake", {}))
    for version, roll in enumerate(rolls, start=1):
        take_attendance(viewer, meeting_id, roll, version)


def expected(weeks, stays):
    """How often there and of how many, as a member and in the own file, counted week by week."""
    of_group, of_file = [0, 0], [0, 0]
    for number, told in enumerate(weeks):
        ago = len(weeks) - number
        if told.fate not in ("held", "moved", "corrected"):
            continue
        if stays.on(told, ago):
            counts, there = told.mark is not Mark.EXCUSED, told.mark in THERE
            of_group = [of_group[0] + there, of_group[1] + counts]
        else:
            counts = there = told.looks_in
        of_file = [of_file[0] + there, of_file[1] + counts]
    return tuple(of_group), tuple(of_file)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WEEK, min_size=1, max_size=WEEKS), STAYS)
def test_every_place_counts_the_same_meetings(world, clock, weeks, stays):
    group, client = live(world, clock, weeks, stays)
    of_group, of_file = expected(weeks, stays)
    viewer = world.supervisor
    event(f"counted: {bool(of_file[1])}")
    assert attendance_by_member(viewer, group.id).get(client.id, (0, 0)) == of_group
    told = members_with_figures(
        find_group(viewer, group.id), members_of(viewer, group.id), {}, {client.id: of_group}, {}
    )
    assert all((each.percent is None) == (of_group[1] == 0) for each in told)
    (row,) = [row for row in board_of(viewer).rows if row.id == client.id]
    assert (row.group_there, row.group_counted) == of_file
    months = months_of(viewer, client.id)
    assert (sum(month.there for month in months), sum(month.counted for month in months)) == of_file
    reported = gather(viewer, client.id, PERIOD, NO_TEXTS).groups
    assert [(each.there, each.counted) for each in reported] in ([of_file], [] if of_file == (0, 0) else None)
    assert all((each.percent is None) == (each.counted == 0) for each in reported)


def test_nothing_that_counts_is_no_percentage_anywhere(world, clock, as_):
    weeks = [Told("held", Mark.EXCUSED, False), Told("cancelled", Mark.ABSENT, False)]
    group, client = live(world, clock, weeks, Belongs(WEEKS, None))
    (found,) = attendance_of(world.supervisor, client.id, PERIOD.starts_on, PERIOD.ends_on)
    assert (found.counted, found.percent) == (0, None)
    words = as_(world.supervisor).see(f"/groups/{group.id}").words
    assert "No meetings counted yet" in words
    assert "0%" not in words


def test_only_the_roll_of_the_day_decides_who_was_a_member(world, clock):
    weeks = [Told("held", Mark.PRESENT, True), Told("held", Mark.ABSENT, False)]
    group, client = live(world, clock, weeks, Belongs(1, None))
    assert attendance_by_member(world.supervisor, group.id) == {client.id: (0, 1)}
    (found,) = attendance_of(world.supervisor, client.id, PERIOD.starts_on, PERIOD.ends_on)
    assert (found.there, found.counted) == (1, 2)
