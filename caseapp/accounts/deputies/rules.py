"""The rules of deputies: the days for which they stand in, and the team for which they act."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _


@dataclass(frozen=True)
class DeputyDraft:
    """Who stands in for a supervisor, from which day, and until which day if it is known."""

    person_id: UUID
    starts_on: date
    ends_on: date | None


def check_days(starts_on: date, ends_on: date | None, today: date) -> None:
    """`RuleBroken` where a deputyship would begin before today, or end before it begins."""
    if starts_on < today:
        raise RuleBroken(_("A deputy can start today or later, not on a date that has passed."), "starts_on")
    if ends_on and ends_on < starts_on:
        raise RuleBroken(_("The end date is before the start date."), "ends_on")


def earliest_end(starts_on: date, today: date) -> date:
    """The earliest end date: yesterday ends it at once, the day before its start takes it back."""
    return max(starts_on, today) - timedelta(days=1)


def is_longer(ends_on: date | None, before: date | None) -> bool:
    """Whether another last day lets the deputy stay longer than the former one."""
    return before is not None and (ends_on is None or ends_on > before)


def is_over(starts_on: date, ends_on: date | None, today: date) -> bool:
    """Whether nothing can be changed any more: the last day has passed, or it was taken back."""
    return ends_on is not None and (ends_on < today or ends_on < starts_on)


def overlaps(starts_on: date, ends_on: date | None, other_starts_on: date, other_ends_on: date | None) -> bool:
    """Whether two periods, both ends included, share a day. No end means open-ended; an empty period shares none."""
    if any(end and end < start for start, end in ((starts_on, ends_on), (other_starts_on, other_ends_on))):
        return False
    return (ends_on is None or other_starts_on <= ends_on) and (other_ends_on is None or starts_on <= other_ends_on)


def chosen_team(own: UUID | None, teams: frozenset[UUID], wished: UUID | None) -> UUID:
    """The team for something new: the wished one, else the viewer's own, else the only one in the viewer's charge."""
    if wished:
        if wished not in teams:
            raise RuleBroken(_("Choose a team from the list."), "team_id")
        return wished
    if own and own in teams:
        return own
    if len(teams) == 1:
        return next(iter(teams))
    if teams:
        raise RuleBroken(_("Choose a team from the list."), "team_id")
    raise RuleBroken(_("You are not in a team yet. Ask your administrator."))
