"""What a client's history is narrowed to: the filters of the address, as each figure of a page sets them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from caseapp.activities.contact_rules import KindOfContact
from caseapp.activities.rules import Outcome
from caseapp.groups.rules import WAS_THERE, Mark


class TimelineFilter(StrEnum):
    """A kind of record."""

    CONTACTS = "contacts"
    MEETINGS = "meetings"
    CALLS = "calls"
    MESSAGES = "messages"
    REMOTE = "calls-and-messages"
    ATTEMPTS = "attempts"
    MISSED = "missed"
    SILENT = "silent"
    GROUPS = "groups"
    RATINGS = "ratings"


class Attendance(StrEnum):
    """Which marks of groups."""

    THERE = "there"
    COUNTED = "counted"
    EXCUSED = "excused"
    ABSENT_IN_A_ROW = "absent-in-a-row"


OF_KIND = {
    KindOfContact.MEETING: TimelineFilter.MEETINGS,
    KindOfContact.CALL: TimelineFilter.CALLS,
    KindOfContact.MESSAGE: TimelineFilter.MESSAGES,
}
MARKS_OF = {
    Attendance.THERE: frozenset(WAS_THERE),
    Attendance.COUNTED: frozenset(Mark) - {Mark.EXCUSED},
    Attendance.EXCUSED: frozenset({Mark.EXCUSED}),
    Attendance.ABSENT_IN_A_ROW: frozenset({Mark.ABSENT}),
}


@dataclass(frozen=True)
class Narrowing:
    """One list of a client's history: a kind, the first and last day, an outcome, an attendance, a goal, or a group, in
    which only a member's marks count."""

    kind: TimelineFilter | None = None
    since: date | None = None
    until: date | None = None
    outcome: Outcome | None = None
    attendance: Attendance | None = None
    goal: UUID | None = None
    group: UUID | None = None

    @property
    def query(self) -> dict[str, str]:
        """The filters as the address carries them."""
        return {name: str(value) for name, value in vars(self).items() if value is not None}

    @property
    def has_maps(self) -> bool:
        """Whether maps of support are among what is asked for: only where nothing but days narrows it."""
        return self.query.keys() <= {"since", "until"}

    def has_day(self, day: date) -> bool:
        """Whether the day is one of those asked for."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def read_narrowing(asked: Mapping[str, str]) -> Narrowing:
    """The filters of an address; `ValueError` for one that does not exist."""
    return Narrowing(**{name: read(asked[name]) for name, read in READ.items() if asked.get(name)})


READ: dict[str, Any] = {
    "kind": TimelineFilter,
    "since": date.fromisoformat,
    "until": date.fromisoformat,
    "outcome": Outcome,
    "attendance": Attendance,
    "goal": UUID,
    "group": UUID,
}
