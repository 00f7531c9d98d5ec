"""One cell at a time: days, hours, lengths, phones, levels and free text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets import cells


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_is_read_in_each_of_its_forms(day):
    forms = [
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year}",
        day.isoformat(),
        f"{day:%d-%m-%Y}",
        f"{day:%d/%m/%Y}".translate({ord("0") + n: chr(0x660 + n) for n in range(10)}),
        f"\u200e{day:%d/%m/%Y} ",
    ]
    assert {cells.parse_day(form) for form in forms} == {day}


@pytest.mark.parametrize(
    "junk",
    [
        "31/02/2026",
        "29/02/2025",
        "00/01/2026",
        "01/13/2026",
        "1/1/26",
        "01/02.2026",
        "45000",
        "today",
        "01/02/2026 10:00",
        "01/01/1899",
        "01/01/2101",
        "1/1/20266",
        "-1/1/2026",
    ],
)
def test_a_day_that_cannot_be_is_refused(junk):
    with pytest.raises(RuleBroken):
        cells.parse_day(junk)


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,4}[-/. ][0-9]{1,5}", fullmatch=True))
def test_a_day_is_never_guessed(text):
    try:
        day = cells.parse_day(text)
    except RuleBroken:
        return
    numbers = [int(part) for part in cells.visible(text).replace(".", "/").replace("-", "/").split("/")]
    assert sorted(numbers) == sorted([day.day, day.month, day.year])


@given(st.times())
def test_an_hour_is_read_with_and_without_its_leading_zero(at):
    at = at.replace(second=0, microsecond=0)
    assert cells.parse_hour(f"{at.hour}:{at.minute:02}") == cells.parse_hour(f"{at:%H:%M}") == at


@pytest.mark.parametrize(
    "junk", ["24:00", "25:00", "9", "9:5", "9:60", "13:30 AM", "-1:00", "1:00:00:00", "noonish", "9:30-", ":30"]
)
def test_an_hour_that_cannot_be_is_refused(junk):
    with pytest.raises(RuleBroken):
        cells.parse_hour(junk)


@pytest.mark.parametrize("junk", ["-5", "4.5", "1441", "an hour or so", "1:75", "30:00", "+", "1e3", "−5"])
def test_a_length_that_cannot_be_is_refused(junk):
    with pytest.raises(RuleBroken):
        cells.parse_minutes(junk)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("050-2345678", "+972502345678"),
        ("٠٥٠ ٢٣٤ ٥٦٧٨", "+972502345678"),
        ("050–234–5678", "+972502345678"),
        ("502345678.0", "+972502345678"),
        ("502345678", "+972502345678"),
        ("'+972-50-2345678", "+972502345678"),
        ("\u202a050-2345678\u202c", "+972502345678"),
        ("26251111", "+97226251111"),
        ("054-123-4567", "054-123-4567"),
        ("541234567.0", "0541234567"),
        ("*6050", "*6050"),
    ],
)
def test_a_phone_number_is_kept_as_a_form_keeps_it_and_one_with_a_wrong_digit_as_written(written, meant):
    assert cells.parse_phone(written) == meant


@pytest.mark.parametrize("junk", ["12", "050-CALL-ME", "=1+1", "05" * 9, "050+2345678"])
def test_what_is_no_phone_number_is_refused(junk):
    with pytest.raises(RuleBroken):
        cells.parse_phone(junk)


@pytest.mark.parametrize(("written", "meant"), [("-1", -1), ("−2", -2), ("'-1", -1), ("+1", 1), ("0", 0)])
def test_a_step_of_the_ladder_is_read_with_any_minus(written, meant):
    assert cells.parse_level(written) == meant


def test_free_text_keeps_niqqud_emoji_and_arabic_and_loses_unseen_marks():
    assert cells.parse_note("\u200fשָׁלוֹם 👩‍👧 مرحبا\r\nline two ") == "שָׁלוֹם 👩‍👧 مرحبا\nline two"


@given(st.text())
def test_reading_a_text_twice_is_reading_it_once(text):
    try:
        once = cells.parse_note(text)
    except RuleBroken:
        return
    assert cells.parse_note(once) == once
