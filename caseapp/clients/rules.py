"""The rules of a client's file: the words it uses, and the national id."""

from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l

NATIONAL_ID_DIGITS = 9
ASCII_DIGITS = frozenset("0123456789")


class ClientStatus(StrEnum):
    """Where a client stands with the service."""

    REFERRED = "referred"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


class GenderForm(StrEnum):
    """How texts about and to the client are gendered; neutral where unknown."""

    FEMININE = "feminine"
    MASCULINE = "masculine"
    NEUTRAL = "neutral"


STATUS_NAMES = {
    ClientStatus.REFERRED: _l("Referred"),
    ClientStatus.ACTIVE: _l("Active"),
    ClientStatus.PAUSED: _l("Paused"),
    ClientStatus.CLOSED: _l("Closed"),
}
GENDER_FORM_NAMES = {
    GenderForm.FEMININE: _l("Feminine"),
    GenderForm.MASCULINE: _l("Masculine"),
    GenderForm.NEUTRAL: _l("Neutral"),
}
LANGUAGE_NAMES = {
    "he": _l("Hebrew"),
    "ar": _l("Arabic"),
    "ru": _l("Russian"),
    "en": _l("English"),
    "am": _l("Amharic"),
}


def normalise_national_id(text: str) -> str:
    """The nine digits of an Israeli id number; spaces and hyphens are dropped, lost leading zeros put back.

    Check digit: weights 1,2,1,2,1,2,1,2,1, digits of each product summed, total divisible by ten.
    """
    digits = "".join(text.split()).replace("-", "")
    if not digits or not set(digits) <= ASCII_DIGITS:
        raise RuleBroken(_("An id number is written in digits only."), "national_id")
    if len(digits) > NATIONAL_ID_DIGITS:
        raise RuleBroken(_("An id number has at most nine digits."), "national_id")
    digits = digits.zfill(NATIONAL_ID_DIGITS)
    if not int(digits):
        raise RuleBroken(_("An id number cannot be all zeros."), "national_id")
    if sum(_weighed(place, int(digit)) for place, digit in enumerate(digits)) % 10:
        sentence = _("The check digit of this id number does not fit; please compare it with the card.")
        raise RuleBroken(sentence, "national_id")
    return digits


def mask_national_id(national_id: str) -> str:
    """`*****1809`: enough to compare with a card, too little to copy."""
    return "*****" + national_id[-4:]


def _weighed(place: int, digit: int) -> int:
    product = digit * (1 + place % 2)
    return product - 9 if product > 9 else product
