"""Days are written in each language's own habit, with Western figures in all."""

from datetime import date

import pytest
from flask import Flask

from caseapp.i18n import LANGUAGES, in_language
from caseapp.web.filters import day, long_day, month_name, short_day, weekday

TUESDAY = date(2026, 5, 12)
FEBRUARY = date(2025, 2, 3)


@pytest.mark.parametrize(
    ("language", "whole", "short"),
    [
        ("he", "3.2.2025", "3.2"),
        ("ar", "3/2/2025", "3/2"),
        ("ru", "03.02.2025", "03.02"),
        ("en", "3.2.2025", "3.2"),
    ],
)
def test_a_day_in_figures(app: Flask, language: str, whole: str, short: str) -> None:
    with app.test_request_context(), in_language(language):
        assert (day(FEBRUARY), short_day(FEBRUARY)) == (whole, short)


@pytest.mark.parametrize(
    ("language", "of_this_year", "of_another_year"),
    [
        ("he", "יום שלישי, 12 במאי", "יום שני, 3 בפברואר 2025"),
        ("ar", "الثلاثاء، 12 أيار", "الاثنين، 3 شباط 2025"),
        ("ru", "вторник, 12 мая", "понедельник, 3 февраля 2025 г."),
        ("en", "Tuesday, 12 May", "Monday, 3 February 2025"),
    ],
)
def test_a_day_in_words(app: Flask, language: str, of_this_year: str, of_another_year: str) -> None:
    with app.test_request_context(), in_language(language):
        assert (long_day(TUESDAY), long_day(FEBRUARY)) == (of_this_year, of_another_year)


@pytest.mark.parametrize(
    ("language", "name", "month"),
    [("he", "יום שלישי", "מאי"), ("ar", "الثلاثاء", "أيار"), ("ru", "вторник", "май"), ("en", "Tuesday", "May")],
)
def test_a_weekday_and_a_month_alone(app: Flask, language: str, name: str, month: str) -> None:
    """Without a day beside it a month in Russian stands in the nominative."""
    with app.test_request_context(), in_language(language):
        assert (weekday(TUESDAY), month_name(TUESDAY)) == (name, month)


def test_the_long_months_of_arabic_are_shortened_where_there_is_little_room(app: Flask) -> None:
    with app.test_request_context(), in_language("ar"):
        assert [month_name(date(2026, month, 1)) for month in (1, 2, 10, 11, 12)] == [
            "ك. الثاني",
            "شباط",
            "ت. الأول",
            "ت. الثاني",
            "ك. الأول",
        ]
        assert long_day(date(2026, 12, 1)) == "الثلاثاء، 1 كانون الأول"


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_no_language_turns_figures_into_those_of_another_script(app: Flask, language: str) -> None:
    with app.test_request_context(), in_language(language):
        told = "".join(long_day(date(2024, month, 28)) + day(date(2024, month, 28)) for month in range(1, 13))
    assert {sign for sign in told if sign.isnumeric()} <= set("0123456789")
