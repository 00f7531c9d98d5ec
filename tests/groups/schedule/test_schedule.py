"""A group's days: which there are, which wait for their attendance, and what is agreed about one."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from caseapp.db import db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.groups.models import Meeting
from caseapp.groups.queries import find_group
from caseapp.groups.rules import MeetingStatus, Schedule, weekday_of
from caseapp.groups.schedule.actions import change_day
from caseapp.groups.schedule.queries import days_of, groups_of, list_attendance_due
from caseapp.groups.schedule.rules import DayChange, DayPlan, meeting_days, next_of, not_called, scheduled_days
from tests.drawn import drawn
from tests.groups.records import TODAY, days_ago, group_of
from tests.refusals import refused
from tests.statements import statements
from tests.world import make_meeting

NEXT_WEEK = TODAY + timedelta(days=7)
ALWAYS = date(2020, 1, 1)


def call_off(reason="The teacher is ill"):
    return DayChange(DayPlan.CALLED_OFF, reason)


def move_to(day, reason="Elections"):
    return DayChange(DayPlan.MOVED, reason, day)


def stored_meetings():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Meeting))


@given(st.integers(0, 6), st.dates(ALWAYS, date(2030, 1, 1)), st.integers(0, 100))
def test_a_weekday_gives_each_of_its_days_once(weekday, first, length):
    last = first + timedelta(days=length)
    days = scheduled_days(Schedule(weekday, ALWAYS, None), first, last)
    every = [first + timedelta(days=number) for number in range(length + 1)]
    assert days == [day for day in every if weekday_of(day) == weekday]


@given(st.integers(0, 6), st.dates(ALWAYS, date(2030, 1, 1)))
def test_the_next_meeting_is_no_holiday_and_not_behind(weekday, today):
    days = meeting_days(Schedule(weekday, ALWAYS, None), (), today, today + timedelta(days=42), lambda day: day.day % 2)
    found = next_of(days, today)
    assert found is None or (found.on >= today and found.on.day % 2 == 0 and weekday_of(found.on) == weekday)
    assert not_called(days, today) == []


def test_a_group_without_a_fixed_day_has_no_days_of_its_own():
    assert scheduled_days(Schedule(None, ALWAYS, None), TODAY, NEXT_WEEK) == []


def test_a_term_has_meetings_from_its_first_day_to_its_last():
    term = Schedule(0, TODAY, NEXT_WEEK)
    assert scheduled_days(term, days_ago(70), NEXT_WEEK + timedelta(days=70)) == [TODAY, NEXT_WEEK]


def test_days_without_a_roll_wait_for_the_leader_and_nothing_is_stored_for_them(world):
    group = group_of(world, world.client, leader=world.mentor, starts_on=days_ago(21))
    make_meeting(group, days_ago(7), status=MeetingStatus.CANCELLED)
    make_meeting(group, days_ago(14), called_at=group.created_at)
    with statements() as sent:
        due = list_attendance_due(world.mentor)
    assert [each.on for each in due] == [TODAY, days_ago(21)]
    assert len(sent) == 2
    assert list_attendance_due(world.supervisor) == []
    assert groups_of(world.supervisor)[0].not_called == 1
    assert stored_meetings() == 2


def test_holidays_are_proposed_and_wait_for_no_roll(world):
    group = group_of(world, leader=world.mentor, weekday=1, starts_on=date(2026, 9, 1))
    told = find_group(world.mentor, group.id)
    found = meeting_days(told.schedule, (), date(2026, 9, 14), date(2026, 9, 28), lambda day: day == date(2026, 9, 21))
    assert [day.is_proposed for day in found] == [False, True, False]
    assert [day.on for day in not_called(found, date(2026, 9, 29))] == [date(2026, 9, 14), date(2026, 9, 28)]


def test_a_meeting_is_called_off_beforehand_with_a_reason(world):
    group = group_of(world, leader=world.mentor)
    with pytest.raises(RuleBroken):
        change_day(world.mentor, group.id, NEXT_WEEK, call_off(" "), 0)
    for _ in range(2):
        change_day(world.mentor, group.id, NEXT_WEEK, call_off(), 0)
    coming = days_of(world.mentor, find_group(world.mentor, group.id)).coming
    assert [day.takes_place for day in coming[:3]] == [True, False, True]
    assert stored_meetings() == 1
    with pytest.raises(Conflict):
        change_day(world.mentor, group.id, NEXT_WEEK, call_off("Strike"), 0)


def test_a_moved_meeting_is_expected_on_the_other_day_and_can_be_moved_back(world):
    group = group_of(world, leader=world.mentor)
    other = NEXT_WEEK + timedelta(days=2)
    change_day(world.mentor, group.id, NEXT_WEEK, move_to(other), 0)
    told = find_group(world.mentor, group.id)
    kept = {day.on: day for day in days_of(world.mentor, told).coming}
    assert (kept[NEXT_WEEK].takes_place, kept[NEXT_WEEK].moved_to, kept[other].takes_place) == (False, other, True)
    change_day(world.mentor, group.id, NEXT_WEEK, DayChange(DayPlan.MEETS), kept[NEXT_WEEK].version)
    days = days_of(world.mentor, told).coming
    assert other not in [day.on for day in days]
    assert all(day.takes_place for day in days if day.on == NEXT_WEEK)


@pytest.mark.parametrize("other", [NEXT_WEEK, TODAY, days_ago(1), date(2027, 11, 1), None])
def test_a_meeting_is_not_moved_to_its_own_day_a_day_of_the_group_or_far_away(world, other):
    group = group_of(world, leader=world.mentor)
    with pytest.raises(RuleBroken):
        change_day(world.mentor, group.id, NEXT_WEEK, move_to(other), 0)
    assert stored_meetings() == 0


def test_only_days_of_the_group_are_changed_and_only_by_who_leads_it(world):
    group = group_of(world, world.client)
    with pytest.raises(NotVisible):
        change_day(world.team_mate, group.id, NEXT_WEEK + timedelta(days=1), call_off(), 0)
    with pytest.raises(RuleBroken):
        change_day(world.team_mate, group.id, days_ago(0) - timedelta(days=0), call_off(""), 0)
    with pytest.raises(NotAllowed):
        change_day(world.mentor, group.id, NEXT_WEEK, call_off(), 0)
    with pytest.raises(NotVisible):
        change_day(world.former_mentor, group.id, NEXT_WEEK, call_off(), 0)


def test_the_page_of_a_day_keeps_both_texts_and_names_no_day_that_is_none(world, as_):
    group = group_of(world, world.client)
    path = f"/groups/{group.id}/days/{NEXT_WEEK.isoformat()}"
    first, second = as_(world.team_mate), as_(world.supervisor)
    mine, theirs = drawn(first.see(path)), drawn(second.see(path))
    assert second.post(path, data={**theirs, "plan": "called_off", "reason": "Strike"}).status_code == 303
    assert first.post(path, data={**mine, "plan": "called_off", "reason": "Rain"}).status_code == 409
    assert "Strike" in first.page.words
    assert "Rain" in first.page.html
    for wrong in ("2026-02-31", "2026-11-23", "x" * 300):
        first.see(f"/groups/{group.id}/days/{wrong}", 404)


def test_the_roll_of_a_passed_day_is_opened_from_the_first_page_with_one_tap(world, as_):
    group = group_of(world, world.client, leader=world.mentor, starts_on=days_ago(7))
    browser = as_(world.mentor)
    page = browser.see("/")
    new = f"/groups/{group.id}/meetings/new"
    forms = [form for form in page.forms if form["action"] == new]
    assert len(forms) == 2
    for _ in range(2):
        assert browser.post(new, data=forms[1]["fields"]).status_code == 303
    (meeting,) = db.session.scalars(sa.select(Meeting))
    assert meeting.held_on == days_ago(7)


def test_a_day_whose_attendance_was_taken_is_changed_there(world):
    group = group_of(world, leader=world.mentor, starts_on=days_ago(7))
    meeting = make_meeting(group, TODAY, called_at=group.created_at)
    with refused("plan"):
        change_day(world.mentor, group.id, TODAY, call_off(), meeting.version)
    with refused("plan"):
        change_day(world.mentor, group.id, days_ago(7), call_off(), 0)
