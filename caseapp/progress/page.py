"""A client's page: the filters of the history, and the pictures of weeks and months."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from markupsafe import Markup

from caseapp.access import Viewer
from caseapp.activities.rules import OUTCOME_NAMES
from caseapp.charts.shapes import PictureTable
from caseapp.charts.svg import svg
from caseapp.i18n import _, _l
from caseapp.progress.chart_words import months_picture, strip_picture
from caseapp.progress.rhythm_queries import Rhythms, rhythms_of
from caseapp.progress.timeline_rules import Attendance, Narrowing, TimelineFilter
from caseapp.web.filters import day

NARROW = 340
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
    """The weeks and the months as pictures, each with its table."""

    rhythms: Rhythms
    strip: Markup
    strip_table: PictureTable
    months: Markup | None
    months_table: PictureTable | None


def timeline_filters(only: Narrowing) -> list[FilterLink]:
    """Everything, and each kind by itself; calls and messages together only where they are shown."""
    offered = {kind: name for kind, name in NAMES.items() if kind in {*OFFERED, only.kind}}
    kinds = [FilterLink(str(name), f"?kind={kind}", kind is only.kind) for kind, name in offered.items()]
    return [FilterLink(_("Everything"), "?", not only.query), *kinds]


def list_words(only: Narrowing) -> str:
    """The days and the outcome that a list is narrowed to; empty where it is not."""
    words = []
    if only.since and only.until:
        words.append(_("%(from_day)s to %(to_day)s", from_day=day(only.since), to_day=day(only.until)))
    elif only.since:
        words.append(_("since %(day)s", day=day(only.since)))
    if only.outcome:
        words.append(str(OUTCOME_NAMES[only.outcome]))
    if only.attendance:
        words.append(str(ATTENDANCE_NAMES[only.attendance]))
    return " · ".join(words)


def rhythm_pictures(viewer: Viewer, client_id: UUID) -> RhythmPictures:
    """The pictures of a client's weeks and months, drawn for a phone; they grow with the space they get."""
    rhythms = rhythms_of(viewer, client_id)
    strip = strip_picture(rhythms, width=NARROW)
    months = months_picture(rhythms.months, width=NARROW) if rhythms.has_groups else None
    return RhythmPictures(
        rhythms,
        svg(strip),
        strip.table,
        svg(months) if months else None,
        months.table if months else None,
    )
