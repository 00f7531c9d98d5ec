"""The rules of assignments and covers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from caseapp.accounts.deputies.rules import overlaps
from caseapp.errors import RuleBroken
from caseapp.i18n import _


class AssignmentLike(Protocol):
    """An assignment, as a cover or not."""

    @property
    def mentor_id(self) -> UUID: ...
    @property
    def covered_id(self) -> UUID | None: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...


@dataclass(frozen=True)
class AssignmentDraft:
    """A mentor for a client, from a day on, perhaps until a day, perhaps as a cover for another mentor."""

    mentor_id: UUID
    starts_on: date
    ends_on: date | None = None
    covered_id: UUID | None = None


def check_cover(draft: AssignmentDraft, others: Iterable[AssignmentLike]) -> None:
    """`RuleBroken` unless a cover has an end date and another mentor of the client is covered on its days."""
    if draft.covered_id is None:
        return
    if draft.ends_on is None:
        raise RuleBroken(_("A cover needs an end date."), "ends_on")
    if draft.mentor_id == draft.covered_id:
        raise RuleBroken(_("Mentors cannot cover for themselves. Choose someone else."), "covered_id")
    if not any(
        other.mentor_id == draft.covered_id
        and not other.covered_id
        and overlaps(draft.starts_on, draft.ends_on, other.starts_on, other.ends_on)
        for other in others
    ):
        raise RuleBroken(_("This mentor is not assigned to the client on these dates."), "covered_id")


def is_revived(starts_on: date, ended_on: date | None, ends_on: date, day: date) -> bool:
    """Whether another last day gives somebody a client anew: the assignment was over or withdrawn, and lasts again."""
    was_over = ended_on is not None and ended_on < max(day, starts_on)
    return was_over and ends_on >= max(day, starts_on)
