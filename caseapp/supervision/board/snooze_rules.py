"""How long a client's row can be snoozed."""

from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.errors import RuleBroken
from caseapp.i18n import _

REASON_MAX = 300
LONGEST_SNOOZE = timedelta(days=90)


@dataclass(frozen=True)
class SnoozeDraft:
    """Until when a row can wait, and why."""

    until_on: date
    reason: str


def check_snooze(draft: SnoozeDraft, today: date) -> None:
    """`RuleBroken` if the day is not ahead or is too far away, or no reason is given."""
    if not today < draft.until_on <= today + LONGEST_SNOOZE:
        raise RuleBroken(_("Choose a date within the next %(days)s days.", days=LONGEST_SNOOZE.days), "until_on")
    if not draft.reason.strip():
        raise RuleBroken(_("Say in a few words why it can wait."), "reason")
