"""The weeks and months of one client: what was held, attempted and attended, in one statement."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.activities.rules import WEEKS_BEHIND, Mode, Outcome, weeks_begin_on
from caseapp.charts.months import MonthMarks
from caseapp.charts.strip import WeekMarks
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.groups.models import AttendanceMark, Meeting
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.progress.rhythm_rules import Marked, Met, MonthCounts, WeekCounts, count_months, count_weeks, months_on
from caseapp.web.filters import month_name, short_day

MONTHS = 6


@dataclass(frozen=True)
class Rhythms:
    """Weeks and months of one client, the oldest first."""

    weeks: tuple[WeekMarks, ...]
    months: tuple[MonthMarks, ...]

    @property
    def weeks_met(self) -> int:
        """In how many of the weeks they met."""
        return sum(bool(week.contacts) for week in self.weeks)

    @property
    def has_groups(self) -> bool:
        """Whether any month has a meeting of a group that counts."""
        return any(month.counted for month in self.months)


class Happened(NamedTuple):
    """What happened with a client, day by day."""

    met: list[Met]
    marked: list[Marked]


def rhythms_of(viewer: Viewer, client_id: UUID) -> Rhythms:
    """What the client's last weeks and months held."""
    first_week, first_month = weeks_begin_on(today()), months_on(today(), 1 - MONTHS)
    happened = happened_between(viewer, client_id, min(first_week, first_month), today())
    weeks = list(count_weeks(happened.met, happened.marked, first_week, WEEKS_BEHIND))
    months = count_months(happened.marked, first_month, MONTHS)
    return Rhythms(
        tuple(_week(week, number % 3 == 0) for number, week in enumerate(weeks)),
        tuple(month_marks(month) for month in months),
    )


def happened_between(viewer: Viewer, client_id: UUID, first: date, last: date) -> Happened:
    """Meetings, calls and attempts of a visible client, and the marks of held groups, from one day to the other."""
    met = about_visible_clients(
        viewer,
        Activity,
        sa.literal("met"),
        Activity.held_on,
        sa.cast(Activity.outcome, sa.String(40)),
        sa.cast(Activity.mode, sa.String(40)),
    ).where(
        Activity.client_id == client_id,
        Activity.not_in_error(),
        Activity.outcome != Outcome.PLANNED,
        Activity.held_on.between(first, last),
    )
    marks = (
        about_visible_clients(
            viewer,
            AttendanceMark,
            sa.literal("mark"),
            Meeting.held_on,
            sa.cast(AttendanceMark.mark, sa.String(40)),
            sa.literal(""),
        )
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(
            AttendanceMark.client_id == client_id,
            Meeting.status == MeetingStatus.HELD,
            Meeting.held_on.between(first, last),
        )
    )
    rows = db.session.execute(sa.union_all(met, marks)).all()
    return Happened(
        [Met(on, Outcome(word), Mode(mode)) for kind, on, word, mode in rows if kind == "met"],
        [Marked(on, Mark(word)) for kind, on, word, _mode in rows if kind == "mark"],
    )


def month_marks(month: MonthCounts) -> MonthMarks:
    """A month as its picture shows it, in the language being spoken."""
    return MonthMarks(month_name(month.starts_on), month.there, month.counted)


def _week(week: WeekCounts, has_label: bool) -> WeekMarks:
    name = short_day(week.starts_on)
    return WeekMarks(name, name if has_label else "", week.meetings, week.calls, week.groups, week.attempts)
