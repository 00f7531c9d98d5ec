"""The rules of reports: languages, the longest period."""

from datetime import date

from caseapp.errors import RuleBroken
from caseapp.i18n import _l

REPORT_LANGUAGES = ("he", "en")
LONGEST_YEARS = 3


def check_period(starts_on: date, ends_on: date, today: date) -> None:
    """`RuleBroken` where the period runs backwards, begins in the future, or is longer than three years."""
    if ends_on < starts_on:
        raise RuleBroken(_l("The last day of the period lies before its first day."), "ends_on")
    if starts_on > today:
        raise RuleBroken(_l("The period begins in the future."), "starts_on")
    if (ends_on - starts_on).days > 366 * LONGEST_YEARS:
        raise RuleBroken(_l("A report covers three years at the most."), "starts_on")
