from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.contact_rules import ContactRecord
from caseapp.activities.rules import Mode, Outcome
from caseapp.basket.rules import ApprovalTerms, ApprovalUnit, Per, approved_in
from caseapp.hours.rules import expected_share, hours_used, month_of, read_counted

YEAR = ApprovalTerms("social_mentoring", Decimal(3), ApprovalUnit.HOUR, Per.WEEK, date(2026, 1, 1), date(2026, 12, 31))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
FOUR_MEETINGS = [
    ContactRecord(UUID(int=number), date(2026, 11, day), Mode.IN_PERSON, Outcome.HELD, minutes)
    for number, (day, minutes) in enumerate([(3, 90), (3, 60), (10, 90), (24, 90)])
]


@pytest.mark.parametrize(
    ("unit", "used"),
    [(ApprovalUnit.HOUR, Decimal("5.5")), (ApprovalUnit.MEETING, Decimal(4)), (ApprovalUnit.DAY, Decimal(3))],
)
def test_what_was_held_is_counted_in_the_unit_that_is_approved(unit, used):
    (told,) = hours_used(FOUR_MEETINGS, [replace(YEAR, unit=unit)], *NOVEMBER)
    assert (told.used, told.unit) == (used, unit)


def test_used_and_left_add_up_to_what_is_approved_and_more_may_be_used():
    (told,) = hours_used(FOUR_MEETINGS, [YEAR], *NOVEMBER)
    assert told.approved == Decimal(3) * 30 / 7
    assert told.used + told.left == told.approved
    assert (told.used_figure, told.approved_figure) == ("5:30", "12:51")
    (over,) = hours_used([replace(each, minutes=480) for each in FOUR_MEETINGS], [YEAR], *NOVEMBER)
    assert over.left < 0
    assert over.share > 2


def test_without_an_approval_hours_are_used_and_nothing_is_approved():
    (told,) = hours_used(FOUR_MEETINGS, [replace(YEAR, ends_on=date(2026, 10, 31))], *NOVEMBER)
    assert (told.used, told.approved, told.left, told.share) == (Decimal("5.5"), None, None, 0)
    assert told.approved_figure == ""


def test_contact_with_a_mentor_uses_up_no_other_service():
    club = replace(YEAR, service="social_club", amount=Decimal(9), starts_on=date(2026, 6, 1))
    assert hours_used(FOUR_MEETINGS, [club, YEAR], *NOVEMBER) == hours_used(FOUR_MEETINGS, [YEAR], *NOVEMBER)
    (told,) = hours_used(FOUR_MEETINGS, [club], *NOVEMBER)
    assert (told.used, told.approved) == (Decimal("5.5"), None)


def test_each_unit_has_its_figure_and_so_have_days_without_an_approval():
    ended = replace(YEAR, ends_on=date(2026, 11, 9))
    meetings = replace(YEAR, unit=ApprovalUnit.MEETING, amount=Decimal(1), starts_on=date(2026, 11, 9),
                       ends_on=date(2026, 11, 20))  # fmt: skip
    told = hours_used(FOUR_MEETINGS, [ended, meetings], *NOVEMBER)
    assert [(each.unit, each.used, each.list_name) for each in told] == [
        (ApprovalUnit.HOUR, Decimal("2.5"), "hour"),
        (ApprovalUnit.MEETING, 1, "meeting"),
        (ApprovalUnit.HOUR, Decimal("1.5"), "none"),
    ]
    assert [each.approved for each in told] == [
        approved_in(ended, *NOVEMBER), approved_in(meetings, *NOVEMBER), None
    ]  # fmt: skip


def test_approvals_of_one_unit_are_added_up():
    second = replace(YEAR, starts_on=date(2026, 11, 16), amount=Decimal(2))
    both = approved_in(YEAR, *NOVEMBER) + approved_in(second, *NOVEMBER)
    (told,) = hours_used(FOUR_MEETINGS, [YEAR, second], *NOVEMBER)
    assert (told.used, told.approved) == (Decimal("5.5"), both)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_month_is_the_days_of_that_name(day):
    first, last = month_of(day)
    assert first <= day <= last
    assert first.day == 1
    assert (first.year, first.month) == (last.year, last.month)
    assert date.fromordinal(last.toordinal() + 1).day == 1


@pytest.mark.parametrize(
    ("minutes", "figure"),
    [(15, "0:15"), (5, "0:05"), (60, "1:00"), (95, "1:35"), (6000, "100:00")],
)
def test_time_is_told_as_hours_and_minutes(minutes, figure):
    (told,) = hours_used([replace(FOUR_MEETINGS[0], minutes=minutes)], [], *NOVEMBER)
    assert told.used_figure == figure


def test_what_is_expected_by_a_day_is_the_part_that_was_approved_until_then():
    late = replace(YEAR, starts_on=date(2026, 11, 16))
    told = hours_used(FOUR_MEETINGS, [late], *NOVEMBER)[0]
    shares = [expected_share(told, [late], date(2026, 11, day)) for day in (1, 15, 16, 30)]
    assert shares == [0, 0, pytest.approx(1 / 15), 1]
    (whole,) = hours_used(FOUR_MEETINGS, [YEAR], *NOVEMBER)
    assert expected_share(whole, [YEAR], date(2026, 11, 15)) == pytest.approx(0.5)
    assert expected_share(whole, [YEAR], date(2027, 1, 1)) == 1
    (nothing,) = hours_used(FOUR_MEETINGS, [], *NOVEMBER)
    assert expected_share(nothing, [], date(2026, 11, 15)) == 0


def test_a_list_that_does_not_exist_is_refused_and_without_days_it_is_of_the_quarter():
    asked = read_counted({}, date(2026, 11, 22))
    assert (asked.since, asked.until, asked.counted) == (date(2026, 10, 1), date(2026, 12, 31), "hour")
    for wrong in ({"since": "never"}, {"until": "2026-02-31"}, {"counted": "month"}):
        with pytest.raises(ValueError):
            read_counted(wrong, date(2026, 11, 22))
