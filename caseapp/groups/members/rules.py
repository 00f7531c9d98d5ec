"""Who joins a group."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _


@dataclass(frozen=True)
class MembersDraft:
    """Clients who join a group, and from which day."""

    client_ids: tuple[UUID, ...]
    starts_on: date


def check_leaving(starts_on: date, last_on: date, today: date) -> None:
    """`RuleBroken` for a last day that is ahead, or before the membership; the day before it began takes it back."""
    if last_on > today:
        raise RuleBroken(_("This date is in the future. Choose today or an earlier date."), "last_on")
    if last_on < min(starts_on - timedelta(days=1), today):
        raise RuleBroken(_("The membership began later. To take it back, choose the day before it began."), "last_on")
