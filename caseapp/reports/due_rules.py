"""When a report is due, counted back from the end of the approval that it renews."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class ReportDeadline:
    """From when a renewal report can be written, and by when it should be signed."""

    opens_on: date
    due_on: date

    def is_open(self, today: date) -> bool:
        """Whether it is time to write it."""
        return self.opens_on <= today

    def is_late(self, today: date) -> bool:
        """Whether it should have been signed by now."""
        return self.due_on < today


@dataclass(frozen=True)
class ReportCounts:
    """How many reports are due and not begun, were returned, or wait for the signature."""

    due: int = 0
    returned: int = 0
    waiting: int = 0

    def __add__(self, other: "ReportCounts") -> "ReportCounts":
        return ReportCounts(self.due + other.due, self.returned + other.returned, self.waiting + other.waiting)


def due_before(ends_on: date, opens_days: int, due_days: int) -> ReportDeadline:
    """The days of the report for an approval that ends then. It never opens after it is due."""
    due_on = ends_on - timedelta(days=due_days)
    return ReportDeadline(min(ends_on - timedelta(days=opens_days), due_on), due_on)


def due_report(
    approved_until: date | None, reported_until: date | None, today: date, opens_days: int, due_days: int
) -> ReportDeadline | None:
    """The report that is due and not begun: the approval ends soon or has ended, and no report reaches into the days
    since it opened. It stays due until one is begun or the approval is renewed."""
    if approved_until is None:
        return None
    due = due_before(approved_until, opens_days, due_days)
    is_begun = reported_until is not None and reported_until >= due.opens_on
    return due if due.is_open(today) and not is_begun else None
