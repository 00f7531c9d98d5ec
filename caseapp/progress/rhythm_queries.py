"""The weeks and months of one client: what was held, attempted and attended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.contact_rules import ContactCounts, ContactRecord, KindOfContact, count_by_kind
from caseapp.activities.queries import contacts_between
from caseapp.activities.rules import weeks_begin_on
from caseapp.charts.months import MonthMarks
from caseapp.charts.strip import WeekMarks
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.groups.models import AttendanceMark, Group, Meeting
from caseapp.groups.rules import MeetingStatus, attendance
from caseapp.hours.rules import quarter_of
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
    """The weeks of one client, the oldest first; the contacts of the weeks, which begin on `first_on`, and how many
    meetings of groups in them were attended, of those that count. `read` are the contacts of the quarter, too."""

    weeks: tuple[WeekMarks, ...]
    contacts: Mapping[KindOfContact, ContactCounts]
    first_on: date
    groups: tuple[int, int]
    read: Sequence[ContactRecord]

    @property
    def weeks_met(self) -> int:
        """In how many of the weeks there was contact."""
        return sum(bool(week.contacts) for week in self.weeks)


def rhythms_of(viewer: Viewer, client_id: UUID) -> Rhythms:
    """The client's last weeks."""
    first_week = weeks_begin_on(today())
    read = contacts_between(viewer, client_id, min(first_week, quarter_of(today())[0]), today())
    contacts = [contact for contact in read if contact.on >= first_week]
    marks = group_marks_between(viewer, client_id, first_week, today())
    return Rhythms(
        tuple(
            _week(week, number % 3 == 0)
            for number, week in enumerate(count_weeks(contacts, marks, first_week, today()))
        ),
        count_by_kind(contacts),
        first_week,
        attendance(mark.mark for mark in marks),
        read,
    )


def months_of(viewer: Viewer, client_id: UUID) -> list[MonthMarks]:
    """A client's attendance of groups in the last months, the oldest first."""
    first_month = months_on(today(), 1 - MONTHS)
    marks = group_marks_between(viewer, client_id, first_month, today())
    return [month_marks(month) for month in count_months(marks, first_month, MONTHS)]


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
