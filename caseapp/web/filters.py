"""Template filters for dates, times and names."""

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date
from flask import Flask

from caseapp.clock import local, today
from caseapp.i18n import _, language, ngettext
from caseapp.web.hour_rules import time_figure

# Months in Arabic have the names of the Levant: 12 أيار.
REGION = {"ar": "ar_PS"}
FIGURES = {"ar": "d/M/y", "ru": "dd.MM.y"}
SHORT_FIGURES = {"ar": "d/M", "ru": "dd.MM"}
# Hebrew puts a prefix before the month: 12 במאי.
LONG_DAY = {"he": "EEEE, d בMMMM", "ar": "EEEE، d MMMM"}
LONG_YEAR = {"ru": "y 'г'."}
# Arabic has no short month names, but four of the twelve are two words.
MONTH = {"ar": "LLLL"}
SHORTENED = {"كانون ": "ك. ", "تشرين ": "ت. "}


def day(value: date) -> str:
    """12.5.2026, as usual in the language, with Western digits in every language."""
    return _written(value, FIGURES.get(language(), "d.M.y"))


def short_day(value: date) -> str:
    """12.5"""
    return _written(value, SHORT_FIGURES.get(language(), "d.M"))


def long_day(value: date) -> str:
    """The date with weekday and month in words."""
    pattern = LONG_DAY.get(language(), "EEEE, d MMMM")
    return _written(value, pattern if value.year == today().year else f"{pattern} {LONG_YEAR.get(language(), 'y')}")


def weekday(value: date) -> str:
    """The full name of the day of the week."""
    return _written(value, "EEEE")


def month_name(value: date) -> str:
    """The short name of the month."""
    name = _written(value, MONTH.get(language(), "LLL"))
    for word, letter in SHORTENED.items():
        name = name.replace(word, letter)
    return name


def whole_month(value: date) -> str:
    """October 2026"""
    return _written(value, "LLLL y")


def _written(value: date, pattern: str) -> str:
    return _formatted(value, pattern, REGION.get(language(), language()))


@lru_cache(maxsize=4096)
def _formatted(value: date, pattern: str, locale: str) -> str:
    return str(format_date(value, pattern, locale))


def hour(value: time | datetime) -> str:
    """16:30"""
    return (local(value) if isinstance(value, datetime) else value).strftime("%H:%M")


def moment(value: datetime) -> str:
    """12.5.2026, 16:30, in the organisation's time zone."""
    instant = local(value)
    return str(_(", ")).join((day(instant.date()), f"{instant:%H:%M}"))


def ago(value: date) -> str:
    """How many days ago, in words."""
    days = (today() - value).days
    if days == 0:
        return str(_("today"))
    if days == 1:
        return str(_("yesterday"))
    return str(ngettext("%(num)d day ago", "%(num)d days ago", days))


def initials(name: str) -> str:
    """The first letters of the first two words."""
    return "".join(word[0] for word in name.split()[:2] if word)


def level(value: int | None) -> str:
    """+1, 0, −1 with a real minus sign."""
    if value is None:
        return "–"
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def init_filters(app: Flask) -> None:
    """Register the filters."""
    for filter_ in (day, short_day, long_day, whole_month, hour, time_figure, moment, ago, initials, level):
        app.add_template_filter(filter_)
