"""A client's page: the filters of the history, and the pictures of weeks and months."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeAlias
from urllib.parse import urlencode
from uuid import UUID

from markupsafe import Markup

from caseapp.access import Viewer
from caseapp.activities.rules import OUTCOME_NAMES
from caseapp.charts.months import MonthMarks
from caseapp.charts.shapes import PictureTable
from caseapp.charts.strip import WeekMarks
from caseapp.charts.svg import svg
from caseapp.clock import today
from caseapp.i18n import _, _l
from caseapp.progress.chart_words import months_picture, strip_picture
from caseapp.progress.rhythm_queries import MONTHS, Rhythms, months_of
from caseapp.progress.rhythm_rules import WEEK, months_between, months_on
from caseapp.progress.timeline_rules import Attendance, Narrowing, TimelineFilter
from caseapp.web.filters import day, month_name

NARROW = 340
DAY = timedelta(days=1)
Lists: TypeAlias = tuple[tuple[str, ...], ...]
NAMES: dict[TimelineFilter, Any] = {
    TimelineFilter.CONTACTS: _l("All contact"),
    TimelineFilter.MEETINGS: _l("Meetings"),
    TimelineFilter.CALLS: _l("Calls"),
    TimelineFilter.MESSAGES: _l("Messages"),
    TimelineFilter.REMOTE: _l("Calls and messages"),
    TimelineFilter.ATTEMPTS: _l("Attempts"),
    TimelineFilter.MISSED: _l("Absences"),
    TimelineFilter.SILENT: _l("Notes missing"),
    TimelineFilter.GROUPS: _l("Groups"),
    TimelineFilter.RATINGS: _l("Ratings"),
}


OFFERED = set(TimelineFilter) - {TimelineFilter.REMOTE}
ATTENDANCE_NAMES = {
    Attendance.THERE: _l("Attended"),
    Attendance.COUNTED: _l("Of meetings that count"),
    Attendance.EXCUSED: _l("Excused"),
    Attendance.ABSENT_IN_A_ROW: _l("Absent since the last attendance"),
}


@dataclass(frozen=True)
class FilterLink:
    """One filter of the history."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class RhythmPictures:
    """The weeks as a picture, with its table, the lists behind the cells of it, and which rows have contact."""

    rhythms: Rhythms
    strip: Markup
    strip_table: PictureTable
    strip_lists: Lists
    strip_met: tuple[bool, ...]


@dataclass(frozen=True)
class MonthsPicture:
    """The groups by month as a picture, with its table and the lists behind the cells of it."""

    picture: Markup
    table: PictureTable
    lists: Lists


def month_choices(first_on: date | None) -> list[tuple[date, str]]:
    """The months of the records, the newest first, each with its last day: the list begins with that day."""
    if first_on is None:
        return []
    months = (months_on(today(), -number) for number in range(months_between(first_on, today())))
    return [(months_on(month, 1) - DAY, f"{month_name(month)} {month.year}") for month in months]


def timeline_filters(only: Narrowing) -> list[FilterLink]:
    """Everything, and each kind by itself; calls and messages together only where they are shown."""
    offered = {kind: name for kind, name in NAMES.items() if kind in {*OFFERED, only.kind}}
    kinds = [FilterLink(str(name), f"?kind={kind}", kind is only.kind) for kind, name in offered.items()]
    return [FilterLink(_("Everything"), "?", only.kind is None), *kinds]


def list_words(only: Narrowing) -> str:
    """The days and the outcome that a list is narrowed to; empty where it is not."""
    words = []
    if only.since and only.until:
        words.append(_("%(from_day)s to %(to_day)s", from_day=day(only.since), to_day=day(only.until)))
    elif only.since:
        words.append(_("since %(day)s", day=day(only.since)))
    elif only.until:
        words.append(_("until %(day)s", day=day(only.until)))
    if only.outcome:
        words.append(str(OUTCOME_NAMES[only.outcome]))
    if only.attendance:
        words.append(str(ATTENDANCE_NAMES[only.attendance]))
    return " · ".join(words)


def rhythm_pictures(rhythms: Rhythms) -> RhythmPictures:
    """The picture of a client's weeks, drawn for a phone; it grows with the space it gets."""
    strip = strip_picture(rhythms, width=NARROW)
    weeks = [(week, rhythms.first_on + number * WEEK) for number, week in enumerate(rhythms.weeks)][::-1]
    return RhythmPictures(
        rhythms,
        svg(strip),
        strip.table,
        tuple(_week_lists(*week) for week in weeks),
        tuple(bool(week.contacts) for week, _first in weeks),
    )


def groups_picture(viewer: Viewer, client_id: UUID) -> MonthsPicture | None:
    """The groups of a client's last months, if there were any."""
    months = months_of(viewer, client_id)
    if not any(month.counted for month in months):
        return None
    picture = months_picture(months, width=NARROW)
    lists = (_month_lists(month, months_on(today(), number + 1 - MONTHS)) for number, month in enumerate(months))
    return MonthsPicture(svg(picture), picture.table, tuple(lists)[::-1])


def _week_lists(week: WeekMarks, first_on: date) -> tuple[str, ...]:
    """The lists behind a row of the weeks' table; nothing behind a nought."""
    days = Narrowing(since=first_on, until=first_on + WEEK - DAY)
    return (
        "",
        _list(days, week.meetings, TimelineFilter.MEETINGS),
        _list(days, week.calls, TimelineFilter.REMOTE),
        _list(days, week.groups, TimelineFilter.GROUPS, Attendance.THERE),
        _list(days, week.attempts, TimelineFilter.ATTEMPTS),
    )


def _month_lists(month: MonthMarks, first_on: date) -> tuple[str, ...]:
    days = Narrowing(since=first_on, until=months_on(first_on, 1) - DAY)
    return (
        "",
        _list(days, month.there, TimelineFilter.GROUPS, Attendance.THERE),
        _list(days, month.counted, TimelineFilter.GROUPS, Attendance.COUNTED),
    )


def _list(days: Narrowing, number: int, kind: TimelineFilter, attendance: Attendance | None = None) -> str:
    return f"?{urlencode(replace(days, kind=kind, attendance=attendance).query)}" if number else ""
