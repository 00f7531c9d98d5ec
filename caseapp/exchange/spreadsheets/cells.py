"""Parse one cell of a spreadsheet: the value, or `RuleBroken` with a sentence."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, time
from decimal import Decimal

from caseapp.activities.rules import MINUTES_MAX, NOTE_MAX
from caseapp.basket.rules import read_amount
from caseapp.clients.phone_rules import written_phone
from caseapp.clients.rules import NAME_MAX, normalise_national_id
from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.vocabulary import Vocabulary, fold
from caseapp.goals.rules import CLIENT_WORDS_MAX
from caseapp.groups.rules import NAME_MAX as GROUP_NAME_MAX
from caseapp.i18n import _, language
from caseapp.invisible_rules import INVISIBLE, OVERRIDES
from caseapp.web.day_rules import has_short_year, read_day
from caseapp.web.text_rules import clean

QUOTABLE_MOST = 60

WITHOUT_INVISIBLE = {ord(mark): None for mark in INVISIBLE}

HOUR = re.compile(r"([0-9]{1,2}):([0-9]{2})")


def visible(cell: str) -> str:
    """The cell without invisible marks, outer spaces and the apostrophe that marks it as text."""
    text = unicodedata.normalize("NFC", cell.translate(WITHOUT_INVISIBLE)).strip()
    return text.removeprefix("'").strip()


def is_blank(cell: str) -> bool:
    return not cell.translate(WITHOUT_INVISIBLE).strip()


def parse_name(cell: str) -> str:
    """One line of free text, as long as a name may be."""
    return " ".join(_words(cell, NAME_MAX).split())


def parse_group_name(cell: str) -> str:
    return " ".join(_words(cell, GROUP_NAME_MAX).split())


def parse_words(cell: str) -> str:
    """A sentence or two of free text."""
    return _words(cell, CLIENT_WORDS_MAX, lines=True)


def parse_note(cell: str) -> str:
    """Free text of several lines."""
    return _words(cell, NOTE_MAX, lines=True)


def parse_national_id(cell: str) -> str:
    return normalise_national_id(_quotable(cell))


def parse_day(cell: str) -> date:
    """`31/12/2026`, `31.12.2026` or `2026-12-31`; a year of two digits is not guessed, because nobody sees it read."""
    text = _quotable(cell)
    if has_short_year(text):
        raise RuleBroken(_("“%(text)s” has a two-digit year. Write all four digits.", text=text))
    return read_day(text)


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
    if int(text) > MINUTES_MAX:
        raise RuleBroken(_("“%(text)s” minutes is longer than a day.", text=text))
    return int(text)


def parse_weekly_hours(cell: str) -> Decimal:
    """Approved hours per week, such as `3`, `2.5` or `2,5`."""
    return read_amount(_quotable(cell))


def parse_level(cell: str) -> int:
    """A level of the ladder, from -2 to 2, with any kind of minus sign."""
    text = _quotable(cell)
    plain = text.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    if not re.fullmatch(r"[+-]?[0-2]", plain):
        raise RuleBroken(_("“%(text)s” is not a level of the ladder. Levels go from -2 to 2.", text=text))
    return int(plain)


def parse_phone(cell: str) -> str:
    """A phone number in the stored form; one with a wrong digit as it is written."""
    return written_phone(_quotable(cell))


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


def _words(cell: str, most: int, lines: bool = False) -> str:
    if any(mark in cell for mark in OVERRIDES):
        raise RuleBroken(
            _("This text contains an invisible character that changes the order of letters. Type it again.")
        )
    text = clean(cell, lines=lines)
    if len(text) > most:
        raise _too_long(len(text), most)
    return text


def _too_long(length: int, most: int) -> RuleBroken:
    return RuleBroken(_("This cell has %(length)s characters; the limit is %(most)s.", length=length, most=most))


def _unprintable() -> RuleBroken:
    return RuleBroken(_("This cell contains characters that cannot be printed. Type it again."))
