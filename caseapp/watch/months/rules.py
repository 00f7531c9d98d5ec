"""The monthly review of who read whom: a sample that nobody chose, and a signature."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

SAMPLE = 10
SIGNED_WITHIN = timedelta(days=14)


@dataclass
class PairReading:
    """How often somebody opened a client's file in a month, and when first and last."""

    person_id: UUID
    client_id: UUID
    times: int
    first_at: datetime
    last_at: datetime


def month_before(day: date) -> date:
    """The first day of the month before the one in which that day lies."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    """The first day of the month after that one."""
    return (month + timedelta(days=31)).replace(day=1)


def due_on(month: date) -> date:
    """The last day on which the review of a month is signed in time."""
    return month_after(month) + SIGNED_WITHIN


def drawn(pairs: Iterable[PairReading], month: date, mark: Callable[[str], bytes]) -> list[PairReading]:
    """The sample: by a keyed mark of month, reader and client, so that it is the same each time and nobody outside the
    installation can tell who will be in it."""
    return sorted(pairs, key=lambda pair: mark(f"{month}:{pair.person_id.hex}:{pair.client_id.hex}"))[:SAMPLE]
