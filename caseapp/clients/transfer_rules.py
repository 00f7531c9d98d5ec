"""The rules of covers and transfers."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from caseapp.accounts.deputy_rules import overlaps
from caseapp.errors import RuleBroken
from caseapp.i18n import _

NOTE_MAX = 20_000


class Accompanying(Protocol):
    """That a mentor accompanies a client from one day to another, as a cover or not."""

    @property
    def mentor_id(self) -> UUID: ...
    @property
    def covered_id(self) -> UUID | None: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...


def check_cover(
    mentor_id: UUID, covered_id: UUID, starts_on: date, ends_on: date | None, stretches: Iterable[Accompanying]
) -> None:
    """`RuleBroken` unless the cover has a last day and stands in for another mentor of the client in these days."""
    if ends_on is None:
        raise RuleBroken(_("A cover needs an end date."), "ends_on")
    if mentor_id == covered_id:
        raise RuleBroken(_("Mentors cannot cover for themselves. Choose someone else."), "covered_id")
    if not any(
        stretch.mentor_id == covered_id
        and not stretch.covered_id
        and overlaps(starts_on, ends_on, stretch.starts_on, stretch.ends_on)
        for stretch in stretches
    ):
        raise RuleBroken(_("This mentor is not assigned to the client on these dates."), "covered_id")


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
