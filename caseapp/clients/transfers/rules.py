"""The rules of covers and transfers."""

from datetime import date, timedelta

from caseapp.errors import RuleBroken
from caseapp.i18n import _

NOTE_MAX = 20_000


def last_day_before(transfer_on: date, starts_on: date, ends_on: date | None) -> date:
    """The last day of an assignment that is handed over from `transfer_on`; `RuleBroken` where it would never have
    begun, or where it has ended long before."""
    before = transfer_on - timedelta(days=1)
    if before < starts_on:
        raise RuleBroken(_("The assignment begins on this date or later. Choose a later date."), "starts_on")
    if ends_on is not None and before > ends_on:
        raise RuleBroken(
            _("The assignment ends before this date. Choose the day after it ends, or earlier."), "starts_on"
        )
    return before


def last_day_in_team(today: date, starts_on: date) -> date:
    """The last day of an assignment of a client who moves to another team today: yesterday; what was to begin later,
    or began today, counts as never begun."""
    return max(today, starts_on) - timedelta(days=1)


def check_note(text: str) -> None:
    """`RuleBroken` where a note is too long."""
    if len(text) > NOTE_MAX:
        raise RuleBroken(_("Use at most %(most)s characters.", most=NOTE_MAX), "note")
