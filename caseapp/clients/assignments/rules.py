"""The rules of covers: one mentor for another, from one day to another."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol
from uuid import UUID

from caseapp.accounts.deputies.rules import overlaps
from caseapp.errors import RuleBroken
from caseapp.i18n import _


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
