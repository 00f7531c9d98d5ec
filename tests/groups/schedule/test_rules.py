"""What can be agreed beforehand about a day of a group, and how it then stands."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from uuid_utils.compat import uuid7

from caseapp.groups.rules import MeetingStatus, Schedule
from caseapp.groups.schedule.rules import (
    FARTHEST,
    DayChange,
    DayPlan,
    MeetingDay,
    StoredMeeting,
    check_change,
    meeting_days,
    next_of,
    not_called,
    scheduled_days,
    status_beforehand,
)
from tests.refusals import refused

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
WEEKLY = Schedule(0, TODAY, TODAY + timedelta(days=70))
MOVED = DayChange(DayPlan.MOVED, "Elections", TODAY + DAY)


@pytest.mark.parametrize(
    ("day", "change", "field"),
    [
        (TODAY - DAY, DayChange(DayPlan.HOLIDAY), "plan"),
        (TODAY, DayChange(DayPlan.CALLED_OFF, " "), "reason"),
        (TODAY, replace(MOVED, reason=""), "reason"),
        (TODAY, replace(MOVED, moved_to=None), "moved_to"),
        (TODAY, replace(MOVED, moved_to=TODAY), "moved_to"),
        (TODAY + 2 * DAY, replace(MOVED, moved_to=TODAY - DAY), "moved_to"),
        (TODAY, replace(MOVED, moved_to=TODAY + FARTHEST + DAY), "moved_to"),
    ],
)
def test_a_change_that_cannot_be_is_refused_at_its_field(day, change, field):
    with refused(field):
        check_change(day, change, TODAY)


def test_a_day_can_be_moved_from_today_to_within_half_a_year_and_meets_without_a_reason():
    check_change(TODAY, DayChange(DayPlan.MEETS), TODAY)
    check_change(TODAY, DayChange(DayPlan.HOLIDAY), TODAY)
    check_change(TODAY, DayChange(DayPlan.CALLED_OFF, "Rain"), TODAY)
    check_change(TODAY + DAY, replace(MOVED, moved_to=TODAY), TODAY)
    check_change(TODAY, replace(MOVED, moved_to=TODAY + FARTHEST), TODAY)


@pytest.mark.parametrize(
    ("plan", "status"),
    [
        (DayPlan.MEETS, MeetingStatus.HELD),
        (DayPlan.HOLIDAY, MeetingStatus.HOLIDAY),
        (DayPlan.MOVED, MeetingStatus.CANCELLED),
        (DayPlan.CALLED_OFF, MeetingStatus.CANCELLED),
    ],
)
def test_what_is_agreed_is_kept_as_a_status_and_read_back(plan, status):
    change = DayChange(plan, "Why", TODAY + DAY if plan is DayPlan.MOVED else None, time(9))
    assert change.status is status
    assert MeetingDay(TODAY, status, "Why", change.moved_to, starts_at=time(9)).change == change


def test_days_on_both_borders_belong_to_a_stretch_and_those_beyond_do_not():
    last = TODAY + timedelta(days=14)
    assert scheduled_days(WEEKLY, TODAY, last) == [TODAY, TODAY + timedelta(days=7), last]
    assert scheduled_days(WEEKLY, TODAY + DAY, last - DAY) == [TODAY + timedelta(days=7)]
    kept = [StoredMeeting(uuid7(), day, MeetingStatus.HELD, "", None, False) for day in (TODAY, last)]
    assert [day.on for day in meeting_days(Schedule(None, TODAY, None), kept, TODAY, last, bool)] == [TODAY, last]
    assert meeting_days(Schedule(None, TODAY, None), kept, TODAY + DAY, last - DAY, bool) == []


def test_a_day_of_the_group_on_a_holiday_is_proposed_as_one_until_somebody_says_otherwise():
    def always(_day):
        return True

    assert status_beforehand(WEEKLY, TODAY, always) is MeetingStatus.HOLIDAY
    assert status_beforehand(WEEKLY, TODAY, lambda _day: False) is MeetingStatus.HELD
    assert status_beforehand(WEEKLY, TODAY + DAY, always) is MeetingStatus.HELD
    kept = StoredMeeting(uuid7(), TODAY, MeetingStatus.HOLIDAY, "", None, False)
    (said,) = meeting_days(WEEKLY, [kept], TODAY, TODAY, always)
    (unsaid,) = meeting_days(WEEKLY, [], TODAY, TODAY, always)
    assert (said.is_proposed, unsaid.is_proposed) == (False, True)


def test_attendance_is_due_for_past_days_and_today_is_the_next_one_until_it_is_taken():
    yesterday, today, tomorrow = (MeetingDay(TODAY + number * DAY) for number in (-1, 0, 1))
    off = MeetingDay(TODAY - 2 * DAY, MeetingStatus.CANCELLED)
    assert not_called([off, yesterday, today, tomorrow], TODAY) == [yesterday]
    assert not_called([replace(yesterday, is_called=True)], TODAY) == []
    assert next_of([yesterday, today, tomorrow], TODAY) == today
    assert next_of([replace(today, is_called=True), tomorrow], TODAY) == tomorrow
    assert next_of([today, replace(tomorrow, is_called=True)], TODAY + DAY) is None
    assert next_of([replace(tomorrow, is_called=True)], TODAY) == replace(tomorrow, is_called=True)
    assert next_of([replace(today, status=MeetingStatus.HOLIDAY)], TODAY) is None
