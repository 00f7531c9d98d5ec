"""A client's page: the filters of the history, and the pictures of weeks and months."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from markupsafe import Markup

from caseapp.access import Viewer
from caseapp.charts.shapes import PictureTable
from caseapp.charts.svg import svg
from caseapp.i18n import _l
from caseapp.progress.chart_words import months_picture, strip_picture
from caseapp.progress.rhythm_queries import Rhythms, rhythms_of
from caseapp.progress.timeline_queries import TimelineFilter

NARROW = 340
NAMES: dict[TimelineFilter | None, Any] = {
    None: _l("Everything"),
    TimelineFilter.MEETINGS: _l("Meetings"),
    TimelineFilter.MONTH: _l("This month"),
    TimelineFilter.ATTEMPTS: _l("Attempts"),
    TimelineFilter.MISSED: _l("Absences"),
    TimelineFilter.SILENT: _l("Notes missing"),
    TimelineFilter.GROUPS: _l("Groups"),
    TimelineFilter.RATINGS: _l("Ratings"),
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


def timeline_filters(only: TimelineFilter | None) -> list[FilterLink]:
    """Everything, and each kind by itself."""
    return [FilterLink(str(name), f"?kind={kind.value}" if kind else "?", kind is only) for kind, name in NAMES.items()]


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
