from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.exchange.spreadsheets.days import Order, YearOf, decide, readings, without_years

TODAY = date(2026, 11, 29)
PAST = st.dates(date(1940, 1, 1), TODAY)
WRITINGS = {
    Order.DAY_FIRST: [
        "{d}/{m}/{y}",
        "{d:02}.{m:02}.{y}",
        "{d}-{m}-{y}",
        "{d} / {m} / {y}",
        "{d:02}/{m:02}/{y} 00:00:00",
    ],
    Order.MONTH_FIRST: ["{m}/{d}/{y}", "{m:02}-{d:02}-{y}", "{m:02}/{d:02}/{y} 0:00"],
}


def written(day, form):
    return form.format(d=day.day, m=day.month, y=day.year)


def column(cells):
    return [(cells, YearOf.PRESENT, True)]


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-01", "2026/3/1", "2026-03-01 00:00:00", "1 March 2026", "01-Mar-2026", "March 1, 2026"),
        *(
            "1 במרץ 2026",
            "1 марта 2026 г.",
            "1 مارس 2026",
            "1 آذار 2026",
            "Sun, 1 Mar 2026",
            "٢٠٢٦-٠٣-٠١",
            "\u200f2026-03-01",
        ),
    ],
)
def test_a_day_that_can_be_read_in_one_way_is_read_so(text):
    assert set(readings(text, YearOf.PRESENT, TODAY).values()) == {date(2026, 3, 1)}


@pytest.mark.parametrize("text", ["31.03.2026 г.", "31.3.2026г.", "31.3.26 г", "31.03.2026."])
def test_the_sign_of_a_year_or_a_full_stop_behind_a_day_is_no_part_of_it(text):
    assert readings(text, YearOf.PRESENT, TODAY) == {Order.DAY_FIRST: date(2026, 3, 31)}


@pytest.mark.parametrize(
    "text", ["", "31/02/2026", "30.2.2026", "0/1/2026", "1976", "soon", "1/2", "1/2/3/4", "13/13/2026"]
)
def test_what_is_no_day_is_none(text):
    assert readings(text, YearOf.PRESENT, TODAY) == {}


@pytest.mark.parametrize(
    ("month", "number"), [("كانون الثاني", 1), ("تشرين الأول", 10), ("تشرين الثاني", 11), ("كانون الأول", 12)]
)
def test_months_of_two_words_are_known(month, number):
    assert set(readings(f"5 {month} 2025", YearOf.PRESENT, TODAY).values()) == {date(2025, number, 5)}


@pytest.mark.parametrize(
    ("text", "year_of", "day"),
    [
        ("13/11/76", YearOf.BIRTH, date(1976, 11, 13)),
        ("13/11/05", YearOf.BIRTH, date(2005, 11, 13)),
        ("13.1.26", YearOf.PRESENT, date(2026, 1, 13)),
        ("13.1.28", YearOf.PRESENT, date(2028, 1, 13)),
    ],
)
def test_two_digits_of_a_year_mean_the_only_one_that_can_be(text, year_of, day):
    assert readings(text, year_of, TODAY) == {Order.DAY_FIRST: day}


def test_two_digits_that_fit_no_grown_up_are_not_guessed():
    assert readings("13/11/15", YearOf.BIRTH, TODAY) == {}


@given(st.lists(PAST, min_size=1, max_size=30), st.sampled_from(list(Order)), st.data())
def test_a_column_that_shows_its_order_is_read_in_it(days, order, data):
    days = [*days, date(2026, 1, 13)]  # can be read in one way only
    cells = [written(day, data.draw(st.sampled_from(WRITINGS[order]))) for day in days]
    decision = decide(column(cells), TODAY)
    assert decision.order is order
    assert [readings(cell, YearOf.PRESENT, TODAY)[order] for cell in cells] == days


@given(st.lists(st.dates(date(2020, 1, 1), TODAY).filter(lambda day: day.day <= 12), min_size=1))
def test_where_both_orders_fit_the_day_is_first_and_the_doubt_is_known(days):
    cells = [written(day, "{d}/{m}/{y}") for day in days]
    decision = decide(column(cells), TODAY)
    if all(day <= TODAY for cell in cells for day in readings(cell, YearOf.PRESENT, TODAY).values()):
        assert decision.order is Order.DAY_FIRST
        assert decision.is_certain == all(day.day == day.month for day in days)


def test_days_to_come_show_the_order_where_the_calendar_does_not():
    assert decide(column(["09/12/2026", "03/11/2026"]), TODAY).order is Order.MONTH_FIRST
    assert decide([(["09/12/2026", "03/11/2026"], YearOf.PRESENT, False)], TODAY).order is Order.DAY_FIRST


def test_days_of_both_orders_decide_nothing():
    assert decide(column(["13/11/2025", "11/13/2025", "01/02/2025"]), TODAY) is None


def test_a_cell_that_is_no_day_decides_nothing_about_the_others():
    assert decide(column(["31/02/1990", "what", "13/11/2025"]), TODAY).order is Order.DAY_FIRST


@given(st.dates(date(2020, 1, 1), TODAY), st.integers(1, 12))
def test_days_without_a_year_fall_on_their_weekday_in_the_last_year_they_can(first, weeks):
    days = [first + timedelta(weeks=number) for number in range(weeks)]
    found = without_years([f"{day.day}/{day.month}" for day in days], Order.DAY_FIRST, first.weekday(), TODAY)
    assert {day.weekday() for day in found} == {first.weekday()}
    assert max(found) <= TODAY
    assert [(day.day, day.month) for day in found] == [(day.day, day.month) for day in days]
    if days[-1] <= TODAY:
        assert found[-1] >= days[-1]
        assert all(later > earlier for earlier, later in pairwise(found))


def test_no_year_fits_a_weekday_that_none_has():
    assert without_years(["1/11", "2/11"], Order.DAY_FIRST, 6, TODAY) is None
