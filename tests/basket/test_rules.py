from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.basket.rules import (
    ApprovalPhase,
    ApprovalTerms,
    ApprovalUnit,
    Per,
    approval_end,
    approved_in,
    approved_until,
    check_terms,
    format_amount,
    is_unusual_beside,
    phase_of,
    read_amount,
    renewal_end,
    renewed_days,
    shares_days,
)
from caseapp.errors import RuleBroken

YEAR = ApprovalTerms(
    "social_mentoring", Decimal(3), ApprovalUnit.HOUR, Per.WEEK, date(2026, 1, 1), date(2026, 12, 31), "77/26"
)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("amount", [Decimal("0.25"), Decimal(1), Decimal(168)])
def test_an_approval_of_a_day_and_of_every_amount_that_a_week_holds_passes(amount):
    check_terms(replace(YEAR, amount=amount, ends_on=YEAR.starts_on), TODAY)


def test_terms_as_long_as_they_may_be_and_decided_today_pass():
    check_terms(replace(YEAR, reference="x" * 60, committee="x" * 80, decided_on=TODAY), TODAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("168.01")}, "amount"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"reference": "x" * 61}, "reference"),
        ({"committee": "x" * 81}, "committee"),
        ({"decided_on": date(2026, 11, 23)}, "decided_on"),
        ({"unit": ApprovalUnit.DAY, "amount": Decimal(8)}, "amount"),
        ({"unit": ApprovalUnit.DAY, "per": Per.MONTH, "amount": Decimal(32)}, "amount"),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_field(changes, field):
    with pytest.raises(RuleBroken) as refused:
        check_terms(replace(YEAR, **changes), TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("written", "figure"), [("3", "3"), ("2.5", "2.5"), (" 2,50 ", "2.5"), ("10", "10"), ("0.25", "0.25")]
)
def test_an_amount_is_read_with_a_point_or_a_comma_and_written_without_idle_zeros(written, figure):
    assert format_amount(read_amount(written)) == figure


@pytest.mark.parametrize("written", ["", "three", "-1", "1e9", "2.555", "1000", "٣", "0x10", "NaN"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(RuleBroken) as refused:
        read_amount(written)
    assert refused.value.field == "amount"


def test_mentoring_beside_housing_is_unusual_whichever_comes_first():
    assert is_unusual_beside("social_mentoring", "supported_housing")
    assert is_unusual_beside("supported_housing", "social_mentoring")
    for housing in ("hostel", "supportive_community"):
        assert is_unusual_beside(housing, "social_mentoring")
        assert not is_unusual_beside(housing, "supported_housing")
    assert not is_unusual_beside("social_mentoring", "social_mentoring")
    assert not is_unusual_beside("social_mentoring", "social_club")


@pytest.mark.parametrize(
    ("first", "last", "shared"),
    [
        (date(2026, 12, 31), date(2027, 6, 1), True),
        (date(2027, 1, 1), date(2027, 6, 1), False),
        (date(2025, 1, 1), date(2026, 1, 1), True),
        (date(2026, 3, 1), date(2026, 3, 1), True),
    ],
)
def test_approvals_share_days_up_to_their_last_one(first, last, shared):
    assert shares_days(YEAR.starts_on, YEAR.ends_on, first, last) is shared
    assert shares_days(first, last, YEAR.starts_on, YEAR.ends_on) is shared


@pytest.mark.parametrize(
    ("day", "when"),
    [
        (date(2025, 12, 31), ApprovalPhase.UPCOMING),
        (date(2026, 1, 1), ApprovalPhase.CURRENT),
        (date(2026, 12, 31), ApprovalPhase.CURRENT),
        (date(2027, 1, 1), ApprovalPhase.ENDED),
    ],
)
def test_an_approval_is_in_force_from_its_first_day_to_its_last(day, when):
    assert phase_of(YEAR.starts_on, YEAR.ends_on, day) is when


@pytest.mark.parametrize(
    ("first", "last", "approved"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), Decimal(3) * 30 / 7),
        (date(2026, 11, 1), date(2026, 11, 7), Decimal(3)),
        (date(2025, 12, 29), date(2026, 1, 4), Decimal(3) * 4 / 7),
        (date(2026, 12, 31), date(2027, 1, 31), Decimal(3) / 7),
        (date(2027, 1, 1), date(2027, 1, 31), Decimal(0)),
        (date(2026, 2, 1), date(2026, 1, 31), Decimal(0)),
    ],
)
def test_a_weeks_amount_is_approved_by_sevenths_of_the_days_that_it_covers(first, last, approved):
    assert approved_in(YEAR, first, last) == approved


