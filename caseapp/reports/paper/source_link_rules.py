"""The lists of records to which the figures of a report link."""

from enum import StrEnum


class SourceLink(StrEnum):
    """A list of a client's records."""

    MEETINGS = "contacts"
    ATTEMPTS = "attempts"
    GROUPS = "groups"
    RATINGS = "ratings"
    APPROVALS = "approvals"
