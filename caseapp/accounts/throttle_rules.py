"""How often a person may try, and how long to wait after failures."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address


@dataclass(frozen=True)
class AttemptLimit:
    """A number of failures is free; after each further one there is a wait, which doubles up to the longest.

    Failures are forgotten after no attempt for `forgotten_after`.
    """

    name: str
    free: int
    wait: timedelta
    longest: timedelta
    forgotten_after: timedelta

    @property
    def kept_for(self) -> timedelta:
        """How long after the last attempt the count still matters."""
        return self.forgotten_after


@dataclass(frozen=True)
class AttemptQuota:
    """A number of failures within a period that begins with the first; then no attempt until it is over."""

    name: str
    free: int
    period: timedelta

    @property
    def kept_for(self) -> timedelta:
        """How long after the last attempt the count still matters."""
        return self.period


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EVER = 3650 * DAY

ACCOUNT_AND_ADDRESS = AttemptLimit("account and address", 5, 5 * MINUTE, HOUR, DAY)
ACCOUNT = AttemptLimit("account", 100, EVER, EVER, EVER)  # from all addresses; signing in makes it start over
KNOWN_BROWSER = AttemptLimit("known browser", 10, MINUTE, HOUR, DAY)
PRESENT_PASSWORD = AttemptLimit("present password", 5, 5 * MINUTE, HOUR, DAY)
ADDRESS = AttemptQuota("address", 100, HOUR)
OVERALL = AttemptQuota("overall", 1000, HOUR)
SECOND_STEP = (
    AttemptQuota("second step, five minutes", 5, 5 * MINUTE),
    AttemptQuota("second step, hour", 20, HOUR),
    AttemptQuota("second step, day", 50, DAY),
)
PASSKEY = (
    AttemptQuota("passkey, five minutes", 10, 5 * MINUTE),
    AttemptQuota("passkey, hour", 40, HOUR),
    AttemptQuota("passkey, day", 100, DAY),
)


def seconds_to_wait(
    limit: AttemptLimit | AttemptQuota, count: int, began_at: datetime, tried_at: datetime, moment: datetime
) -> int:
    """How many seconds somebody with that many failures must still wait; 0 where they may try."""
    if is_forgotten(limit, began_at, tried_at, moment) or count < limit.free:
        return 0
    if isinstance(limit, AttemptQuota):
        opens_at = began_at + limit.period
    else:
        doublings = min(count - limit.free, 16)
        opens_at = tried_at + min(limit.wait * 2**doublings, limit.longest)
    left = (opens_at - moment).total_seconds()
    return max(0, int(left) + (left > int(left)))


def is_forgotten(limit: AttemptLimit | AttemptQuota, began_at: datetime, tried_at: datetime, moment: datetime) -> bool:
    """Whether earlier failures no longer count."""
    if isinstance(limit, AttemptQuota):
        return moment >= began_at + limit.period
    return moment >= tried_at + limit.forgotten_after


def network_of(address: str | None) -> str:
    """What counts as one address: the whole IPv4 address; of IPv6 the network, because one household has billions."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped) if known.ipv4_mapped else known.exploded[:19]
    return str(known)
