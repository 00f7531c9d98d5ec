from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.basket.rules import ApprovalTerms, ApprovalUnit, Per, approved_in
from caseapp.hours.rules import HeldMeetings, counted_approvals, expected_share, hours_used, month_of

YEAR = ApprovalTerms("social_mentoring", Decimal(3), ApprovalUnit.HOUR, Per.WEEK, date(2026, 1, 1), date(2026, 12, 31))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
FOUR_MEETINGS = HeldMeetings(minutes=330, meetings=4, days=3)


@pytest.mark.parametrize(
    ("unit", "used"),
    [(ApprovalUnit.HOUR, Decimal("5.5")), (ApprovalUnit.MEETING, Decimal(4)), (ApprovalUnit.DAY, Decimal(3))],
)
def test_what_was_held_is_counted_in_the_unit_that_is_approved(unit, used):
    told = hours_used(FOUR_MEETINGS, [replace(YEAR, unit=unit)], *NOVEMBER)
    assert (told.used, told.unit) == (used, unit)


def test_used_and_left_add_up_to_what_is_approved_and_more_may_be_used():
    told = hours_used(FOUR_MEETINGS, [YEAR], *NOVEMBER)
    assert told.approved == Decimal(3) * 30 / 7
    assert told.used + told.left == told.approved
    assert (told.used_figure, told.approved_figure) == ("5.5", "12.86")
    over = hours_used(HeldMeetings(minutes=1800, meetings=10, days=10), [YEAR], *NOVEMBER)
    assert over.left < 0
    assert over.share > 2


def test_without_an_approval_hours_are_used_and_nothing_is_approved():
    told = hours_used(FOUR_MEETINGS, [replace(YEAR, ends_on=date(2026, 10, 31))], *NOVEMBER)
    assert (told.used, told.approved, told.left, told.share) == (Decimal("5.5"), None, None, 0)
    assert told.approved_figure == ""


def test_mentoring_goes_before_other_services_which_meetings_do_not_use_up():
    club = replace(YEAR, service="social_club", amount=Decimal(9), starts_on=date(2026, 6, 1))
    assert hours_used(FOUR_MEETINGS, [club, YEAR], *NOVEMBER).approved == approved_in(YEAR, *NOVEMBER)
    assert hours_used(FOUR_MEETINGS, [club], *NOVEMBER).approved == approved_in(club, *NOVEMBER)


def test_approvals_of_one_unit_are_added_up_and_the_one_that_began_last_says_which():
    second = replace(YEAR, starts_on=date(2026, 11, 16), amount=Decimal(2))
    assert counted_approvals([YEAR, second], *NOVEMBER) == [second, YEAR]
    both = approved_in(YEAR, *NOVEMBER) + approved_in(second, *NOVEMBER)
    assert hours_used(FOUR_MEETINGS, [YEAR, second], *NOVEMBER).approved == both
    meetings = replace(second, unit=ApprovalUnit.MEETING)
    told = hours_used(FOUR_MEETINGS, [YEAR, meetings], *NOVEMBER)
    assert (told.unit, told.approved) == (ApprovalUnit.MEETING, approved_in(meetings, *NOVEMBER))


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_month_is_the_days_of_that_name(day):
    first, last = month_of(day)
    assert first <= day <= last
    assert first.day == 1
    assert (first.year, first.month) == (last.year, last.month)
    assert date.fromordinal(last.toordinal() + 1).day == 1


@pytest.mark.parametrize(
    ("minutes", "figure"),
    [(15, "0.25"), (30, "0.5"), (45, "0.75"), (75, "1.25"), (105, "1.75"), (5, "0.08"), (10, "0.17"), (60, "1")],
)
def test_a_quarter_of_an_hour_is_shown_as_one(minutes, figure):
    assert hours_used(HeldMeetings(minutes=minutes, meetings=1, days=1), [], *NOVEMBER).used_figure == figure


def test_what_is_expected_by_a_day_is_the_part_that_was_approved_until_then():
    late = replace(YEAR, starts_on=date(2026, 11, 16))
    told = hours_used(FOUR_MEETINGS, [late], *NOVEMBER)
    shares = [expected_share(told, [late], date(2026, 11, day)) for day in (1, 15, 16, 30)]
    assert shares == [0, 0, pytest.approx(1 / 15), 1]
    whole = hours_used(FOUR_MEETINGS, [YEAR], *NOVEMBER)
    assert expected_share(whole, [YEAR], date(2026, 11, 15)) == pytest.approx(0.5)
    assert expected_share(whole, [YEAR], date(2027, 1, 1)) == 1
    nothing = hours_used(FOUR_MEETINGS, [], *NOVEMBER)
    assert expected_share(nothing, [], date(2026, 11, 15)) == 0
