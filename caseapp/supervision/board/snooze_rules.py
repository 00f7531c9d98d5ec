"""How long a client's row can be put aside."""

from datetime import date, timedelta

from caseapp.errors import RuleBroken
from caseapp.i18n import _

REASON_MAX = 300


LONGEST_SNOOZE = timedelta(days=90)


def check_snooze(until_on: date, reason: str, today: date) -> None:
    """`RuleBroken` for a day that is not ahead or too far, and for a silence without a reason."""
    if not today < until_on <= today + LONGEST_SNOOZE:
        raise RuleBroken(_("Choose a date within the next %(days)s days.", days=LONGEST_SNOOZE.days), "until_on")
    if not reason.strip():
        raise RuleBroken(_("Say in a few words why it can wait."), "reason")
