"""The rules of groups: marks, what counts, and how attendance looks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l, ngettext

NAME_MAX = 120
MINUTES_MAX = 12 * 60
PEOPLE_MAX = 200
MEETINGS_MAX = 500
WORDS_MAX = 200
MARKS_SHOWN = 8
RUN_MOST = 30
YEARS_BACK = 2


class Mark(StrEnum):
    """Whether a member was there."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    ABSENT = "absent"


class MeetingList(StrEnum):
    """A list of the people at a meeting."""

    THERE = "there"
    ABSENT = "absent"
    EXCUSED = "excused"
    GUESTS = "guests"


class MeetingStatus(StrEnum):
    """Whether the group met."""

    HELD = "held"
    HOLIDAY = "holiday"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class GivenMark:
    """One member's mark, and why where it is known."""

    mark: Mark
    reason: str = ""


@dataclass(frozen=True)
class AttendanceDraft:
    """Attendance at a meeting: whether the group met, each member's mark, who else came, and whom to call by when."""

    status: MeetingStatus
    reason: str
    marks: Mapping[UUID, GivenMark]
    guests: frozenset[UUID] = frozenset()
    others: int = 0
    calls: Mapping[UUID, date | None] = field(default_factory=dict)


@dataclass(frozen=True)
class GroupDraft:
    """What a group is to be; `weekday` counts from Sunday."""

    name: str
    weekday: int | None
    starts_at: time | None
    minutes: int
    facilitators: frozenset[UUID]
    assistants: frozenset[UUID] = frozenset()
    kind: str = ""
    service: str = ""
    place: str = ""
    place_words: str = ""
    capacity: int | None = None
    enough: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class AttendanceLevel(StrEnum):
    """How a member's attendance looks by the organisation's thresholds."""

    UNKNOWN = "unknown"
    WELL = "well"
    WATCH = "watch"
    URGENT = "urgent"


WAS_THERE = frozenset({Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY})
MARKS_COUNTED = {
    MeetingList.THERE: WAS_THERE,
    MeetingList.ABSENT: frozenset({Mark.ABSENT}),
    MeetingList.EXCUSED: frozenset({Mark.EXCUSED}),
}
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


def attendance_level(there: int, counted: int, urgent: int, watch: int) -> AttendanceLevel:
    """How attendance looks: below `urgent` percent, below `watch` percent, or well; unknown where nothing counts."""
    if not counted:
        return AttendanceLevel.UNKNOWN
    if 100 * there < urgent * counted:
        return AttendanceLevel.URGENT
    return AttendanceLevel.WATCH if 100 * there < watch * counted else AttendanceLevel.WELL


def absences_running(marks: Sequence[Mark]) -> int:
    """How many absences the marks, the oldest first, end with; excused meetings neither count nor end the run."""
    run = 0
    for mark in reversed(marks):
        if mark in WAS_THERE:
            break
        run += mark is Mark.ABSENT
    return run


def places_left(capacity: int | None, members: int) -> int | None:
    """How many can still join; nothing where the group has no limit."""
    return None if capacity is None else max(capacity - members, 0)


def weekday_of(day: date) -> int:
    """0 on a Sunday, as the week begins."""
    return (day.weekday() + 1) % 7


def ends_at(starts_at: time, minutes: int) -> time:
    """The hour at which a meeting ends."""
    return (datetime.combine(date.min, starts_at) + timedelta(minutes=minutes)).time()


def check_not_ahead(held_on: date, today: date) -> None:
    """`RuleBroken` for a meeting that is ahead."""
    if held_on > today:
        raise RuleBroken(
            _("This date is in the future. Take attendance on the day of the meeting or later."), "held_on"
        )


def check_meeting_day(held_on: date, today: date) -> None:
    """`RuleBroken` for a typed day that is ahead, and for a slip of the year."""
    check_not_ahead(held_on, today)
    if (today - held_on).days > 366 * YEARS_BACK:
        raise RuleBroken(_("This date is more than two years ago. Check the year."), "held_on")


def check_attendance(draft: AttendanceDraft, held_on: date, today: date) -> None:
    """`RuleBroken` before the meeting's day, and if the group did not meet and no reason is given."""
    check_not_ahead(held_on, today)
    if draft.status is MeetingStatus.CANCELLED and not draft.reason.strip():
        raise RuleBroken(_("Say in a few words why the group did not meet."), "reason")


def check_room(left: int | None, joining: int) -> None:
    """`RuleBroken` where more would join than there is room for."""
    if left is None or joining <= left:
        return
    if not left:
        raise RuleBroken(_("The group is full. You can put people on the waiting list."), "clients")
    sentence = ngettext(
        "There is only %(num)d place left. Put the others on the waiting list.",
        "There are only %(num)d places left. Put the others on the waiting list.",
        left,
    )
    raise RuleBroken(sentence, "clients")


def check_term(starts_on: date | None, ends_on: date | None) -> None:
    """`RuleBroken` where a group would end before it begins."""
    if starts_on and ends_on and ends_on < starts_on:
        raise RuleBroken(_("The end date is before the start date."), "ends_on")


def check_joining(ends_on: date | None, starts_on: date) -> None:
    """`RuleBroken` for a membership that would begin after the group has ended."""
    if ends_on and starts_on > ends_on:
        raise RuleBroken(
            _("The group's end date is before that date. Whoever manages the group can change it."), "starts_on"
        )


def check_membership_day(starts_on: date, today: date) -> None:
    """`RuleBroken` for a membership that begins far from today."""
    if abs((starts_on - today).days) > 366 * YEARS_BACK:
        raise RuleBroken(_("This date is more than two years away. Check the year."), "starts_on")


@dataclass(frozen=True)
class Schedule:
    """On which weekday a group meets, from one day to another."""

    weekday: int | None
    starts_on: date
    ends_on: date | None

    def lasts_on(self, day: date) -> bool:
        """Whether the group has begun and not ended."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
