import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.clients.rules import check_error_reason, mask_national_id, normalise_national_id
from caseapp.errors import RuleBroken


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("000000018", "000000018"),
        ("18", "000000018"),
        ("032861809", "032861809"),
        ("32861809", "032861809"),
        ("123456782", "123456782"),
        ("990356123", "990356123"),
        ("987654324", "987654324"),
        (" 03286180-9 ", "032861809"),
    ],
)
def test_an_id_number_with_a_fitting_check_digit_becomes_nine_digits(written, meant):
    assert normalise_national_id(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "123456789",
        "000000000",
        "0",
        "",
        " ",
        "-",
        "1234567820",
        "12345678a",
        "١٨",
        "¹⁸",
        "18.0",
        "1e8",
        "+18",
    ],
)
def test_an_id_number_that_cannot_be_is_refused_with_a_sentence(written):
    with pytest.raises(RuleBroken) as refused:
        normalise_national_id(written)
    assert str(refused.value).endswith(".")
    assert refused.value.field == "national_id"


@given(st.integers(1, 99_999_999))
def test_exactly_one_last_digit_fits_every_first_eight(first):
    fitting = 0
    for last in range(10):
        try:
            fitting += normalise_national_id(f"{first:08}{last}") == f"{first:08}{last}"
        except RuleBroken:
            continue
    assert fitting == 1


@given(st.text())
def test_any_text_is_nine_digits_or_a_sentence(text):
    try:
        digits = normalise_national_id(text)
    except RuleBroken:
        return
    assert len(digits) == 9
    assert normalise_national_id(digits) == digits


def test_a_masked_id_number_shows_its_last_four_digits_only():
    assert mask_national_id("032861809") == "*****1809"


def test_what_was_wrong_with_a_record_is_said_in_a_bearable_length():
    check_error_reason("x" * 10, 10)
    for reason in (" ", "x" * 11):
        with pytest.raises(RuleBroken) as refused:
            check_error_reason(reason, 10)
        assert refused.value.field == "reason"
