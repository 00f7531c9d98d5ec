"""The groups of a report: attendance in each of them, and by month."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from caseapp.charts.shapes import Picture
from caseapp.documents.blocks import Block, Column, ColumnKind, Facts, Figure, Heading, Note, Source, Table
from caseapp.i18n import _, ngettext
from caseapp.progress.chart_words import months_picture
from caseapp.progress.rhythm_queries import month_marks
from caseapp.progress.rhythm_rules import MonthCounts, months_on
from caseapp.progress.timeline_rules import Attendance
from caseapp.reports.content_rules import ClientProgress, GroupProgress
from caseapp.reports.kind_rules import Detail
from caseapp.reports.paper.record_blocks import RecordFilter, RecordList

MARKS = RecordFilter(RecordList.MARKS)
UNKNOWN = "–"


def group_blocks(progress: ClientProgress, detail: Detail) -> Iterator[Block]:
    """Attendance in each group; an excused absence counts neither way."""
    if not progress.groups:
        return
    yield Heading(1, _("Groups"), MARKS.source())
    if detail is Detail.SHORT:
        there = tuple(_behind(group, Attendance.THERE, group.there) for group in progress.groups)
        yield Facts(tuple(_attended(group) for group in progress.groups), there)
        return
    columns = (
        Column(_("Group"), weight=3),
        Column(_("Attended"), ColumnKind.NUMBER),
        Column(_("Of meetings that count"), ColumnKind.NUMBER, 1.4),
        Column(_("Excused"), ColumnKind.NUMBER),
        Column(_("Attendance"), ColumnKind.NUMBER),
    )
    yield Table(columns, tuple(map(_row, progress.groups)), tuple(map(_sources, progress.groups)))
    yield Note(_("Arriving late or leaving early counts as attending. Excused absences are left out of the count."))
    if sum(bool(month.counted) for month in progress.months) > 1:
        yield Heading(2, _("Groups by month"))
        sources = tuple(map(_month_sources, reversed(progress.months)))
        yield Figure(_months(progress, 620), narrow=_months(progress, 310), sources=sources)


def _row(group: GroupProgress) -> tuple[str, ...]:
    percent = UNKNOWN if group.percent is None else f"{group.percent}%"
    return group.name, str(group.there), str(group.counted), str(group.excused), percent


def _sources(group: GroupProgress) -> tuple[Source | None, ...]:
    return (
        None,
        _behind(group, Attendance.THERE, group.there),
        _behind(group, Attendance.COUNTED, group.counted),
        _behind(group, Attendance.EXCUSED, group.excused),
    )


def _behind(group: GroupProgress, attendance: Attendance, number: int) -> Source | None:
    return replace(MARKS, attendance=attendance, group=group.id).source(counts=number)


def _month_sources(month: MonthCounts) -> tuple[Source | None, ...]:
    days = replace(MARKS, since=month.starts_on, until=months_on(month.starts_on, 1) - timedelta(days=1))
    return (
        None,
        replace(days, attendance=Attendance.THERE).source(counts=month.there),
        replace(days, attendance=Attendance.COUNTED).source(counts=month.counted),
    )


def _months(progress: ClientProgress, width: float) -> Picture:
    return months_picture([month_marks(month) for month in progress.months], width=width)


def _attended(group: GroupProgress) -> tuple[str, str]:
    return group.name, ngettext(
        "attended %(there)s of %(num)d time", "attended %(there)s of %(num)d times", group.counted, there=group.there
    )
