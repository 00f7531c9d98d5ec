"""Days as people write them, in forms and in spreadsheets."""

import re
import unicodedata
from datetime import date

from caseapp.errors import RuleBroken
from caseapp.i18n import _

YEARS = range(1900, 2101)
QUOTED_MAX = 60
COMING_YEARS = 20
DAY_FIRST = re.compile(r"([0-9]{1,2})\s*([/.-])\s*([0-9]{1,2})\s*\2\s*([0-9]{4}|[0-9]{2})")
YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")


def read_day(text: str) -> date:
    """`2026-12-31`, `31/12/2026` or `31.12.2026`, in any digits; `RuleBroken` tells what cannot be read from a day that
    does not exist."""
    plain = figures(text)
    if found := DAY_FIRST.fullmatch(plain):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    elif found := YEAR_FIRST.fullmatch(plain):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
    else:
        raise RuleBroken(_("“%(text)s” is not a date. Write it like 31/12/2026.", text=_quoted(text)))
    if year not in YEARS:
        raise RuleBroken(_("“%(text)s” is not between the years 1900 and 2100.", text=_quoted(text)))
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleBroken(_("There is no date “%(text)s” in the calendar.", text=_quoted(text))) from None


def has_short_year(text: str) -> bool:
    """Whether the year is written with two digits."""
    found = DAY_FIRST.fullmatch(figures(text))
    return bool(found and len(found[4]) == 2)


def with_century(text: str, today: date) -> str:
    """A day whose year has two digits with all four: one of the last eighty years or of the coming twenty."""
    if not has_short_year(text):
        return text
    plain = figures(text)
    century, short = divmod(today.year, 100)
    year = int(plain[-2:])
    century += (year <= short + COMING_YEARS - 100) - (year > short + COMING_YEARS)
    return f"{plain[:-2]}{century:02}{year:02}"


def figures(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text.strip())


def _quoted(text: str) -> str:
    return text if len(text) <= QUOTED_MAX else f"{text[:QUOTED_MAX]}…"