@pytest.mark.parametrize(
    ("first", "last", "approved"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), Decimal(6)),
        (date(2026, 2, 15), date(2026, 2, 28), Decimal(3)),
        (date(2026, 11, 16), date(2027, 1, 31), Decimal(9)),
    ],
)
def test_a_months_amount_is_approved_by_the_part_of_each_month(first, last, approved):
    assert approved_in(replace(YEAR, amount=Decimal(6), per=Per.MONTH), first, last) == approved


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
AMOUNTS = st.decimals(Decimal("0.01"), Decimal(168), places=2)


@st.composite
def approved(draw):
    starts_on, ends_on = sorted([draw(DAYS), draw(DAYS)])
    return replace(YEAR, amount=draw(AMOUNTS), per=draw(st.sampled_from(Per)), starts_on=starts_on, ends_on=ends_on)


@given(approved(), DAYS, DAYS, DAYS)
def test_what_is_approved_in_two_stretches_is_what_is_approved_in_both_together(terms, one, two, three):
    first, middle, last = sorted([one, two, three])
    parts = approved_in(terms, first, middle) + approved_in(terms, middle + timedelta(days=1), last)
    assert abs(parts - approved_in(terms, first, last)) < Decimal("1e-20")


@given(approved(), DAYS, DAYS)
def test_days_outside_of_an_approval_add_nothing(terms, one, two):
    first, last = sorted([one, two])
    inside = approved_in(terms, max(first, terms.starts_on), min(last, terms.ends_on))
    assert approved_in(terms, first, last) == inside
    if terms.per is Per.WEEK:
        days = sum(
            terms.starts_on <= date.fromordinal(day) <= terms.ends_on
            for day in range(first.toordinal(), last.toordinal() + 1)
        )
        assert approved_in(terms, first, last) == terms.amount * days / 7


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31)),
        (date(2023, 3, 1), date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28)),
        (date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1), date(2027, 6, 30)),
        (date(2026, 3, 15), date(2026, 4, 14), date(2026, 4, 15), date(2026, 5, 14)),
        (date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 11), date(2026, 1, 20)),
    ],
)
def test_a_renewal_is_as_long_as_the_approval_before_it(starts_on, ends_on, first, last):
    assert renewed_days(starts_on, ends_on) == (first, last)


@given(DAYS, DAYS)
def test_a_renewal_always_begins_on_the_next_day_and_has_its_days_in_order(one, two):
    starts_on, ends_on = sorted([one, two])
    first, last = renewed_days(starts_on, ends_on)
    assert first == ends_on + timedelta(days=1) <= last


def test_a_renewal_from_the_last_day_that_every_month_has_lasts_whole_months():
    assert renewed_days(date(2026, 1, 28), date(2026, 7, 27)) == (date(2026, 7, 28), date(2027, 1, 27))
    assert renewed_days(date(2026, 1, 29), date(2026, 7, 28)) == (date(2026, 7, 29), date(2027, 1, 25))


@pytest.mark.parametrize(("per", "of_a_day"), [(Per.WEEK, Decimal(3) / 7), (Per.MONTH, Decimal(3) / 30)])
def test_of_an_approval_its_first_and_its_last_day_count_and_none_beyond(per, of_a_day):
    terms = replace(YEAR, per=per, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 3))
    days = [approved_in(terms, day, day) for day in (date(2026, 11, number) for number in (1, 2, 3, 4))]
    assert days == [0, of_a_day, of_a_day, 0]
    assert approved_in(terms, date(2026, 11, 3), date(2026, 11, 2)) == 0


def period(service, first, last):
    return replace(YEAR, service=service, starts_on=TODAY + timedelta(days=first), ends_on=TODAY + timedelta(days=last))


@pytest.mark.parametrize(
    ("periods", "until", "end", "renewed"),
    [
        ([], None, None, None),
        ([("social_mentoring", -9, 9), ("social_club", -9, 4)], 4, 4, 4),
        ([("social_mentoring", -9, 9), ("social_mentoring", 10, 30)], 30, 30, 30),
        ([("social_mentoring", -9, 9), ("social_mentoring", 11, 30)], 9, 9, 9),
        ([("social_mentoring", -9, 9), ("social_mentoring", 2, 7)], 9, 9, 9),
        ([("social_mentoring", -9, -2), ("social_club", -9, 40)], 40, 40, -2),
        ([("social_mentoring", -9, -2), ("social_mentoring", -30, -10)], None, -2, -2),
        ([("social_mentoring", 3, 9)], None, 9, 9),
        ([("social_mentoring", -9, 9), ("dental", -3, 1), ("initial_equipment", -1, 2)], 9, 9, 9),
        ([("dental", -3, 1)], None, None, None),
    ],
)
def test_until_when_services_are_approved_is_one_rule(periods, until, end, renewed):
    known = [period(*each) for each in periods]
    days = [None if each is None else TODAY + timedelta(days=each) for each in (until, end, renewed)]
    assert [approved_until(known, TODAY), approval_end(known, TODAY), renewal_end(known, TODAY)] == days
    assert approved_until(known[::-1], TODAY) == days[0]
