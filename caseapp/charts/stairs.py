"""A goal's five steps at one moment: where it began, what is expected, where both raters see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from caseapp.charts.ladder import EXPECTED_LEVEL
from caseapp.charts.shapes import (
    Circle,
    Diamond,
    Direction,
    Picture,
    PictureTable,
    Rect,
    Shape,
    ShapeRole,
    Square,
    TextShape,
    facing,
    signed,
)

STEP_WIDTH = 28.0
STEP_PITCH = 30.0
FLOOR = 58.0
LOWEST = 7.0
RISE = 8.0


@dataclass(frozen=True)
class StairsLabels:
    """Every word that goes with the stairs, already in the reader's language."""

    title: str
    description: str
    start: str
    expected: str
    mentor: str
    client: str


def stairs(
    *, labels: StairsLabels, start: int | None, mentor: int | None, client: int | None, direction: Direction
) -> Picture:
    """Five steps rising in reading direction; the step of the mentor's latest rating is outlined."""
    shapes: list[Shape] = []
    for place, level in enumerate(range(-2, 3)):
        shapes += _step(place, level, is_present=level == mentor, is_start=level == start)
    shapes += _standing(mentor, client)
    heading = (labels.start, labels.expected, labels.mentor, labels.client)
    levels = (start, EXPECTED_LEVEL, mentor, client)
    row = tuple("–" if level is None else signed(level) for level in levels)
    picture = Picture(
        width=2 + 5 * STEP_PITCH,
        height=FLOOR + 18,
        shapes=tuple(shapes),
        title=labels.title,
        description=labels.description,
        table=PictureTable(heading, (row,)),
    )
    return facing(picture, direction)


def _left(place: int) -> float:
    return 2 + place * STEP_PITCH


def _top(level: int) -> float:
    return FLOOR - LOWEST - RISE * (level + 2)


def _step(place: int, level: int, *, is_present: bool, is_start: bool) -> Iterator[Shape]:
    role = ShapeRole.EXPECTED if level == EXPECTED_LEVEL else ShapeRole.STEP
    yield Rect(_left(place), _top(level), STEP_WIDTH, FLOOR - _top(level), role, rounded=3)
    middle = _left(place) + STEP_WIDTH / 2
    if is_present:
        yield Rect(_left(place), _top(level), STEP_WIDTH, FLOOR - _top(level), ShapeRole.PRESENT, rounded=3)
    if is_start:
        radius = 2.5 if level == -2 else 3.5
        yield Square(middle, (FLOOR + _top(level)) / 2, radius, ShapeRole.START)
    label = ShapeRole.STRONG_LABEL if is_present else ShapeRole.LABEL
    yield TextShape(middle, FLOOR + 15, signed(level), label, is_figure=True)


def _standing(mentor: int | None, client: int | None) -> Iterator[Shape]:
    """The marks above their steps; on one step they stand side by side, the client's first."""
    apart = 6.5 if mentor is not None and mentor == client else 0.0
    if client is not None:
        yield Circle(_left(client + 2) + STEP_WIDTH / 2 - apart, _top(client) - 8, 5, ShapeRole.CLIENT)
    if mentor is not None:
        yield Diamond(_left(mentor + 2) + STEP_WIDTH / 2 + apart, _top(mentor) - 8, 6, ShapeRole.MENTOR)
