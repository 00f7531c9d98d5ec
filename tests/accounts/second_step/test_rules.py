"""Codes of an authenticator, however they are typed, and recovery codes."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.access import Role
from caseapp.accounts.second_step.rules import (
    RECOVERY_CODES,
    RECOVERY_LENGTH,
    accepted_step,
    enrolment_address,
    is_always_required_of,
    new_recovery_codes,
    typed_code,
)

KEY = b32encode(b"12345678901234567890").decode()
VECTORS = {  # RFC 6238, appendix B, SHA-1: the last six of eight digits
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_the_vectors_of_the_standard(seconds, code):
    assert accepted_step(KEY, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


def test_a_code_is_right_one_step_before_and_after_and_no_further():
    at = datetime.fromtimestamp(1234567890, UTC)
    around = {by: accepted_step(KEY, "005924", at + timedelta(seconds=30 * by)) for by in range(-3, 4)}
    assert {by for by, step in around.items() if step} == {-1, 0, 1}
    assert set(around.values()) == {None, 1234567890 // 30}


@given(st.integers(0, 10**6 - 1))
def test_one_number_in_a_million_is_right_at_a_step(number):
    code = f"{number:06}"
    step = accepted_step(KEY, code, datetime.fromtimestamp(59, UTC))
    assert (step is None) == (code not in {"755224", "287082", "359152"})  # RFC 4226, counters 0 to 2


@pytest.mark.parametrize("typed", ["005924", " 005 924 ", "005-924", "٠٠٥٩٢٤", "０0５9２4", "\u200f005\u202c924"])
def test_digits_of_any_script_and_grouping_are_the_same_code(typed):
    assert typed_code(typed) == "005924"


@pytest.mark.parametrize("typed", ["", "שלום", "🔑", "005924005924", "x" * 100_000, "<img src=x>", "\0"])
def test_anything_else_is_wrong_and_breaks_nothing(typed):
    assert accepted_step(KEY, typed_code(typed), datetime.fromtimestamp(1234567890, UTC)) is None


def test_recovery_codes_are_ten_and_differ_and_are_read_in_any_grouping():
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES
    assert all(len(typed_code(code)) == RECOVERY_LENGTH for code in codes)
    assert typed_code(codes[0].upper().replace("-", " ")) == typed_code(codes[0])


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, "of a later version"])
def test_whoever_is_not_a_mentor_always_needs_it(role):
    assert is_always_required_of(role, False)


@pytest.mark.parametrize("is_in_charge", [True, False])
def test_a_mentor_always_needs_it_while_in_charge_of_a_team(is_in_charge):
    assert is_always_required_of(Role.MENTOR, is_in_charge) == is_in_charge


def test_the_address_names_the_person_and_the_product():
    assert enrolment_address(KEY, "maya") == f"otpauth://totp/caseapp:maya?secret={KEY}&issuer=caseapp"
