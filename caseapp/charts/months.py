"""Attendance by month: of the meetings that count, how many the client was at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from caseapp.charts.shapes import Direction, LineShape, Picture, PictureTable, Rect, Shape, ShapeRole, TextShape, facing

TALLEST = 72.0
HEADROOM = 20.0
UNDER_AXIS = 24.0


@dataclass(frozen=True)
class MonthMarks:
    """One month: its name, how often the client was there, of how many meetings that count."""

    name: str
    there: int
    counted: int

    @property
    def figure(self) -> str:
        """3/4, and a dash where no meeting counts."""
        return f"{self.there}/{self.counted}" if self.counted else "–"


@dataclass(frozen=True)
class MonthLabels:
    """Every word that goes with the picture, already in the reader's language."""

    title: str
    description: str
    month: str
    there: str
    counted: str


def month_bars(
    *, labels: MonthLabels, months: Sequence[MonthMarks], direction: Direction, width: float = 560
) -> Picture:
    """A column a month, as high as its counted meetings and filled as far as the client was there."""
    pitch = width / max(len(months), 1)
    most = max([month.counted for month in months], default=0) or 1
    axis = HEADROOM + TALLEST
    shapes: list[Shape] = []
    for place, month in enumerate(months):
        shapes += _column(month, (place + 0.5) * pitch, min(pitch * 0.6, 34), axis, TALLEST / most)
        shapes.append(TextShape((place + 0.5) * pitch, axis + 18, month.name, ShapeRole.LABEL))
    shapes.append(LineShape(0, axis, width, axis, ShapeRole.AXIS))
    rows = tuple((month.name, str(month.there), str(month.counted)) for month in reversed(months))
    table = PictureTable((labels.month, labels.there, labels.counted), rows)
    picture = Picture(width, axis + UNDER_AXIS, tuple(shapes), labels.title, labels.description, table)
    return facing(picture, direction)


def _column(month: MonthMarks, middle: float, width: float, axis: float, unit: float) -> Iterator[Shape]:
    left = middle - width / 2
    if month.counted:
        yield Rect(left, axis - month.counted * unit, width, month.counted * unit, ShapeRole.GROUP, rounded=3)
    if month.there:
        yield Rect(left, axis - month.there * unit, width, month.there * unit, ShapeRole.MEETING, rounded=3)
    yield TextShape(middle, axis - month.counted * unit - 5, month.figure, ShapeRole.STRONG_LABEL, is_figure=True)
