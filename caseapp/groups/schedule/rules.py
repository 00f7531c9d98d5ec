"""A group's days: those that its weekday gives, and what was agreed about single ones. Nothing is stored for them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.groups.rules import MeetingStatus, Schedule, weekday_of
from caseapp.i18n import _, _l

WEEK = timedelta(days=7)
AHEAD = 6 * WEEK
BEHIND = 4 * WEEK
FARTHEST = 26 * WEEK


class DayPlan(StrEnum):
    """What is agreed beforehand about one day of a group."""

    MEETS = "meets"
    MOVED = "moved"
    CALLED_OFF = "called_off"
    HOLIDAY = "holiday"


PLAN_NAMES = {
    DayPlan.MEETS: _l("The group meets"),
    DayPlan.MOVED: _l("Other date"),
    DayPlan.CALLED_OFF: _l("Called off"),
    DayPlan.HOLIDAY: _l("Holiday"),
}


_PLANS = {
    MeetingStatus.HELD: DayPlan.MEETS,
    MeetingStatus.CANCELLED: DayPlan.CALLED_OFF,
    MeetingStatus.HOLIDAY: DayPlan.HOLIDAY,
}


@dataclass(frozen=True)
class DayChange:
    """What is agreed about one day, why, the day instead where it is moved, and the hour where it is another one."""

    plan: DayPlan
    reason: str = ""
    moved_to: date | None = None
    starts_at: time | None = None

    @property
    def status(self) -> MeetingStatus:
        """How the day itself is kept."""
        if self.plan is DayPlan.MEETS:
            return MeetingStatus.HELD
        return MeetingStatus.HOLIDAY if self.plan is DayPlan.HOLIDAY else MeetingStatus.CANCELLED


@dataclass(frozen=True)
class StoredMeeting:
    """A meeting of which something is stored; `starts_at`: another hour than the group's, of a moved one on its other
    day."""

    id: UUID
    held_on: date
    status: MeetingStatus
    reason: str
    moved_to: date | None
    is_called: bool
    version: int = 1
    starts_at: time | None = None


@dataclass(frozen=True)
class MeetingDay:
    """A day of the group: by its weekday, or because a meeting is kept for it."""

    on: date
    status: MeetingStatus = MeetingStatus.HELD
    reason: str = ""
    moved_to: date | None = None
    is_called: bool = False
    meeting_id: UUID | None = None
    version: int = 0
    starts_at: time | None = None

    @property
    def takes_place(self) -> bool:
        """Whether the group is to meet."""
        return self.status is MeetingStatus.HELD

    @property
    def is_proposed(self) -> bool:
        """Whether it falls on a holiday and nobody has said anything yet."""
        return self.meeting_id is None and self.status is MeetingStatus.HOLIDAY

    @property
    def status_name(self) -> str:
        """Whether the group meets, in words."""
        return str(PLAN_NAMES[self.change.plan])

    @property
    def change(self) -> DayChange:
        """What is agreed about the day so far."""
        if self.moved_to:
            return DayChange(DayPlan.MOVED, self.reason, self.moved_to, self.starts_at)
        return DayChange(_PLANS[self.status], self.reason, starts_at=self.starts_at)


def scheduled_days(schedule: Schedule, first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both included, that the weekday gives."""
    if schedule.weekday is None:
        return []
    start = first.toordinal() + (schedule.weekday - weekday_of(first)) % 7
    days = map(date.fromordinal, range(start, last.toordinal() + 1, 7))
    return [day for day in days if schedule.lasts_on(day)]


def meeting_days(
    schedule: Schedule, kept: Iterable[StoredMeeting], first: date, last: date, is_holiday: Callable[[date], bool]
) -> list[MeetingDay]:
    """Each day of the group once, in order: what is kept says how it is, else the weekday; holidays are proposed."""
    known = {meeting.held_on: meeting for meeting in kept}
    days = sorted({*scheduled_days(schedule, first, last), *(day for day in known if first <= day <= last)})
    return [_meeting_day(day, known.get(day), is_holiday) for day in days]


def status_beforehand(schedule: Schedule, day: date, is_holiday: Callable[[date], bool]) -> MeetingStatus:
    """How a day stands of which nobody has said anything: a day of the group on a holiday is proposed as one."""
    return MeetingStatus.HOLIDAY if scheduled_days(schedule, day, day) and is_holiday(day) else MeetingStatus.HELD


def not_called(days: Iterable[MeetingDay], today: date) -> list[MeetingDay]:
    """Past days on which the group was to meet and attendance was not taken."""
    return [day for day in days if day.on < today and day.takes_place and not day.is_called]


def next_of(days: Sequence[MeetingDay], today: date) -> MeetingDay | None:
    """The next day on which the group meets; today counts until attendance is taken."""
    ahead = (day for day in days if day.on >= today and day.takes_place and not (day.on == today and day.is_called))
    return next(ahead, None)


def check_change(day: date, change: DayChange, today: date) -> None:
    """`RuleBroken` where a day has passed, a reason or the other day is missing, or that day is none to move to."""
    if day < today:
        raise RuleBroken(_("This date has passed. Record on the attendance page that the group did not meet."), "plan")
    if change.plan in (DayPlan.MOVED, DayPlan.CALLED_OFF) and not change.reason.strip():
        raise RuleBroken(_("Say why in a few words."), "reason")
    if change.plan is DayPlan.MOVED:
        _check_other_day(day, change.moved_to, today)


def _check_other_day(day: date, other: date | None, today: date) -> None:
    if other is None:
        raise RuleBroken(_("Choose the new date for the meeting."), "moved_to")
    if other == day:
        raise RuleBroken(_("That is the same date."), "moved_to")
    if other < today:
        raise RuleBroken(_("This date has passed. Choose a date in the future."), "moved_to")
    if other - today > FARTHEST:
        raise RuleBroken(_("This date is more than six months ahead. Check the date."), "moved_to")


def _meeting_day(day: date, meeting: StoredMeeting | None, is_holiday: Callable[[date], bool]) -> MeetingDay:
    if meeting is None:
        return MeetingDay(day, MeetingStatus.HOLIDAY if is_holiday(day) else MeetingStatus.HELD)
    return MeetingDay(
        day,
        meeting.status,
        meeting.reason,
        meeting.moved_to,
        meeting.is_called,
        meeting.id,
        meeting.version,
        meeting.starts_at,
    )
