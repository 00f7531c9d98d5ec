"""The weeks and months of one client: what was held, attempted and attended, in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.models import Activity
from caseapp.activities.rules import CALLS, CONTACT, WEEKS_BEHIND, Mode, Outcome, weeks_begin_on
from caseapp.charts.months import MonthMarks
from caseapp.charts.strip import WeekMarks
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.groups.models import AttendanceMark, Meeting
from caseapp.groups.rules import WAS_THERE, Mark, MeetingStatus, attendance
from caseapp.web.filters import month_name, short_day

MONTHS = 6


@dataclass(frozen=True)
class Rhythms:
    """Twelve weeks and six months of one client, the oldest first."""

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


def rhythms_of(viewer: Viewer, client_id: UUID) -> Rhythms:
    """What the client's last weeks and months held."""
    first_week, first_month = weeks_begin_on(today()), _first_month(today())
    met = about_visible_clients(
        viewer,
        Activity,
        sa.literal("met"),
        Activity.held_on,
        sa.cast(Activity.outcome, sa.String(40)),
        sa.cast(Activity.mode, sa.String(40)),
    ).where(
        Activity.client_id == client_id,
        Activity.error_at.is_(None),
        Activity.outcome != Outcome.PLANNED,
        Activity.held_on.between(first_week, today()),
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
            Meeting.held_on.between(min(first_week, first_month), today()),
        )
    )
    rows = db.session.execute(sa.union_all(met, marks)).all()
    return Rhythms(tuple(_weeks(rows, first_week)), tuple(_months(rows, first_month)))


def _weeks(rows: Iterable[Any], first: date) -> Iterable[WeekMarks]:
    known = list(rows)
    for number in range(WEEKS_BEHIND):
        starts_on = first + timedelta(weeks=number)
        of_week = [row for row in known if starts_on <= row[1] < starts_on + timedelta(weeks=1)]
        held = [Mode(mode) for kind, _on, word, mode in of_week if kind == "met" and Outcome(word) in CONTACT]
        yield WeekMarks(
            name=short_day(starts_on),
            label=short_day(starts_on) if number % 3 == 0 else "",
            meetings=sum(mode not in CALLS for mode in held),
            calls=sum(mode in CALLS for mode in held),
            groups=sum(kind == "mark" and Mark(word) in WAS_THERE for kind, _on, word, _mode in of_week),
            attempts=sum(kind == "met" and Outcome(word) not in CONTACT for kind, _on, word, _mode in of_week),
        )


def _months(rows: Iterable[Any], first: date) -> Iterable[MonthMarks]:
    given = [(on, Mark(word)) for kind, on, word, _mode in rows if kind == "mark"]
    for number in range(MONTHS):
        year, month = divmod(first.month - 1 + number, 12)
        starts_on = date(first.year + year, month + 1, 1)
        marks = [mark for on, mark in given if (on.year, on.month) == (starts_on.year, starts_on.month)]
        yield MonthMarks(month_name(starts_on), *attendance(marks))


def _first_month(day: date) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - (MONTHS - 1), 12)
    return date(year, month + 1, 1)
