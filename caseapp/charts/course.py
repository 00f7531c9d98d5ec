"""The course of a score over time, better always up. Each series has a line and marks of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from caseapp.charts.shapes import (
    Circle,
    Diamond,
    Direction,
    LineShape,
    Picture,
    PictureTable,
    Polyline,
    Shape,
    ShapeRole,
    Square,
    TextAnchor,
    TextShape,
    facing,
)

TALL = 120.0
TOP = 14.0
UNDER = 26.0
SIDE = 34.0


@dataclass(frozen=True)
class CoursePoint:
    """A score on a day: how far up it stands, from 0 (worst) to 1 (best), and both in words."""

    on: date
    share: float
    score: str
    day: str


@dataclass(frozen=True)
class CourseSeries:
    """What was taken in one mode."""

    mode: str
    role: ShapeRole
    points: tuple[CoursePoint, ...]


@dataclass(frozen=True)
class CourseLabels:
    """Every word that goes with the picture, already in the reader's language, with the best and the worst score."""

    title: str
    description: str
    day: str
    score: str
    mode: str
    best: str
    worst: str


def course(*, labels: CourseLabels, series: Sequence[CourseSeries], direction: Direction, width: float) -> Picture:
    """The picture of all series; nothing joins one with another."""
    days = sorted({point.on for each in series for point in each.points})
    shapes: list[Shape] = [LineShape(SIDE, y, width - SIDE, y, ShapeRole.AXIS) for y in (TOP, TOP + TALL)]
    for words, y in ((labels.best, TOP), (labels.worst, TOP + TALL)):
        shapes.append(TextShape(SIDE - 8, y + 4, words, ShapeRole.LABEL, TextAnchor.RIGHT, is_figure=True))
    for each in series:
        shapes += _line(each, days, width)
    for on, anchor, x in ((days[0], TextAnchor.LEFT, SIDE), (days[-1], TextAnchor.RIGHT, width - SIDE)):
        words = next(point.day for each in series for point in each.points if point.on == on)
        shapes.append(TextShape(x, TOP + TALL + 18, words, ShapeRole.LABEL, anchor, is_figure=True))
    told = sorted(((point, each.mode) for each in series for point in each.points), key=lambda of: of[0].on)
    rows = tuple((point.day, point.score, mode) for point, mode in reversed(told))
    table = PictureTable((labels.day, labels.score, labels.mode), rows)
    picture = Picture(width, TOP + TALL + UNDER, tuple(shapes), labels.title, labels.description, table)
    return facing(picture, direction)


def _line(series: CourseSeries, days: Sequence[date], width: float) -> Iterator[Shape]:
    spread = max((days[-1] - days[0]).days, 1)
    room = width - 2 * SIDE - 24
    places = [
        (SIDE + 12 + (point.on - days[0]).days / spread * room, TOP + (1 - point.share) * TALL)
        for point in sorted(series.points, key=lambda point: point.on)
    ]
    if len(places) > 1:
        yield Polyline(tuple(places), series.role)
    for x, y in places:
        if series.role is ShapeRole.CLIENT:
            yield Circle(x, y, 5, series.role)
        elif series.role is ShapeRole.MENTOR:
            yield Diamond(x, y, 6, series.role)
        else:
            yield Square(x, y, 5, series.role)
