"""Where the figures of a report come from: the lists of records behind them."""

from enum import StrEnum


class SourceLink(StrEnum):
    """A list of a client's records."""

    MEETINGS = "meetings"
    ATTEMPTS = "attempts"
    GROUPS = "groups"
    RATINGS = "ratings"
    APPROVALS = "approvals"
