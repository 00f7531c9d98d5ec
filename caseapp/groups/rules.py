"""The rules of groups: marks, what counts, and the percentage of attendance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l

MINUTES_MAX = 12 * 60
MARKS_SHOWN = 8
YEARS_BACK = 2


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


@dataclass(frozen=True)
class Marked:
    """One member's mark, and why where it is known."""

    mark: Mark
    reason: str = ""


@dataclass(frozen=True)
class Roll:
    """A roll as it was called: whether the group met, and each member's mark."""

    status: MeetingStatus
    reason: str
    marks: Mapping[UUID, Marked]


@dataclass(frozen=True)
class GroupDraft:
    """What a group is to be; `weekday` counts from Sunday."""

    name: str
    weekday: int | None
    starts_at: time | None
    minutes: int
    facilitators: frozenset[UUID]


WAS_THERE = frozenset({Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY})
WEEKDAY_NAMES = {
    0: _l("Sunday"),
    1: _l("Monday"),
    2: _l("Tuesday"),
    3: _l("Wednesday"),
    4: _l("Thursday"),
    5: _l("Friday"),
    6: _l("Saturday"),
}
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


def weekday_of(day: date) -> int:
    """0 on a Sunday, as the week begins."""
    return (day.weekday() + 1) % 7


def next_meeting_on(weekday: int | None, today: date, is_done_today: bool) -> date | None:
    """The next day on which the group meets; today counts until its roll was called."""
    if weekday is None:
        return None
    ahead = (weekday - weekday_of(today)) % 7
    return today + timedelta(days=7 if not ahead and is_done_today else ahead)


def ends_at(starts_at: time, minutes: int) -> time:
    """The hour at which a meeting ends."""
    return (datetime.combine(date.min, starts_at) + timedelta(minutes=minutes)).time()


def check_meeting_day(held_on: date, today: date) -> None:
    """`RuleBroken` for a day whose roll cannot be called yet, and for a slip of the year."""
    if held_on > today:
        raise RuleBroken(_("This day is still ahead. The roll is called on the day itself, or later."), "held_on")
    if (today - held_on).days > 366 * YEARS_BACK:
        raise RuleBroken(_("This day is more than two years ago. Please look at the year once more."), "held_on")


def check_membership_day(starts_on: date, today: date) -> None:
    """`RuleBroken` for a membership that begins far from today."""
    if abs((starts_on - today).days) > 366 * YEARS_BACK:
        raise RuleBroken(_("This day is more than two years away. Please look at the year once more."), "starts_on")
