"""A signature drawn on a screen, as a picture: the same strokes on the page and on paper."""

from math import isfinite
from typing import TypeAlias

from caseapp.charts.shapes import Direction, Picture, PictureTable, Polyline, ShapeRole

Point: TypeAlias = tuple[float, float]
Strokes: TypeAlias = tuple[tuple[Point, ...], ...]

WIDTH, HEIGHT = 240.0, 72.0
MARGIN = 4.0
MOST_POINTS = 20_000


def signature_picture(strokes: Strokes, *, title: str, description: str, direction: Direction) -> Picture:
    """The strokes as large as the place allows, in their own proportions; a signature is never mirrored."""
    points = [point for stroke in strokes for point in stroke]
    if len(points) > MOST_POINTS or not all(isfinite(x) and isfinite(y) for x, y in points):
        raise ValueError("These strokes are no signature.")
    shapes = tuple(Polyline(stroke, ShapeRole.SIGNATURE) for stroke in _fitted(strokes, points))
    return Picture(WIDTH, HEIGHT, shapes, title, description, PictureTable((), ()), direction)


def _fitted(strokes: Strokes, points: list[Point]) -> Strokes:
    if not points:
        return ()
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide, high = max(x for x, _ in points) - left, max(y for _, y in points) - top
    scale = min((WIDTH - 2 * MARGIN) / (wide or 1), (HEIGHT - 2 * MARGIN) / (high or 1))
    x0, y0 = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2
    return tuple(
        tuple((round(x0 + (x - left) * scale, 2), round(y0 + (y - top) * scale, 2)) for x, y in stroke)
        for stroke in strokes
        if stroke
    )
