"""How somebody is greeted, and what is still ahead."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from caseapp.home.rules import first_name, greeting, still_ahead


@dataclass(frozen=True)
class Ends:
    ends_at: datetime | None


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


def test_what_has_ended_is_not_ahead_and_what_has_no_hour_is_ahead_all_day():
    at = datetime.fromisoformat("2026-11-22T10:00")
    day = [Ends(None), Ends(at - timedelta(minutes=1)), Ends(at), Ends(at + timedelta(minutes=1))]
    assert still_ahead(day, at) == [day[0], day[3]]
