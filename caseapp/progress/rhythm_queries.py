"""The weeks and months of one client: what was held, attempted and attended."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.activities.rules import Outcome, weeks_begin_on
from caseapp.charts.months import MonthMarks
from caseapp.charts.strip import WeekMarks
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.groups.models import AttendanceMark, Meeting
from caseapp.groups.rules import MeetingStatus
from caseapp.progress.rhythm_rules import (
    DatedMark,
    DatedMeeting,
    MonthCounts,
    WeekCounts,
    count_months,
    count_weeks,
    months_on,
)
from caseapp.web.filters import month_name, short_day

MONTHS = 6


@dataclass(frozen=True)
class Rhythms:
    """Weeks and months of one client, the oldest first."""

    weeks: tuple[WeekMarks, ...]
    months: tuple[MonthMarks, ...]

    @property
    def weeks_met(self) -> int:
        """In how many of the weeks there was contact."""
        return sum(bool(week.contacts) for week in self.weeks)

    @property
    def has_groups(self) -> bool:
        """Whether any month has a meeting of a group that counts."""
        return any(month.counted for month in self.months)


def rhythms_of(viewer: Viewer, client_id: UUID) -> Rhythms:
    """The client's last weeks and months."""
    first_week, first_month = weeks_begin_on(today()), months_on(today(), 1 - MONTHS)
    first_on = min(first_week, first_month)
    meetings = meetings_between(viewer, client_id, first_on, today())
    marks = group_marks_between(viewer, client_id, first_on, today())
    weeks = count_weeks(meetings, marks, first_week, today())
    months = count_months(marks, first_month, MONTHS)
    return Rhythms(
        tuple(_week(week, number % 3 == 0) for number, week in enumerate(weeks)),
        tuple(month_marks(month) for month in months),
    )


def meetings_between(viewer: Viewer, client_id: UUID, first_on: date, last_on: date) -> list[DatedMeeting]:
    """The meetings, calls and attempts of a visible client in these days."""
    found = db.session.execute(*_meetings(viewer, client_id, first_on, last_on))
    return [DatedMeeting(on=row.held_on, outcome=row.outcome, mode=row.mode) for row in found]


@prepared
def _meetings(viewer: Viewer, client_id: UUID, first_on: date, last_on: date) -> Rows:
    return about_visible_clients(viewer, Activity, Activity.held_on, Activity.outcome, Activity.mode).where(
        Activity.client_id == client_id,
        Activity.not_in_error(),
        Activity.outcome != Outcome.PLANNED,
        Activity.held_on.between(first_on, last_on),
    )


def group_marks_between(viewer: Viewer, client_id: UUID, first_on: date, last_on: date) -> list[DatedMark]:
    """A visible client's marks in the group meetings that were held in these days."""
    found = db.session.execute(*_marks(viewer, client_id, first_on, last_on))
    return [DatedMark(on=row.held_on, mark=row.mark) for row in found]


@prepared
def _marks(viewer: Viewer, client_id: UUID, first_on: date, last_on: date) -> Rows:
    return (
        about_visible_clients(viewer, AttendanceMark, AttendanceMark.held_on, AttendanceMark.mark)
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(
            AttendanceMark.client_id == client_id,
            Meeting.status == MeetingStatus.HELD,
            AttendanceMark.held_on.between(first_on, last_on),
        )
    )


def month_marks(month: MonthCounts) -> MonthMarks:
    """A month for the chart, in the current language."""
    return MonthMarks(month_name(month.starts_on), month.there, month.counted)


def _week(week: WeekCounts, has_label: bool) -> WeekMarks:
    name = short_day(week.starts_on)
    return WeekMarks(name, name if has_label else "", week.meetings, week.calls, week.groups, week.attempts)
