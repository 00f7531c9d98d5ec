"""The coming meetings of groups are planned as far as approvals for their service last, and equal a count of days."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from caseapp.basket.rules import ApprovalUnit
from caseapp.groups.rules import MeetingStatus, Schedule, weekday_of
from caseapp.groups.schedule.rules import StoredMeeting
from caseapp.hours.approval_rules import Belonging, GroupRecords, usage_of
from caseapp.hours.coming_rules import ExpectingGroup, coming_meetings
from tests.hours.test_approval_rules import TODAY, known

HELD, CANCELLED, HOLIDAY = MeetingStatus


def on(day):
    return TODAY + timedelta(days=day)


def kept_day(day, status, is_called):
    return StoredMeeting(UUID(int=day + 1000), on(day), status, "", None, is_called)


def expecting(number, weekday, term, since, until, kept):
    service = "dental" if number > 2 else "social_club"
    schedule = Schedule(weekday, on(term[0]), None if term[1] is None else on(term[1]))
    days = on(since), None if until is None else on(until)
    return ExpectingGroup(UUID(int=number), "Choir", service, 90, schedule, *days, tuple(kept))


KEPT = st.dictionaries(st.integers(-5, 80), st.tuples(st.sampled_from(MeetingStatus), st.booleans()), max_size=6).map(
    lambda days: [kept_day(day, *said) for day, said in days.items()]
)
GROUPS = st.lists(
    st.builds(
        expecting,
        st.integers(1, 4),
        st.one_of(st.none(), st.integers(0, 6)),
        st.tuples(st.integers(-90, 40), st.one_of(st.none(), st.integers(40, 90))),
        st.integers(-90, 40),
        st.one_of(st.none(), st.integers(0, 90)),
        KEPT,
    ),
    max_size=3,
)
APPROVALS = st.lists(
    st.tuples(
        st.integers(-60, 60),
        st.integers(0, 70),
        st.sampled_from([ApprovalUnit.MEETING, ApprovalUnit.HOUR]),
        st.sampled_from(["social_club", "dental"]),
    ),
    max_size=3,
).map(
    lambda rows: [
        known(number, first, first + days, 2, unit, service) for number, (first, days, unit, service) in enumerate(rows)
    ]
)


def is_holiday(day):
    return day.day == 25


def meets(group, day):
    """Whether the group meets on that day, as somebody would read it off a calendar."""
    said = [each for each in group.kept if each.held_on == day]
    if said:
        return said[0].status is HELD and not said[0].is_called
    schedule = group.schedule
    lasts = schedule.starts_on <= day and (schedule.ends_on is None or day <= schedule.ends_on)
    return lasts and weekday_of(day) == schedule.weekday and not is_holiday(day)


def expected_days(groups, approvals, service):
    """Each day of each group at which the client is expected, read off a calendar day by day."""
    ahead = [TODAY + timedelta(days=number) for number in range(200)]
    return {
        (group.id, day)
        for group in groups
        for day in ahead
        if group.service == service
        and meets(group, day)
        and group.first_on <= day <= (group.last_on or date.max)
        and any(each.service == service and each.starts_on <= day <= each.ends_on for each in approvals)
    }


@given(GROUPS, APPROVALS)
def test_planned_meetings_of_groups_are_the_days_of_the_calendar(groups, approvals):
    belonging = tuple(Belonging(each.service, each.first_on, each.last_on) for each in groups)
    planned = coming_meetings(groups, approvals, TODAY, is_holiday)
    usage = usage_of([], approvals, TODAY, GroupRecords((), belonging, planned))
    assert usage.uncovered_plans == ()
    for service in ("social_club", "dental"):
        days = expected_days(groups, approvals, service)
        assert {(each.group_id, each.on) for each in planned if each.service == service} == days
        uses = [use for use in usage.uses.values() if use.approval.service == service]
        assert sum(part.minutes for use in uses for part in use.planned_parts) == 90 * len(days)
        if {use.approval.unit for use in uses} == {ApprovalUnit.MEETING}:
            assert sum(use.planned for use in uses) == len(days)
        if {use.approval.unit for use in uses} == {ApprovalUnit.HOUR}:
            assert sum(use.planned for use in uses) == 90 * len(days)
    assert all(use.used == 0 and use.planned + use.left == use.amount for use in usage.uses.values())


def test_days_called_off_holidays_and_what_is_called_already_are_not_planned():
    weekday = weekday_of(TODAY)
    kept = [kept_day(0, HELD, True), kept_day(7, CANCELLED, False), kept_day(16, HELD, False)]
    group = expecting(1, weekday, (-90, None), -90, None, kept)
    approvals = [known(last=30, service="social_club", unit=ApprovalUnit.MEETING)]
    found = [each.on for each in coming_meetings([group, group], approvals, TODAY, lambda day: day == on(14))]
    assert found == [on(16), on(21), on(28)]
    assert coming_meetings([group], [known(last=30)], TODAY, is_holiday) == ()
