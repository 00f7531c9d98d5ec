"""Which approvals of many clients need somebody: those that end, and those that overlap."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import combinations

from caseapp.basket.rules import (
    APPROVED_ONCE,
    SOCIAL_MENTORING,
    ServicePeriod,
    approved_until,
    is_unusual_beside,
    shares_days,
)


def ends_in_sight(periods: Collection[ServicePeriod], day: date, within_days: int) -> list[tuple[str, date]]:
    """Each service that ends within so many days without being renewed, and its end; mentoring also where it has ended
    and nothing follows."""
    found = []
    for service in {each.service for each in periods} - APPROVED_ONCE:
        of_service = [each for each in periods if each.service == service]
        end = approved_until(of_service, day)
        if end is None and service == SOCIAL_MENTORING:
            end = max(each.ends_on for each in of_service)
            end = end if end < day else None
        if end is not None and (end - day).days <= within_days:
            found.append((service, end))
    return sorted(found, key=lambda each: (each[1], each[0]))


def overlaps(periods: Collection[ServicePeriod], day: date) -> Iterator[tuple[str, str, date, date]]:
    """Two services that share days which have not passed, and the first and last of these days: one service approved
    twice, or two that are not usually approved together."""
    lasting = sorted((each for each in periods if each.ends_on >= day), key=lambda each: (each.starts_on, each.service))
    for one, other in combinations(lasting, 2):
        is_noticed = one.service == other.service or is_unusual_beside(one.service, other.service)
        if is_noticed and shares_days(one.starts_on, one.ends_on, other.starts_on, other.ends_on):
            yield one.service, other.service, max(one.starts_on, other.starts_on), min(one.ends_on, other.ends_on)
