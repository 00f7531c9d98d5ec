"""The weeks behind: who met how often, as blocks for one client and as a heat strip for a row of many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from caseapp.charts.shapes import (
    Circle,
    Direction,
    LineShape,
    Picture,
    PictureTable,
    Rect,
    Shape,
    ShapeRole,
    TextAnchor,
    TextShape,
    facing,
)

BLOCK = 16.0
GAP = 3.0
HEADROOM = 8.0
UNDER_AXIS = 42.0
LETTER = 7.0  # at the most, in a label
MOST_BLOCKS = 5
SLIMMEST = 0.6  # of the room of a week: a year on a phone
HEAT_WIDTH, HEAT_PITCH, HEAT_FLOOR = 9.0, 12.0, 24.0
HEATS = (ShapeRole.HEAT_1, ShapeRole.HEAT_2, ShapeRole.HEAT_3)


@dataclass(frozen=True)
class WeekMarks:
    """One week: its name in the table, its label under the axis (empty where there is no room), and how often what
    happened. An attempt is a meeting that did not come about."""

    name: str
    label: str
    meetings: int = 0
    calls: int = 0
    groups: int = 0
    attempts: int = 0

    @property
    def contacts(self) -> int:
        """What counts as having met."""
        return self.meetings + self.calls


@dataclass(frozen=True)
class StripLabels:
    """Every word that goes with a strip, already in the reader's language."""

    title: str
    description: str
    week: str
    meetings: str
    calls: str
    groups: str
    attempts: str


def contact_strip(
    *,
    labels: StripLabels,
    weeks: Sequence[WeekMarks],
    direction: Direction,
    width: float = 560,
    is_last_running: bool = True,
) -> Picture:
    """Blocks stacked a week, the oldest first in reading direction: meeting whole, call half as high, group hollow;
    an attempt is a crossed ring under the axis. The last week stands on a band while it is running."""
    pitch = width / len(weeks)
    axis = HEADROOM + MOST_BLOCKS * (BLOCK + GAP)
    shapes: list[Shape] = [Rect(width - pitch, 0, pitch, axis, ShapeRole.BAND, rounded=6)] if is_last_running else []
    for place, week in enumerate(weeks):
        middle = (place + 0.5) * pitch
        shapes += _stacked(week, middle, max(min(pitch - 2 * GAP, 30), pitch * SLIMMEST), axis)
        if week.attempts:
            shapes += _attempt(middle, axis + 11)
    shapes += _under_axis(weeks, width, axis + UNDER_AXIS - 6)
    shapes.append(LineShape(0, axis, width, axis, ShapeRole.AXIS))
    return facing(_picture(labels, weeks, shapes, width, axis + UNDER_AXIS), direction)


def heat_strip(*, labels: StripLabels, weeks: Sequence[WeekMarks], direction: Direction) -> Picture:
    """One small bar a week: higher and darker for one, two, three and more contacts; a dash for none, a ring for
    an attempt alone."""
    shapes: list[Shape] = []
    for place, week in enumerate(weeks):
        left = place * HEAT_PITCH + 1
        if week.contacts:
            heat = min(week.contacts, len(HEATS))
            height = 8.0 * heat
            shapes.append(Rect(left, HEAT_FLOOR - height, HEAT_WIDTH, height, HEATS[heat - 1], rounded=2))
        elif week.attempts:
            shapes.append(Circle(left + HEAT_WIDTH / 2, HEAT_FLOOR - 5, 3.2, ShapeRole.ATTEMPT))
        else:
            shapes.append(LineShape(left + 1, HEAT_FLOOR - 1, left + HEAT_WIDTH - 1, HEAT_FLOOR - 1, ShapeRole.AXIS))
    return facing(_picture(labels, weeks, shapes, len(weeks) * HEAT_PITCH, HEAT_FLOOR + 1), direction)


def _picture(
    labels: StripLabels, weeks: Sequence[WeekMarks], shapes: Sequence[Shape], width: float, height: float
) -> Picture:
    headings = (labels.week, labels.meetings, labels.calls, labels.groups, labels.attempts)
    rows = tuple((w.name, *(str(n) for n in (w.meetings, w.calls, w.groups, w.attempts))) for w in reversed(weeks))
    return Picture(width, height, tuple(shapes), labels.title, labels.description, PictureTable(headings, rows))


def _under_axis(weeks: Sequence[WeekMarks], width: float, y: float) -> Iterator[Shape]:
    """The labels, inside of the picture; one that would touch the one before is left out."""
    pitch, taken = width / len(weeks), 0.0
    for place, week in enumerate(weeks):
        half = len(week.label) * LETTER / 2
        middle = min(max((place + 0.5) * pitch, half), width - half)
        if week.label and middle - half >= taken:
            taken = middle + half
            yield TextShape(middle, y, week.label, ShapeRole.LABEL, is_figure=week.label[0].isdigit())


def _stacked(week: WeekMarks, middle: float, width: float, axis: float) -> Iterator[Shape]:
    blocks = [
        *[(ShapeRole.MEETING, BLOCK)] * week.meetings,
        *[(ShapeRole.GROUP, BLOCK)] * week.groups,
        *[(ShapeRole.CALL, BLOCK / 2)] * week.calls,
    ]
    floor = axis - GAP
    for role, height in blocks[:MOST_BLOCKS]:
        yield Rect(middle - width / 2, floor - height, width, height, role, rounded=3)
        floor -= height + GAP
    if len(blocks) > MOST_BLOCKS:
        yield TextShape(
            middle, HEADROOM, f"+{len(blocks) - MOST_BLOCKS}", ShapeRole.STRONG_LABEL, TextAnchor.MIDDLE, is_figure=True
        )


def _attempt(x: float, y: float) -> Iterator[Shape]:
    yield Circle(x, y, 5, ShapeRole.ATTEMPT)
    yield LineShape(x - 2.2, y - 2.2, x + 2.2, y + 2.2, ShapeRole.ATTEMPT)
    yield LineShape(x - 2.2, y + 2.2, x + 2.2, y - 2.2, ShapeRole.ATTEMPT)
