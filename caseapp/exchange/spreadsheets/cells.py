"""Parse one cell of a spreadsheet: the value, or `RuleBroken` with a sentence."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, time
from decimal import Decimal

from caseapp.clients.rules import normalise_national_id
from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.vocabulary import Vocabulary, fold
from caseapp.i18n import _, language
from caseapp.invisible_rules import INVISIBLE, OVERRIDES

NAME_MOST = 80
GROUP_NAME_MOST = 120
WORDS_MOST = 1_000
NOTE_MOST = 10_000
QUOTABLE_MOST = 60
MINUTES_MOST = 24 * 60
HOURS_A_WEEK_MOST = 168
YEARS = range(1900, 2101)

WITHOUT_INVISIBLE = {ord(mark): None for mark in INVISIBLE}

DAY_FIRST = re.compile(r"([0-9]{1,2})([/.])([0-9]{1,2})\2([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
TWO_DIGIT_YEAR = re.compile(r"[0-9]{1,2}([/.])[0-9]{1,2}\1[0-9]{2}")
HOUR = re.compile(r"([0-9]{1,2}):([0-9]{2})")
PHONE_MARKS = frozenset(" -()./")
# A phone number whose leading zero was lost when a spreadsheet read it as a number.
PHONE_WITHOUT_ZERO = re.compile(r"[57][0-9]{8}|[2-489][0-9]{7}")


def visible(cell: str) -> str:
    """The cell without invisible marks, outer spaces and the apostrophe that marks it as text."""
    text = unicodedata.normalize("NFC", cell.translate(WITHOUT_INVISIBLE)).strip()
    return text.removeprefix("'").strip()


def is_blank(cell: str) -> bool:
    return not cell.translate(WITHOUT_INVISIBLE).strip()


def parse_name(cell: str) -> str:
    """One line of free text, as long as a name may be."""
    return " ".join(_words(cell, NAME_MOST).split())


def parse_group_name(cell: str) -> str:
    return " ".join(_words(cell, GROUP_NAME_MOST).split())


def parse_words(cell: str) -> str:
    """A sentence or two of free text."""
    return _words(cell, WORDS_MOST)


def parse_note(cell: str) -> str:
    """Free text of several lines."""
    return _words(cell, NOTE_MOST)


def parse_national_id(cell: str) -> str:
    return normalise_national_id(_quotable(cell))


def parse_day(cell: str) -> date:
    """`31/12/2026`, `31.12.2026` or `2026-12-31`; dates that do not exist are refused."""
    text = _quotable(cell)
    if TWO_DIGIT_YEAR.fullmatch(text):
        raise RuleBroken(_("“%(text)s” has a two-digit year. Write all four digits.", text=text))
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    elif found := YEAR_FIRST.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    else:
        raise RuleBroken(_("“%(text)s” is not a date. Write it like 31/12/2026.", text=text))
    if year not in YEARS:
        raise RuleBroken(_("“%(text)s” is not between the years 1900 and 2100.", text=text))
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleBroken(_("There is no date “%(text)s” in the calendar.", text=text)) from None


def parse_past_day(cell: str, today: date) -> date:
    day = parse_day(cell)
    if day > today:
        raise RuleBroken(_("“%(text)s” is in the future.", text=visible(cell)))
    return day


def parse_hour(cell: str) -> time:
    """`9:05` or `17:30`, on a 24-hour clock."""
    text = _quotable(cell)
    found = HOUR.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise RuleBroken(_("“%(text)s” is not a time. Write it like 17:30.", text=text))
    return time(int(found[1]), int(found[2]))


def parse_minutes(cell: str) -> int:
    """A duration in whole minutes, at most a day."""
    text = _quotable(cell)
    if re.fullmatch(r"-[0-9]+", text):
        raise RuleBroken(_("“%(text)s” is less than zero. Write whole minutes, such as 45.", text=text))
    if not re.fullmatch(r"[0-9]+", text):
        raise RuleBroken(_("“%(text)s” is not a duration. Write whole minutes, such as 45.", text=text))
    if int(text) > MINUTES_MOST:
        raise RuleBroken(_("“%(text)s” minutes is longer than a day.", text=text))
    return int(text)


def parse_weekly_hours(cell: str) -> Decimal:
    """Approved hours per week, such as `3`, `2.5` or `2,5`."""
    text = _quotable(cell)
    if not re.fullmatch(r"[0-9]{1,3}([.,][0-9]{1,2})?", text):
        raise RuleBroken(_("“%(text)s” is not a number of hours. Write it like 3 or 2.5.", text=text))
    hours = Decimal(text.replace(",", "."))
    if not 0 < hours <= HOURS_A_WEEK_MOST:
        raise RuleBroken(_("A week does not have “%(text)s” hours. Check the number.", text=text))
    return hours


def parse_level(cell: str) -> int:
    """A level of the ladder, from -2 to 2, with any kind of minus sign."""
    text = _quotable(cell)
    plain = text.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    if not re.fullmatch(r"[+-]?[0-2]", plain):
        raise RuleBroken(_("“%(text)s” is not a level of the ladder. Levels go from -2 to 2.", text=text))
    return int(plain)


def parse_phone(cell: str) -> str:
    """A phone number as written, with a lost leading zero put back."""
    text = _quotable(cell)
    digits = "".join(sign for sign in text if sign in "0123456789")
    rest = {sign for sign in text.removeprefix("+").removeprefix("*") if sign not in "0123456789"}
    if not rest <= PHONE_MARKS or not 4 <= len(digits) <= 15 or len(text) > 30:
        raise RuleBroken(_("“%(text)s” is not a valid phone number.", text=text))
    return f"0{text}" if PHONE_WITHOUT_ZERO.fullmatch(text) else text


def parse_username(cell: str, known: Collection[str]) -> str:
    """The username of somebody who has an account; capitals do not matter."""
    text = _quotable(cell)
    names = {name.casefold(): name for name in known}
    if text.casefold() not in names:
        raise RuleBroken(_("Nobody here has the username “%(text)s”.", text=text))
    return names[text.casefold()]


def parse_choice(cell: str, words: Vocabulary) -> str:
    """The meaning of a known word; the refusal of an unknown one lists the known ones."""
    text = _quotable(cell)
    meaning = words.meaning.get(fold(text))
    if meaning is None:
        known = words.english if language() == "en" else words.hebrew
        raise RuleBroken(
            _("“%(text)s” is not recognised. Use one of: %(words)s.", text=text, words=_(", ").join(known))
        )
    return meaning


def _quotable(cell: str) -> str:
    """The text of a cell that sentences may quote, so it must be short and printable."""
    text = visible(cell)
    if len(text) > QUOTABLE_MOST:
        raise _too_long(len(text), QUOTABLE_MOST)
    if not text.isprintable():
        raise _unprintable()
    return text


def _words(cell: str, most: int) -> str:
    if any(mark in cell for mark in OVERRIDES):
        raise RuleBroken(
            _("This text contains an invisible character that changes the order of letters. Type it again.")
        )
    text = unicodedata.normalize("NFC", cell.translate(WITHOUT_INVISIBLE))
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in text):
        raise _unprintable()
    if len(text) > most:
        raise _too_long(len(text), most)
    return text


def _too_long(length: int, most: int) -> RuleBroken:
    return RuleBroken(_("This cell has %(length)s characters; the limit is %(most)s.", length=length, most=most))


def _unprintable() -> RuleBroken:
    return RuleBroken(_("This cell contains characters that cannot be printed. Type it again."))
