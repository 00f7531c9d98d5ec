"""Weeks and months counted: what was held, attempted and attended in each of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.activities.rules import CALLS, CONTACT, Mode, Outcome
from caseapp.groups.rules import WAS_THERE, Mark, attendance

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Met:
    """What became of one meeting or call, on which day."""

    on: date
    outcome: Outcome
    mode: Mode


@dataclass(frozen=True)
class Marked:
    """One mark on a group's roll, on which day."""

    on: date
    mark: Mark


@dataclass(frozen=True)
class WeekCounts:
    """One week: how often what happened. An attempt is a meeting that did not come about."""

    starts_on: date
    meetings: int = 0
    calls: int = 0
    groups: int = 0
    attempts: int = 0

    @property
    def contacts(self) -> int:
        """What counts as having met."""
        return self.meetings + self.calls

    @property
    def is_silent(self) -> bool:
        """Whether nothing at all happened."""
        return not (self.contacts or self.groups or self.attempts)


@dataclass(frozen=True)
class MonthCounts:
    """One month: how often the client was in a group, of how many meetings that count."""

    starts_on: date
    there: int = 0
    counted: int = 0


def count_weeks(met: Sequence[Met], marked: Sequence[Marked], first: date, weeks: int) -> Iterator[WeekCounts]:
    """Each of that many weeks from the first day on."""
    for number in range(weeks):
        starts_on = first + number * WEEK
        of_week = [each for each in met if starts_on <= each.on < starts_on + WEEK]
        held = [each.mode for each in of_week if each.outcome in CONTACT]
        yield WeekCounts(
            starts_on=starts_on,
            meetings=sum(mode not in CALLS for mode in held),
            calls=sum(mode in CALLS for mode in held),
            groups=sum(each.mark in WAS_THERE and starts_on <= each.on < starts_on + WEEK for each in marked),
            attempts=len(of_week) - len(held),
        )


def count_months(marked: Iterable[Marked], first: date, months: int) -> Iterator[MonthCounts]:
    """Each of that many months, beginning with the one of the first day."""
    given = list(marked)
    for number in range(months):
        starts_on = months_on(first, number)
        marks = [each.mark for each in given if months_on(each.on, 0) == starts_on]
        yield MonthCounts(starts_on, *attendance(marks))


def months_on(day: date, months: int) -> date:
    """The first day of the month that lies so many months ahead, or behind where they are negative."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def months_between(first: date, last: date) -> int:
    """How many months the days from one to the other touch."""
    return (last.year - first.year) * 12 + last.month - first.month + 1
