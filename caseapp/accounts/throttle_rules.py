"""How often one may try: how long to wait after how many failures."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address


@dataclass(frozen=True)
class Limit:
    """So many failures are free; each further one must wait, and the wait doubles up to the longest.

    Failures are forgotten when nothing was tried for `forgotten_after`.
    """

    name: str
    free: int
    wait: timedelta
    longest: timedelta
    forgotten_after: timedelta


@dataclass(frozen=True)
class Quota:
    """So many failures within a stretch of time that begins with the first; then none until it is over."""

    name: str
    free: int
    stretch: timedelta


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

ACCOUNT_AND_ADDRESS = Limit("account and address", 5, 5 * MINUTE, HOUR, DAY)
KNOWN_BROWSER = Limit("known browser", 10, MINUTE, HOUR, DAY)
PRESENT_PASSWORD = Limit("present password", 5, 5 * MINUTE, HOUR, DAY)
ADDRESS = Quota("address", 100, HOUR)
OVERALL = Quota("overall", 1000, HOUR)
OLDEST = DAY


def seconds_to_wait(limit: Limit | Quota, count: int, began_at: datetime, tried_at: datetime, moment: datetime) -> int:
    """How long somebody with so many failures must wait from this moment on; 0 lets them try."""
    if is_forgotten(limit, began_at, tried_at, moment) or count < limit.free:
        return 0
    if isinstance(limit, Quota):
        opens_at = began_at + limit.stretch
    else:
        doublings = min(count - limit.free, 16)
        opens_at = tried_at + min(limit.wait * 2**doublings, limit.longest)
    left = (opens_at - moment).total_seconds()
    return max(0, int(left) + (left > int(left)))


def is_forgotten(limit: Limit | Quota, began_at: datetime, tried_at: datetime, moment: datetime) -> bool:
    """Whether earlier failures no longer count."""
    if isinstance(limit, Quota):
        return moment >= began_at + limit.stretch
    return moment >= tried_at + limit.forgotten_after


def place_of(address: str | None) -> str:
    """What counts as one address: the whole IPv4 address; of IPv6 the network, for a home has billions."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped) if known.ipv4_mapped else known.exploded[:19]
    return str(known)
