"""The rules of when a meeting was: not ahead, not at a time that the clocks skipped, not by a slip of the year."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _

QUARTER = 15
YEARS_BACK = 2


class AlreadyThere(Exception):
    """The same meeting is stored already; it is stored again if the person says that it is a second one."""

    def __init__(self, activity_id: UUID) -> None:
        super().__init__("already there")
        self.activity_id = activity_id


class When(NamedTuple):
    """When a meeting began, and how long it took."""

    held_on: date
    starts_at: time
    minutes: int

    @property
    def began(self) -> datetime:
        """The moment on the clock."""
        return datetime.combine(self.held_on, self.starts_at)

    @property
    def ends_at(self) -> datetime:
        """The moment on the clock at which it was over."""
        return self.began + timedelta(minutes=self.minutes)


def overlaps(one: When, other: When) -> bool:
    """Whether two meetings share a minute; one that follows another at once does not."""
    return one.began < other.ends_at and other.began < one.ends_at


def usual_hour(now_here: datetime, minutes: int) -> time:
    """When a meeting of that length that has just ended began, to the quarter of an hour, but today."""
    began = (now_here.astimezone(UTC) - timedelta(minutes=minutes)).astimezone(now_here.tzinfo)
    if began.date() != now_here.date():
        began = now_here
    return time(began.hour, began.minute - began.minute % QUARTER)


def is_on_the_clock(day: date, hour: time, zone: tzinfo | None) -> bool:
    """Whether that time exists on that day; in spring the clocks skip an hour."""
    wall = datetime.combine(day, hour, tzinfo=zone)
    return wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None)


def check_on_the_clock(day: date, hour: time, zone: tzinfo | None) -> None:
    """`RuleBroken` for a time that the clocks skipped."""
    if not is_on_the_clock(day, hour, zone):
        raise RuleBroken(_("The clocks went forward past this time on that date. Choose another time."), "starts_at")


def check_when(held_on: date, starts_at: time, now_here: datetime) -> None:
    """`RuleBroken` if the meeting is in the future, or at a time that the clocks skipped. Of an hour that comes
    twice in autumn, the first one counts."""
    if held_on > now_here.date():
        raise RuleBroken(
            _("This date is in the future. A note is about something that has already happened."), "held_on"
        )
    check_on_the_clock(held_on, starts_at, now_here.tzinfo)
    if datetime.combine(held_on, starts_at, tzinfo=now_here.tzinfo).astimezone(UTC) > now_here.astimezone(UTC):
        raise RuleBroken(_("This time is in the future. Choose an earlier time."), "starts_at")


def check_not_long_ago(held_on: date, today: date) -> None:
    """`RuleBroken` for a date so long ago that it is surely a typing error."""
    if (today - held_on).days > 366 * YEARS_BACK:
        raise RuleBroken(_("This date is more than two years ago. Check the year."), "held_on")
