"""The rules of a client's file, of national ids and of searching names."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from caseapp.errors import RuleBroken, Unreadable
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

NAME_MAX = 80
PHONE_MAX = 40
SEARCH_MAX = 400
SEARCH_WORDS_MAX = 8
OLDEST_YEARS = 130
NATIONAL_ID_DIGITS = 9
ASCII_DIGITS = frozenset("0123456789")
FEWEST_TOLD = 5
"""How large a count must be to be told to somebody who does not see all that it counts: a smaller could be known."""


class ClientStatus(StrEnum):
    """The status of a client's file."""

    REFERRED = "referred"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


class GenderForm(StrEnum):
    """The grammatical gender of texts about and to the client; neutral if unknown."""

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
RHYTHM_NAMES = {
    3: _l("Twice a week"),
    7: _l("Every week"),
    14: _l("Every two weeks"),
    21: _l("Every three weeks"),
    28: _l("Every four weeks"),
}
LANGUAGE_NAMES = {
    "he": _l("Hebrew"),
    "ar": _l("Arabic"),
    "ru": _l("Russian"),
    "en": _l("English"),
    "am": _l("Amharic"),
}


SEARCHED = frozenset({"Ll", "Lo", "Lt", "Lu", "Nd", "Nl", "No"})
BETWEEN_WORDS = re.compile(r"[\s\-\u05be\u2010-\u2015_,./]+")
FOLDED = str.maketrans(
    {
        **{chr(zero + figure): str(figure) for zero in (0x0660, 0x06F0) for figure in range(10)},
        "ך": "כ",
        "ם": "מ",
        "ן": "נ",
        "ף": "פ",
        "ץ": "צ",
        "װ": "וו",
        "ױ": "וי",
        "ײ": "יי",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ے": "ي",
        "ء": "",
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
    }
)


@dataclass(frozen=True)
class PersonalDetails:
    """Personal details as typed. Without a `national_id` (None) the stored one stays."""

    given_name: str
    family_name: str
    preferred_name: str = ""
    national_id: str | None = None
    birth_on: date | None = None
    phone: str = ""
    language: str = "he"
    gender_form: GenderForm = GenderForm.NEUTRAL


@dataclass(frozen=True)
class NewClientDraft:
    """A new file as typed: the person, and the mentor and the team if they were chosen."""

    details: PersonalDetails
    mentor_id: UUID | None = None
    team_id: UUID | None = None


def check_personal_details(details: PersonalDetails, today: date) -> None:
    """`RuleBroken` if a name is missing or too long, the date of birth is impossible or the language is unknown."""
    for field in ("given_name", "family_name"):
        if not getattr(details, field).strip():
            raise RuleBroken(_("Enter a name."), field)
    for field in ("given_name", "family_name", "preferred_name"):
        check_name_length(getattr(details, field), field)
    if details.birth_on and details.birth_on > today:
        raise RuleBroken(_("The date of birth is in the future. Check the date."), "birth_on")
    if details.birth_on and details.birth_on.year < today.year - OLDEST_YEARS:
        raise RuleBroken(_("The date of birth is too long ago. Check the date."), "birth_on")
    if details.language not in LANGUAGE_NAMES:
        raise RuleBroken(_("Choose a language from the list."), "language")


def check_name_length(name: str, field: str) -> None:
    """`RuleBroken` at that field if a name is too long."""
    if len(name) > NAME_MAX:
        raise RuleBroken(_("A name can have at most %(most)s characters.", most=NAME_MAX), field)


def age_on(birth_on: date, day: date) -> int:
    """Age in full years."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


class _Letters(dict[int, str]):
    """What each letter becomes in searched text, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold()).translate(FOLDED)
        kept = (each if unicodedata.category(each) in SEARCHED else " " if each.isspace() else "" for each in text)
        self[code] = "".join(kept)
        return self[code]


LETTERS = _Letters()


def folded(text: str) -> str:
    """Text in the form in which it is searched, letter by letter.

    Niqqud, Arabic diacritics, tatweel, Latin accents, hyphens, geresh and apostrophes are dropped; final letters, the
    forms of alef, of ya and of ta marbuta, the Turkish ı, a crossed ł or ø, and capitals become the plain letter, and
    figures as they are written in Arabic and Persian those of other scripts.
    """
    return text.translate(LETTERS)


def search_name(*names: str) -> str:
    """Names in the form in which they are searched; normalising twice changes nothing."""
    return " ".join(folded(" ".join(names)).split())[:SEARCH_MAX].rstrip()


def search_words(text: str) -> list[str]:
    """The words that a name must contain, each in the form of `search_name`."""
    words = (search_name(word) for word in BETWEEN_WORDS.split(text))
    return [word for word in words if word][:SEARCH_WORDS_MAX]


def check_assignment_days(starts_on: date, ends_on: date | None) -> None:
    """`RuleBroken` if an assignment would end before it begins."""
    if ends_on and ends_on < starts_on:
        raise RuleBroken(_("The end date is before the start date."), "ends_on")


def earliest_end(starts_on: date) -> date:
    """The earliest end date of an assignment: the day before it begins, which withdraws it."""
    return starts_on - timedelta(days=1)


def normalise_national_id(text: str) -> str:
    """The nine digits of an Israeli id number; spaces and hyphens are dropped, lost leading zeros put back.

    Check digit: weights 1,2,1,2,1,2,1,2,1, digits of each product summed, total divisible by ten.
    """
    digits = "".join(text.split()).replace("-", "")
    if not digits or not set(digits) <= ASCII_DIGITS:
        raise RuleBroken(_("An ID number contains only digits."), "national_id")
    if len(digits) > NATIONAL_ID_DIGITS:
        raise RuleBroken(_("An ID number has at most nine digits."), "national_id")
    digits = digits.zfill(NATIONAL_ID_DIGITS)
    if not int(digits):
        raise RuleBroken(_("An ID number cannot be all zeros."), "national_id")
    if sum(_weighed(place, int(digit)) for place, digit in enumerate(digits)) % 10:
        sentence = _("The check digit of this ID number is wrong. Compare it with the ID card.")
        raise RuleBroken(sentence, "national_id")
    return digits


def mask_national_id(national_id: str) -> str:
    """`*****1809`: enough to compare with a card, too little to copy."""
    return national_id if isinstance(national_id, Unreadable) else "*****" + national_id[-4:]


def to_edit(text: str) -> str:
    """Stored text of a fixed form as a form shows it: empty where it cannot be read, and left empty it stays."""
    return "" if isinstance(text, Unreadable) else text


def _weighed(place: int, digit: int) -> int:
    product = digit * (1 + place % 2)
    return product - 9 if product > 9 else product


class ContactWay(StrEnum):
    """How the client prefers to be contacted."""

    CALL = "call"
    MESSAGE = "message"
    EMAIL = "email"


def check_error_reason(reason: str, most: int) -> None:
    """`RuleBroken` if a record is struck out without a reason, or with one that is too long."""
    if not reason.strip():
        raise RuleBroken(_("Say what was wrong."), "reason")
    check_length(reason, most, "reason")


def meeting_interval(own_days: int | None, usual_days: int) -> int:
    """Every how many days a client is met: as agreed with the client, or else as usual in the organisation."""
    return own_days or usual_days
