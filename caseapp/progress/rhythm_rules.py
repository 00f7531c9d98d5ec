"""Counts by week and by month: what was held, attempted and attended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from caseapp.activities.contact_rules import KIND_OF, CountedContact, KindOfContact
from caseapp.activities.rules import CONTACT, Outcome
from caseapp.groups.rules import WAS_THERE, Mark, attendance

WEEK = timedelta(weeks=1)


class DatedMark(Protocol):
    """One attendance mark, and on which day."""

    @property
    def on(self) -> date: ...
    @property
    def mark(self) -> Mark: ...


@dataclass(frozen=True)
class MarkRecord:
    """One attendance mark, on which day, and of which meeting of which group."""

    on: date
    mark: Mark
    meeting_id: UUID
    group_id: UUID
    group: str


@dataclass(frozen=True)
class WeekCounts:
    """What happened in one week; messages are among the calls. An attempt is what did not take place."""

    starts_on: date
    meetings: int = 0
    calls: int = 0
    groups: int = 0
    attempts: int = 0

    @property
    def contacts(self) -> int:
        """Meetings, calls and messages."""
        return self.meetings + self.calls

    @property
    def is_silent(self) -> bool:
        """Whether nothing at all happened."""
        return not (self.contacts or self.groups or self.attempts)


@dataclass(frozen=True)
class MonthCounts:
    """Group attendance in one month: meetings attended, of the meetings that count."""

    starts_on: date
    there: int = 0
    counted: int = 0


def count_weeks(
    contacts: Iterable[CountedContact], marks: Iterable[DatedMark], first_on: date, last_on: date
) -> tuple[WeekCounts, ...]:
    """The weeks from the one that begins on the first day to the one that holds the last day; planned meetings and
    other days are left out."""
    met, calls, groups, attempts = ([0] * ((last_on - first_on).days // 7 + 1) for _kind in range(4))
    for contact in contacts:
        if first_on <= contact.on <= last_on and contact.outcome is not Outcome.PLANNED:
            held = met if KIND_OF[contact.mode] is KindOfContact.MEETING else calls
            counts = held if contact.outcome in CONTACT else attempts
            counts[(contact.on - first_on).days // 7] += 1
    for mark in marks:
        if first_on <= mark.on <= last_on and mark.mark in WAS_THERE:
            groups[(mark.on - first_on).days // 7] += 1
    return tuple(
        WeekCounts(first_on + number * WEEK, *counts)
        for number, counts in enumerate(zip(met, calls, groups, attempts, strict=True))
    )


def count_months(marks: Iterable[DatedMark], first: date, months: int) -> Iterator[MonthCounts]:
    """That many months, beginning with the month of the first day."""
    known = list(marks)
    for number in range(months):
        starts_on = months_on(first, number)
        of_month = [each.mark for each in known if months_on(each.on, 0) == starts_on]
        yield MonthCounts(starts_on, *attendance(of_month))


def months_on(day: date, months: int) -> date:
    """The first day of the month so many months later, or earlier if negative."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def months_between(first: date, last: date) -> int:
    """How many calendar months the period touches."""
    return (last.year - first.year) * 12 + last.month - first.month + 1
