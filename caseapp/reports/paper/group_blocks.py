"""The groups of a report: attendance in each of them, and by month; and the ties that last."""

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
from caseapp.reports.content_rules import ClientProgress, GroupProgress, TieProgress
from caseapp.reports.kind_rules import Detail
from caseapp.reports.paper.record_blocks import RecordFilter, RecordList
from caseapp.ties.rules import TieStanding
from caseapp.ties.words import STANDING_NAMES
from caseapp.web.filters import day

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


def tie_blocks(progress: ClientProgress, detail: Detail) -> Iterator[Block]:
    """How many of the counted ties last, and how each of them stands; nothing where none counts yet."""
    counted = progress.counted_ties
    if not counted:
        return
    lasting = len(progress.lasting_ties)
    unknown = sum(tie.standing is TieStanding.NOT_KNOWN for tie in counted)
    yield Heading(1, _("Ties that last"))
    pairs = [
        (_("Lasting 12 weeks without a mentor"), str(lasting)),
        (_("All ties that are counted"), str(len(counted))),
    ]
    sources = [_ties_behind(RecordList.LASTING_TIES, lasting), _ties_behind(RecordList.TIES, len(counted))]
    if unknown:
        pairs.append((_("Not known"), str(unknown)))
        sources.append(_ties_behind(RecordList.UNKNOWN_TIES, unknown))
    yield Facts(tuple(pairs), tuple(sources))
    if detail is not Detail.SHORT:
        columns = (Column(_("Tie"), weight=3), Column(_("First time alone"), weight=2), Column(_("Now"), weight=2))
        yield Table(columns, tuple(map(_tie_row, counted)))
    yield Note(
        _(
            "A tie counts from 84 days after the first time alone, also when it has ended. It lasts if the client was "
            "still there, alone, on or after day 84 and nobody has gone along since."
        )
    )


def _tie_row(tie: TieProgress) -> tuple[str, ...]:
    alone_on = day(tie.alone_on) if tie.alone_on else UNKNOWN
    return tie.name, alone_on, standing_words(tie) or UNKNOWN


def standing_words(tie: TieProgress) -> str:
    """How a tie counts, and that it has ended: one that lasted and has ended since still counts as lasting."""
    said = []
    if tie.standing and not (tie.ended_on and tie.standing is TieStanding.ENDED):
        said.append(str(STANDING_NAMES[tie.standing]))
    if tie.ended_on:
        said.append(_("Ended on %(day)s", day=day(tie.ended_on)))
    return " · ".join(said)


def _ties_behind(of: RecordList, number: int) -> Source | None:
    return RecordFilter(of).source(counts=number)
