"""The ties that a figure of a map counts, each with all that is said of it."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.circles.figure_rules import FIGURE_NAMES, CircleFigure, counted_by
from caseapp.circles.queries import CircleRow, find_circle
from caseapp.circles.rules import DRAWN_BY_NAMES, RING_NAMES, CircleTie
from caseapp.circles.words import details_of, short_words
from caseapp.errors import NotVisible


class ListedTie(NamedTuple):
    """One tie in words."""

    nickname: str
    words: str
    ring: str
    note: str
    details: list[tuple[str, str]]


class CircleTies(NamedTuple):
    """The ties of a map that one figure counts."""

    circle: CircleRow
    figure: CircleFigure
    name: str
    drawn_by: str
    rows: list[ListedTie]


def list_page(viewer: Viewer, snapshot_id: UUID, asked: Mapping[str, str]) -> CircleTies:
    """The whole map as a list, or the ties of the figure that the address names."""
    try:
        figure = CircleFigure(asked.get("of", CircleFigure.ALL))
    except ValueError:
        raise NotVisible from None
    circle = find_circle(viewer, snapshot_id)
    ties = sorted(counted_by(figure, circle.ties), key=lambda tie: tie.ring)
    drawn_by = str(DRAWN_BY_NAMES[circle.drawn_by])
    return CircleTies(circle, figure, str(FIGURE_NAMES[figure]), drawn_by, [_row(tie) for tie in ties])


def _row(tie: CircleTie) -> ListedTie:
    return ListedTie(tie.nickname, short_words(tie), str(RING_NAMES[tie.ring]), tie.note, details_of(tie))
