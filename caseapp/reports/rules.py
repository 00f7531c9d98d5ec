"""The rules of reports: languages, the longest period, and what a report says of a client's progress."""

import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.errors import RuleBroken
from caseapp.i18n import LANGUAGES, _l
from caseapp.i18n.length_rules import TEXT_MAX

REPORT_LANGUAGES = tuple(LANGUAGES)
REPORT_LANGUAGE_NAMES = LANGUAGES
LONGEST_YEARS = 3
USUAL_MONTHS = 6
NARRATIVE_MAX = TEXT_MAX
LETTERS = {"he": "HEBREW", "ar": "ARABIC", "ru": "CYRILLIC", "en": "LATIN"}


@dataclass(frozen=True)
class Period:
    """From one day to another, both included."""

    starts_on: date
    ends_on: date


def check_period(starts_on: date, ends_on: date, today: date) -> None:
    """`RuleBroken` where the period runs backwards, begins in the future, or is longer than three years."""
    if ends_on < starts_on:
        raise RuleBroken(_l("The period ends before it starts."), "ends_on")
    if starts_on > today:
        raise RuleBroken(_l("The period starts in the future."), "starts_on")
    if (ends_on - starts_on).days > 366 * LONGEST_YEARS:
        raise RuleBroken(_l("A report can cover at most three years."), "starts_on")


def check_language(language: str) -> None:
    """`RuleBroken` for a language in which no report can be written."""
    if language not in REPORT_LANGUAGES:
        raise RuleBroken(_l("A report can be in Hebrew, Arabic, Russian or English."), "language")


def usual_period(today: date) -> Period:
    """The last six months, today included."""
    years, month = divmod(today.year * 12 + today.month - 1 - USUAL_MONTHS, 12)
    month += 1
    start = date(years, month, min(today.day, monthrange(years, month)[1]))
    return Period(start + timedelta(days=1), today)


def is_in_letters_of(language: str, text: str) -> bool:
    """Whether most letters of a text are those in which the language is written; true where it has none at all."""
    known = [unicodedata.name(letter, "").startswith(LETTERS[language]) for letter in text if letter.isalpha()]
    return 2 * sum(known) >= len(known)


def initials_of(name: str) -> str:
    """The first letters as they are written on paper: י׳ מ׳ in Hebrew, Y. M. in other scripts."""
    letters = [word[0] for word in name.split()[:2]]
    return " ".join(f"{letter}׳" if "א" <= letter <= "ת" else f"{letter}." for letter in letters)
