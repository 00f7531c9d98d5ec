"""The rules of groups: marks, what counts, and the percentage of attendance."""

from collections.abc import Iterable
from enum import StrEnum

from caseapp.i18n import _l


class Mark(StrEnum):
    """Whether a member was there."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    ABSENT = "absent"


class MeetingStatus(StrEnum):
    """Whether the group met."""

    HELD = "held"
    HOLIDAY = "holiday"
    CANCELLED = "cancelled"


WAS_THERE = frozenset({Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY})
MARK_NAMES = {
    Mark.PRESENT: _l("Present"),
    Mark.LATE: _l("Late"),
    Mark.LEFT_EARLY: _l("Left early"),
    Mark.EXCUSED: _l("Excused"),
    Mark.ABSENT: _l("Absent"),
}
MEETING_STATUS_NAMES = {
    MeetingStatus.HELD: _l("Held"),
    MeetingStatus.HOLIDAY: _l("Holiday"),
    MeetingStatus.CANCELLED: _l("Did not take place"),
}


def attendance(marks: Iterable[Mark]) -> tuple[int, int]:
    """How often a member was there, and of how many counted meetings; excused ones do not count."""
    counted = [mark for mark in marks if mark is not Mark.EXCUSED]
    return sum(mark in WAS_THERE for mark in counted), len(counted)


def percentage(there: int, counted: int) -> int | None:
    """Attendance in whole percent, halves rounded up; nothing where no meeting counts."""
    return (200 * there + counted) // (2 * counted) if counted else None
