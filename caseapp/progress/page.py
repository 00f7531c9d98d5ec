"""How a client's page is laid out: the filters of what happened, and the pictures of the rhythm."""

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
from caseapp.progress.timeline_queries import Only

NARROW = 340
NAMES: dict[Only | None, Any] = {
    None: _l("Everything"),
    Only.MEETINGS: _l("Meetings"),
    Only.MONTH: _l("This month"),
    Only.ATTEMPTS: _l("Attempts"),
    Only.MISSED: _l("Absences"),
    Only.SILENT: _l("Notes missing"),
    Only.GROUPS: _l("Groups"),
    Only.RATINGS: _l("Ratings"),
}


@dataclass(frozen=True)
class Filter:
    """One filter of what happened."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class RhythmPictures:
    """The strip and the months, drawn, each with its table."""

    rhythms: Rhythms
    strip: Markup
    strip_table: PictureTable
    months: Markup | None
    months_table: PictureTable | None


def timeline_filters(only: Only | None) -> list[Filter]:
    """Everything, and each kind by itself: addresses from the client's page on."""
    return [Filter(str(name), f"?kind={kind.value}" if kind else "?", kind is only) for kind, name in NAMES.items()]


def rhythm_pictures(viewer: Viewer, client_id: UUID) -> RhythmPictures:
    """The pictures of a client's weeks and months, drawn for a phone; they grow with their place."""
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
