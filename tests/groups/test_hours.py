"""The hour of a single meeting, and a day that falls on a holiday."""

from datetime import date, time, timedelta

import pytest
from uuid_utils.compat import uuid7

from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict
from caseapp.groups.attendance.actions import plan_meeting, take_attendance
from caseapp.groups.attendance.queries import meeting_on
from caseapp.groups.attendance.sheet_queries import find_attendance_sheet
from caseapp.groups.attendance.timeline_queries import group_marks_timeline
from caseapp.groups.models import Meeting
from caseapp.groups.notes.actions import save_group_note
from caseapp.groups.notes.queries import note_of
from caseapp.groups.notes.rules import GroupNoteDraft
from caseapp.groups.queries import find_group
from caseapp.groups.rules import AttendanceDraft, GivenMark, Mark, MeetingStatus
from caseapp.groups.schedule.actions import change_day
from caseapp.groups.schedule.queries import days_of
from caseapp.groups.schedule.rules import DayChange, DayPlan
from tests.drawn import drawn
from tests.groups.records import TODAY, group_of, mark

NEXT_WEEK = TODAY + timedelta(days=7)
OTHER_DAY = NEXT_WEEK + timedelta(days=2)
KIPPUR = date(2026, 9, 21)  # a Monday


def coming(viewer, group):
    return {day.on: day for day in days_of(viewer, find_group(viewer, group.id)).coming}


def on_monday(world, *clients, **more):
    return group_of(world, *clients, leader=world.mentor, weekday=1, starts_on=date(2026, 9, 1), **more)


def test_a_moved_meeting_begins_at_its_own_hour(world, as_):
    group = group_of(world, world.client, leader=world.mentor)
    browser, path = as_(world.mentor), f"/groups/{group.id}/days/{NEXT_WEEK}"
    sent = {**drawn(browser.see(path)), "plan": "moved", "reason": "Elections", "moved_to": str(OTHER_DAY)}
    assert [browser.post(path, data={**sent, "starts_at": "19:15"}).status_code for _ in range(2)] == [303, 303]
    kept = coming(world.mentor, group)
    assert (kept[OTHER_DAY].starts_at, kept[NEXT_WEEK].change.starts_at) == (time(19, 15), time(19, 15))
    assert browser.see(f"/groups/{group.id}").words.count("19:15–20:45") == 2
    assert drawn(browser.see(path))["starts_at"] == ["19:15"]


def test_only_the_hour_of_one_meeting_is_changed_and_changed_back(world):
    group = group_of(world, leader=world.mentor)
    change_day(world.mentor, group.id, NEXT_WEEK, DayChange(DayPlan.MEETS, starts_at=time(9)), 0)
    kept = coming(world.mentor, group)[NEXT_WEEK]
    assert (kept.starts_at, kept.takes_place) == (time(9), True)
    with pytest.raises(Conflict):
        change_day(world.mentor, group.id, NEXT_WEEK, DayChange(DayPlan.MEETS, starts_at=time(10)), 0)
    change_day(world.mentor, group.id, NEXT_WEEK, DayChange(DayPlan.MEETS), kept.version)
    assert coming(world.mentor, group)[NEXT_WEEK].starts_at is None


def test_a_day_that_is_called_off_keeps_no_hour(world):
    group = group_of(world, leader=world.mentor)
    change_day(world.mentor, group.id, NEXT_WEEK, DayChange(DayPlan.MOVED, "Rain", OTHER_DAY, time(9)), 0)
    version = coming(world.mentor, group)[NEXT_WEEK].version
    change_day(world.mentor, group.id, NEXT_WEEK, DayChange(DayPlan.CALLED_OFF, "Rain"), version)
    kept = coming(world.mentor, group)
    assert (kept[NEXT_WEEK].change, OTHER_DAY in kept) == (DayChange(DayPlan.CALLED_OFF, "Rain"), False)


