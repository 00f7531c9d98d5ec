"""A day typed by hand, where there is no field for days, and in a spreadsheet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from caseapp.errors import RuleBroken
from caseapp.i18n import in_language
from caseapp.web.day_rules import read_day, with_century
from caseapp.web.fields import Day

TODAY = date(2026, 11, 22)
ARABIC = {ord("0") + number: chr(0x660 + number) for number in range(10)}


class DayForm(Form):
    day = Day("Day", required=True)


def typed(text):
    form = DayForm(MultiDict({"day": text}))
    form.validate()
    return form.day.errors or form.day.data


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-20", "20/11/2026", "20.11.2026", "20-11-2026", "20/11/26", "20.11.26", "20-11-26"),
        *("٢٠/١١/٢٠٢٦", "20 . 11 . 2026", " 20/11/2026 ", "\u200f20/11/2026", "2026/11/20"),
    ],
)
def test_a_day_typed_by_hand_is_read_with_the_day_first(text):
    assert typed(text) == date(2026, 11, 20)


def test_a_day_that_does_not_exist_is_told_from_one_that_cannot_be_read(app):
    with in_language("en"):
        for text in ("31/02/2026", "2026-02-31", "29.2.2025", "20/13/2026", "0.1.2026"):
            assert typed(text) == [f"There is no date “{text}” in the calendar."]
        for text in ("next week", "20/11", "20/11.2026", "20112026", "45000"):
            assert typed(text) == [f"“{text}” is not a date. Write it like 31/12/2026."]
        assert typed("20/11/0026") == ["“20/11/0026” is not between the years 1900 and 2100."]
        assert typed("<b>" * 99) == [f"“{('<b>' * 99)[:60]}…” is not a date. Write it like 31/12/2026."]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1/2/46", date(2046, 2, 1)),
        ("1/2/47", date(1947, 2, 1)),
        ("1/2/00", date(2000, 2, 1)),
        ("1/2/99", date(1999, 2, 1)),
    ],
)
def test_a_short_year_is_of_the_last_eighty_or_the_coming_twenty(text, meant):
    assert read_day(with_century(text, TODAY)) == meant
    assert read_day(with_century(text.translate(ARABIC), TODAY)) == meant


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from("/.-"))
def test_every_day_is_read_as_it_is_written(day, mark):
    for text in (day.isoformat(), f"{day.day}{mark}{day.month}{mark}{day.year}", f"{day:%d{mark}%m{mark}%Y}"):
        assert read_day(text) == read_day(text.translate(ARABIC)) == day


@given(st.text(max_size=14), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_any_text_is_a_day_or_a_sentence(text, today):
    try:
        day = read_day(with_century(text, today))
    except RuleBroken:
        return
    assert 1900 <= day.year <= 2100
