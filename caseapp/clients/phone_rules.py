"""Phone numbers: stored in international form, shown as people in Israel write them."""

from typing import Any

from caseapp.errors import RuleBroken, Unreadable
from caseapp.i18n import _

HOME = "IL"
HOME_CODE = 972


def normal_phone(text: str) -> str:
    """The number as +972502345678, Israeli unless it names a country; `RuleBroken` if it is not valid."""
    if not text.strip():
        return ""
    number = _parsed(text)
    if number is None:
        raise RuleBroken(_("This is not a valid phone number. Check the digits."), "phone")
    import phonenumbers

    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def shown_phone(stored: str) -> str:
    """050-234-5678, or a foreign number with its country; an invalid (imported) one as it was written."""
    number = None if isinstance(stored, Unreadable) else _parsed(stored)
    if number is None:
        return stored
    import phonenumbers

    form = phonenumbers.PhoneNumberFormat
    return str(
        phonenumbers.format_number(number, form.NATIONAL if number.country_code == HOME_CODE else form.INTERNATIONAL)
    )


def _parsed(text: str) -> Any:
    # Its tables take 40 ms to load, and most pages show no phone.
    import phonenumbers

    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