def test_the_hour_of_the_meeting_stands_above_its_roll_on_the_first_page_and_in_the_file(world, as_):
    group = group_of(world, world.client, leader=world.mentor, starts_on=TODAY)
    change_day(world.mentor, group.id, TODAY, DayChange(DayPlan.MEETS, starts_at=time(8, 30)), 0)
    meeting_id = meeting_on(world.mentor, group.id, TODAY)
    browser = as_(world.mentor)
    for path in ("/", f"/groups/{group.id}", f"/meetings/{meeting_id}/attendance"):
        assert "08:30" in browser.see(path).words, path
    mark(db.session.get(Meeting, meeting_id), world.client, "present")
    assert group_marks_timeline(world.mentor, world.client.id)[0].starts_at == time(8, 30)


def test_a_note_of_a_moved_meeting_outlives_that_it_is_moved_back(world, clock):
    group, tomorrow = group_of(world, leader=world.mentor), TODAY + timedelta(days=1)
    change_day(world.mentor, group.id, NEXT_WEEK, DayChange(DayPlan.MOVED, "Rain", tomorrow), 0)
    clock.move_to(f"{tomorrow}T16:00:00+00:00")
    meeting_id = meeting_on(world.mentor, group.id, tomorrow)
    save_group_note(world.mentor, meeting_id, GroupNoteDraft("Clay"), None)
    version = coming(world.mentor, group)[NEXT_WEEK].version
    change_day(world.mentor, group.id, NEXT_WEEK, DayChange(DayPlan.MEETS), version)
    assert note_of(world.mentor, meeting_id).topic == "Clay"


def test_the_roll_of_a_holiday_begins_as_a_holiday_and_waits_for_nobody(world, as_, clock):
    group = on_monday(world, world.client)
    clock.move_to(f"{KIPPUR}T16:00:00+00:00")
    browser, path = as_(world.mentor), f"/groups/{group.id}/meetings/new"
    answer = browser.send(path, {"held_on": str(KIPPUR)})
    assert answer.status_code == 303
    page = browser.see(answer.headers["Location"])
    assert "This day is a holiday, so the group probably did not meet." in page.words
    assert drawn(page)["status"] == ["holiday"]
    assert browser.post(answer.headers["Location"], data=drawn(page)).status_code == 303
    assert "Holiday" in browser.see(f"/groups/{group.id}").words
    assert "This day is a holiday" not in browser.see(answer.headers["Location"]).words


def test_a_group_that_met_on_a_holiday_is_marked_like_any_other(world, clock):
    group = on_monday(world, world.client)
    clock.move_to(f"{KIPPUR}T16:00:00+00:00")
    meeting_id = plan_meeting(world.mentor, group.id, KIPPUR, IdempotencyKey(uuid7(), b"x"))
    take_attendance(
        world.mentor, meeting_id, AttendanceDraft(MeetingStatus.HELD, "", {world.client.id: GivenMark(Mark.LATE)}), 1
    )
    meeting = db.session.get(Meeting, meeting_id)
    assert meeting.status is MeetingStatus.HELD
    assert find_attendance_sheet(world.mentor, meeting).rows[0].marked == GivenMark(Mark.LATE)


@pytest.mark.parametrize(("weekday", "agreed"), [(3, False), (1, True)])
def test_an_agreed_meeting_on_a_holiday_and_one_outside_the_week_begin_as_held(world, clock, weekday, agreed):
    group = group_of(world, world.client, leader=world.mentor, weekday=weekday, starts_on=date(2026, 9, 1))
    clock.move_to(f"{KIPPUR}T06:00:00+00:00")
    if agreed:
        change_day(world.mentor, group.id, KIPPUR, DayChange(DayPlan.MEETS), 0)
    meeting_id = plan_meeting(world.mentor, group.id, KIPPUR, IdempotencyKey(uuid7(), b"x"))
    assert db.session.get(Meeting, meeting_id).status is MeetingStatus.HELD
