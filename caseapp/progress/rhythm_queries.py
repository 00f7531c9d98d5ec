"""The weeks and months of one client: what was held, attempted and attended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.contact_rules import ContactCounts, KindOfContact, count_by_kind
from caseapp.activities.queries import contacts_between
from caseapp.activities.rules import weeks_begin_on
from caseapp.charts.months import MonthMarks
from caseapp.charts.strip import WeekMarks
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.groups.models import AttendanceMark, Group, Meeting
from caseapp.groups.rules import MeetingStatus
from caseapp.progress.rhythm_rules import (
    MarkRecord,
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
    """Weeks and months of one client, the oldest first; the contacts of the weeks, which begin on `first_on`."""

    weeks: tuple[WeekMarks, ...]
    months: tuple[MonthMarks, ...]
    contacts: Mapping[KindOfContact, ContactCounts]
    first_on: date

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
    contacts = contacts_between(viewer, client_id, first_on, today())
    marks = group_marks_between(viewer, client_id, first_on, today())
    weeks = count_weeks(contacts, marks, first_week, today())
    months = count_months(marks, first_month, MONTHS)
    return Rhythms(
        tuple(_week(week, number % 3 == 0) for number, week in enumerate(weeks)),
        tuple(month_marks(month) for month in months),
        count_by_kind(contact for contact in contacts if contact.on >= first_week),
        first_week,
    )


def group_marks_between(viewer: Viewer, client_id: UUID, first_on: date, last_on: date) -> list[MarkRecord]:
    """A visible client's marks in the group meetings that were held in these days, by group, the oldest first."""
    found = db.session.execute(*_marks(viewer, client_id, first_on, last_on))
    return [MarkRecord(row.held_on, row.mark, row.meeting_id, row.group_id, row.name) for row in found]


@prepared
def _marks(viewer: Viewer, client_id: UUID, first_on: date, last_on: date) -> Rows:
    columns = (AttendanceMark.held_on, AttendanceMark.mark, AttendanceMark.meeting_id, Meeting.group_id, Group.name)
    return (
        about_visible_clients(viewer, AttendanceMark, *columns)
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .join(Group, Group.id == Meeting.group_id)
        .where(
            AttendanceMark.client_id == client_id,
            Meeting.status == MeetingStatus.HELD,
            AttendanceMark.held_on.between(first_on, last_on),
        )
        .order_by(Group.name, Group.id, AttendanceMark.held_on)
    )


def month_marks(month: MonthCounts) -> MonthMarks:
    """A month for the chart, in the current language."""
    return MonthMarks(month_name(month.starts_on), month.there, month.counted)


def _week(week: WeekCounts, has_label: bool) -> WeekMarks:
    name = short_day(week.starts_on)
    return WeekMarks(name, name if has_label else "", week.meetings, week.calls, week.groups, week.attempts)
