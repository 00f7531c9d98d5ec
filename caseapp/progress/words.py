"""Days ahead and behind in words."""

from datetime import date

from caseapp.clock import today
from caseapp.i18n import _
from caseapp.web.filters import ago, day, weekday

WEEK = 7


def ahead(value: date) -> str:
    """An agreed day in words: today, tomorrow, the weekday within a week, else the date."""
    days = (value - today()).days
    if days == 0:
        return str(_("today"))
    if days == 1:
        return str(_("tomorrow"))
    if 1 < days < WEEK:
        return str(_("on %(weekday)s", weekday=weekday(value)))
    return str(_("on %(day)s", day=day(value)))


def lately(value: date) -> str:
    """A day that has passed: today, yesterday, the weekday within a week, else the date."""
    days = (today() - value).days
    if days < WEEK:
        return ago(value) if days < 2 else weekday(value)
    return day(value)
