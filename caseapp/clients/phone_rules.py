"""Phone numbers: stored in international form, shown as people in Israel write them."""

import re
import unicodedata
from typing import Any

from caseapp.errors import RuleBroken, Unreadable
from caseapp.i18n import _

HOME = "IL"
HOME_CODE = 972
MARKS = frozenset(" -()./")
DIGITS = range(4, 16)
# Numbers that are dialled as they are: *2700, 1201, 100.
SHORT = re.compile(r"\*[0-9]{3,6}|1[0-9]{2,3}")
OF_A_SPREADSHEET = re.compile(r"(\+?[0-9]+)\.0*")
# A number whose leading zero was lost when a spreadsheet read it as a number.
WITHOUT_ZERO = re.compile(r"[57][0-9]{8}|[2-489][0-9]{7}")


def normal_phone(text: str) -> str:
    """The number as +972502345678, Israeli unless it names a country, or a short one as it is dialled; `RuleBroken` if
    it is not valid."""
    number = clean_phone(text)
    dialled = number.replace(" ", "").replace("-", "")
    if SHORT.fullmatch(dialled):
        return dialled
    if not number:
        return ""
    parsed = _parsed(number)
    if parsed is None:
        raise RuleBroken(_("This is not a valid phone number. Check the digits."), "phone")
    import phonenumbers

    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def written_phone(text: str) -> str:
    """The number in the stored form, or as it was written if a digit is wrong; `RuleBroken` if it is no number."""
    try:
        return normal_phone(text)
    except RuleBroken:
        number = clean_phone(text)
        figures = sum(sign.isdecimal() for sign in number)
        rest = {sign for sign in number.lstrip("+*") if not sign.isdecimal()}
        if figures not in DIGITS or not rest <= MARKS:
            raise
        return number


def changed_phone(typed: str, stored: str) -> str:
    """The number to store: an unchanged one stays, even if it was imported with a wrong digit."""
    if stored and not isinstance(stored, Unreadable) and clean_phone(typed) == clean_phone(shown_phone(stored)):
        return stored
    return normal_phone(typed)


def clean_phone(text: str) -> str:
    """The number in figures and plain hyphens, with single blanks, without what a spreadsheet did to it."""
    plain = " ".join("".join(map(_plain, text)).split())
    if found := OF_A_SPREADSHEET.fullmatch(plain):
        plain = found[1]
    return f"0{plain}" if WITHOUT_ZERO.fullmatch(plain) else plain


def shown_phone(stored: str) -> str:
    """050-234-5678, or a foreign number with its country; a short or invalid one as it was written."""
    number = None if isinstance(stored, Unreadable) else _parsed(stored)
    if number is None:
        return stored
    import phonenumbers

    form = phonenumbers.PhoneNumberFormat
    return str(
        phonenumbers.format_number(number, form.NATIONAL if number.country_code == HOME_CODE else form.INTERNATIONAL)
    )


def _plain(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return "-" if unicodedata.category(sign) == "Pd" else sign


def _parsed(text: str) -> Any:
    # Its tables take 40 ms to load, and most pages show no phone.
    import phonenumbers

    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
