"""Which backups are kept: the newest of each of the last 7 days, 4 weeks and 12 months that have any."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, timedelta

DAYS, WEEKS, MONTHS = 7, 4, 12


def superseded(made: Iterable[datetime], last: datetime) -> set[datetime]:
    """Those of `made` that are no longer needed once `last` was made and found good. Instants are on one clock.

    Days, weeks and months are counted among those that have a backup, so a gap costs nothing. What is dated later than
    the one just made comes from a clock that was wrong, then or now: those are judged among themselves.
    """
    instants = set(made)
    later = {instant for instant in instants if instant > last}
    return instants - _wanted({*(instants - later), last}) - _wanted(later)


def last_kept_on(day: date) -> date:
    """The last day on which a backup of that day can still be there, where one is made in each month: as the newest of
    its month it is superseded with the first one of the twelfth month after it."""
    months = day.year * 12 + day.month - 1 + MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _wanted(instants: set[datetime]) -> set[datetime]:
    kinds: tuple[tuple[Callable[[date], Hashable], int], ...] = ((_day, DAYS), (_week, WEEKS), (_month, MONTHS))
    return {instant for period, most in kinds for instant in _newest_of_each(instants, period, most)}


def _newest_of_each(instants: set[datetime], period: Callable[[date], Hashable], most: int) -> list[datetime]:
    newest = {period(instant.date()): instant for instant in sorted(instants)}
    return sorted(newest.values())[-most:]


def _day(day: date) -> Hashable:
    return day


def _week(day: date) -> Hashable:
    """The Sunday with which the week begins; before the first of all Sundays there is none."""
    since = (day.weekday() + 1) % 7
    return day - timedelta(days=since) if day.toordinal() > since else date.min


def _month(day: date) -> Hashable:
    return day.year, day.month
