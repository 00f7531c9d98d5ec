from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from caseapp.basket.rules import (
    Per,
    Service,
    Terms,
    Unit,
    amount_figure,
    check_terms,
    is_unusual_beside,
    read_amount,
    shares_days,
)
from caseapp.errors import RuleBroken

YEAR = Terms(Service.SOCIAL_MENTORING, Decimal(3), Unit.HOUR, Per.WEEK, date(2026, 1, 1), date(2026, 12, 31), "77/26")


@pytest.mark.parametrize("amount", [Decimal("0.25"), Decimal(1), Decimal(168)])
def test_an_approval_of_a_day_and_of_every_amount_that_a_week_holds_passes(amount):
    check_terms(replace(YEAR, amount=amount, ends_on=YEAR.starts_on))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("168.01")}, "amount"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"reference": "x" * 61}, "reference"),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_field(changes, field):
    with pytest.raises(RuleBroken) as refused:
        check_terms(replace(YEAR, **changes))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("written", "figure"), [("3", "3"), ("2.5", "2.5"), (" 2,50 ", "2.5"), ("10", "10"), ("0.25", "0.25")]
)
def test_an_amount_is_read_with_a_point_or_a_comma_and_written_without_idle_zeros(written, figure):
    assert amount_figure(read_amount(written)) == figure


@pytest.mark.parametrize("written", ["", "three", "-1", "1e9", "2.555", "1000", "٣", "0x10", "NaN"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(RuleBroken) as refused:
        read_amount(written)
    assert refused.value.field == "amount"


def test_mentoring_beside_housing_is_unusual_whichever_comes_first():
    assert is_unusual_beside(Service.SOCIAL_MENTORING, Service.SUPPORTED_HOUSING)
    assert is_unusual_beside(Service.SUPPORTED_HOUSING, Service.SOCIAL_MENTORING)
    assert not is_unusual_beside(Service.SOCIAL_MENTORING, Service.SOCIAL_MENTORING)
    assert not is_unusual_beside(Service.SOCIAL_MENTORING, Service.SOCIAL_CLUB)


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
