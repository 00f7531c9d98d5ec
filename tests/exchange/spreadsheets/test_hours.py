from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.exchange.spreadsheets.hours import read_hour, read_minutes, read_range_minutes

HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
FORMS = ("{0:%H:%M}", "{0:%H:%M:%S}", "{0.hour}:{0:%M}", "{0:%H.%M}", "{0:%H%M}", "{0:%I:%M %p}", "{0:%I:%M}{1}")


@given(HOURS, st.sampled_from(FORMS))
def test_an_hour_is_read_in_each_form(at, form):
    assert read_hour(form.format(at, "pm" if at.hour >= 12 else "am")) == at


@given(HOURS, HOURS)
def test_of_a_range_the_beginning_and_the_length_are_read(begins, ends):
    minutes = ((ends.hour - begins.hour) * 60 + ends.minute - begins.minute) % 1440
    for form in ("{0:%H:%M}-{1:%H:%M}", "{0:%H:%M} – {1:%H:%M}"):
        text = form.format(begins, ends)
        assert (read_hour(text), read_range_minutes(text)) == (begins, minutes)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2-3 PM", time(14)),
        ("5 אחה״צ", time(17)),
        ("9:30 בבוקר", time(9, 30)),
        ("5:00 אחרי הצהריים", time(17)),
        ("11 לפני הצהרים", time(11)),
        ("12:30 בצהריים", time(12, 30)),
        ("٩:٣٠", time(9, 30)),
        ("9:00 صباحًا", time(9)),
        ("9:00 صباحا", time(9)),
        ("٥:٣٠ مساءً", time(17, 30)),
        ("5:00 مساء", time(17)),
        ("5 م", time(17)),
        ("10 قبل الظهر", time(10)),
        ("4-5 بعد الظهر", time(16)),
        ("9:00 утра", time(9)),
        ("5 вечера", time(17)),
        ("2:30 дня", time(14, 30)),
    ],
)
def test_what_people_write_beside_an_hour_is_understood(text, at):
    assert read_hour(text) == at


@pytest.mark.parametrize("text", ["", "9", "24:00", "9:60", "13:00 AM", "0:30 PM", "noon", "9:5", "99999"])
def test_what_is_no_hour_is_none(text):
    assert read_hour(text) is None


@given(st.integers(0, 1440))
def test_a_length_is_read_in_each_form(minutes):
    for text in (
        f"{minutes}",
        f"{minutes}.0",
        f"{minutes} דק'",
        f"{minutes} min",
        f"{minutes // 60}:{minutes % 60:02}",
    ):
        assert read_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"), [("1.5 שעות", 90), ("2 hours", 120), ("שעה וחצי", 90), ("0.25 h", 15), ("1:30:00", 90)]
)
def test_hours_are_counted_in_minutes(text, minutes):
    assert read_minutes(text) == minutes


def test_a_bare_number_is_in_hours_only_where_the_heading_says_so():
    assert (read_minutes("1.5"), read_minutes("1.5", in_hours=True), read_minutes("2", in_hours=True)) == (
        None,
        90,
        120,
    )
