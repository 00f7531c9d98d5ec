"""Parse one cell of a spreadsheet: the value, or `RuleBroken` with a sentence."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, time
from decimal import Decimal

from caseapp.activities.rules import MINUTES_MAX
from caseapp.basket.rules import read_amount
from caseapp.clients.phone_rules import written_phone
from caseapp.clients.rules import NAME_MAX, normalise_national_id
from caseapp.errors import RuleBroken
from caseapp.exchange.spreadsheets.days import plain
from caseapp.exchange.spreadsheets.hours import read_hour, read_minutes
from caseapp.exchange.spreadsheets.vocabulary import Vocabulary, fold, key_of
from caseapp.exchange.tables.table import WITHOUT_INVISIBLE
from caseapp.goals.rules import CLIENT_WORDS_MAX
from caseapp.groups.rules import NAME_MAX as GROUP_NAME_MAX
from caseapp.i18n import _, language
from caseapp.i18n.length_rules import TEXT_MAX
from caseapp.invisible_rules import OVERRIDES
from caseapp.web.day_rules import has_short_year, read_day
from caseapp.web.text_rules import clean

QUOTABLE_MOST = 60

TEXT_BY_FORMULA = re.compile(r'=\s*"((?:[^"]|"")*)"')
A_NUMBER = re.compile(r"([0-9]+)\.0+")


def visible(cell: str) -> str:
    """The cell without invisible marks, outer spaces and what marks it as text: an apostrophe, or `="…"`."""
    text = unicodedata.normalize("NFC", cell.translate(WITHOUT_INVISIBLE)).strip()
    text = text.removeprefix("'").strip()
    if formula := TEXT_BY_FORMULA.fullmatch(text):
        return formula[1].replace('""', '"').strip()
    return text


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
    return _words(cell, TEXT_MAX, lines=True)


OWN_ID = re.compile("#[0-9a-f]{32}")


def parse_national_id(cell: str) -> str:
    """Nine digits; a number that a spreadsheet made of it (`31000003.0`) is its digits again. Or our own sign of a
    client without a number, as an export writes it."""
    if OWN_ID.fullmatch(plain(cell)):
        return plain(cell)
    digits = plain(_quotable(cell))
    return normalise_national_id(number[1] if (number := A_NUMBER.fullmatch(digits)) else digits)


def parse_day(cell: str) -> date:
    """`31/12/2026`, `31.12.2026` or `2026-12-31`; a year of two digits is not guessed, because nobody sees it read."""
    text = _quotable(cell)
    if has_short_year(text):
        raise RuleBroken(_("“%(text)s” has a two-digit year. Write all four digits.", text=text))
    return read_day(text)


def parse_hour(cell: str) -> time:
    """The time of day, as in `hours.read_hour`."""
    text = _quotable(cell)
    hour = read_hour(text)
    if hour is None:
        raise RuleBroken(_("“%(text)s” is not a time. Write it like 17:30.", text=text))
    return hour


def parse_minutes(cell: str, in_hours: bool = False) -> int:
    """A duration in whole minutes, at most a day, as in `hours.read_minutes`."""
    text = _quotable(cell)
    if re.fullmatch(r"[-\N{MINUS SIGN}][0-9.:]+", text):
        raise RuleBroken(_("“%(text)s” is less than zero. Write whole minutes, such as 45.", text=text))
    minutes = read_minutes(text, in_hours)
    if minutes is None:
        raise RuleBroken(_("“%(text)s” is not a duration. Write whole minutes, such as 45.", text=text))
    if minutes > MINUTES_MAX:
        raise RuleBroken(_("“%(text)s” minutes is longer than a day.", text=text))
    return minutes


def parse_weekly_hours(cell: str) -> Decimal:
    """Approved hours per week, such as `3`, `2.5` or `2,5`."""
    return read_amount(plain(_quotable(cell)))


def parse_level(cell: str) -> int:
    """A level of the ladder, from -2 to 2, with any kind of minus sign."""
    text = _quotable(cell)
    level = plain(text).replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    if not re.fullmatch(r"[+-]?[0-2]", level):
        raise RuleBroken(_("“%(text)s” is not a level of the ladder. Levels go from -2 to 2.", text=text))
    return int(level)


def parse_phone(cell: str) -> str:
    """A phone number in the stored form; one with a wrong digit as it is written."""
    return written_phone(_quotable(cell))


def parse_full_name(cell: str, family_first: bool) -> tuple[str, str]:
    """First and last name of a cell that holds both; a comma stands after a last name."""
    name = parse_name(cell)
    if "," in name:
        family, given = (part.strip() for part in name.split(",", 1))
    elif family_first:
        family, _blank, given = name.rpartition(" ")
    else:
        given, _blank, family = name.partition(" ")
    if not given or not family:
        raise RuleBroken(_("This cell needs a first name and a last name."))
    return given, family


def parse_mentor(cell: str, known: Collection[str], own_names: Mapping[str, str]) -> str:
    """The username of a mentor, written as such or as the mentor's own name, in any order of its words."""
    text = _quotable(cell)
    names = {name.casefold(): name for name in known}
    if text.casefold() in names:
        return names[text.casefold()]
    words = sorted(map(fold, text.split()))
    called = sorted(username for username, name in own_names.items() if sorted(map(fold, name.split())) == words)
    if len(called) > 1:
        raise RuleBroken(
            _(
                "Several people here are called “%(text)s”. Write the username: %(usernames)s.",
                text=text,
                usernames=_(", ").join(called),
            )
        )
    if not called:
        raise RuleBroken(_("Nobody here has the username “%(text)s”.", text=text))
    return called[0]


def parse_choice(cell: str, words: Vocabulary) -> str:
    """The meaning of a known word; the refusal of an unknown one lists the known ones."""
    text = _quotable(cell)
    meaning = words.meaning.get(key_of(text))
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
