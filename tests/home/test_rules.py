"""How somebody is greeted, and what is waiting."""

from datetime import date, timedelta

import pytest

from caseapp.home.rules import first_name, greeting, is_waiting

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        *((hour, "Hello") for hour in (22, 23, 0, 4)),
        *((hour, "Good morning") for hour in (5, 11)),
        *((hour, "Good afternoon") for hour in (12, 16)),
        *((hour, "Good evening") for hour in (17, 21)),
    ],
)
def test_people_are_greeted_by_the_hour(hour, words):
    assert str(greeting(hour)).startswith(f"{words}, ")


def test_a_name_without_words_greets_nobody():
    assert [first_name(name) for name in ("Maya Mentor", " Maya", " ", "")] == ["Maya", "Maya", "", ""]


def test_what_was_agreed_waits_from_the_day_after():
    days = [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1), None]
    assert [is_waiting(day, TODAY) for day in days] == [True, False, False, False]
