"""A goal's ladder over time: five bands from −2 to +2, the mentor's ratings and the client's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from caseapp.charts.shapes import (
    Circle,
    Diamond,
    Direction,
    Picture,
    PictureTable,
    Polyline,
    Rect,
    Shape,
    ShapeRole,
    Square,
    TextAnchor,
    TextShape,
    facing,
    signed,
)

LEVELS = (2, 1, 0, -1, -2)
EXPECTED_LEVEL = 0

BAND_HEIGHT = 26.0
BAND_STEP = 29.0
TOP = 4.0
SIGN_ROOM = 40.0  # for the levels beside the bands
LETTER_ROOM = 8.0  # for one letter of a name; names have no measured width here
FEWEST_LETTERS = 5
SIDE_STEP = 6.0  # the mentor's line under the middle, the client's over it: equal ratings stay visible
NAME_GAP = 10.0  # two names in one band need more room than the lines
INSET = 14.0
MONTH_ROOM = 46.0
BELOW = 30.0


@dataclass(frozen=True)
class LadderLabels:
    """Every word of the chart, already in the reader's language."""

    title: str
    description: str
    expected: str
    start: str
    mentor: str
    client: str
    day: str


@dataclass(frozen=True)
class RatingMark:
    """A rating on a day; `day` is that day in words, for the table."""

    on: date
    level: int
    day: str


@dataclass(frozen=True)
class MonthMark:
    """Where a month's name stands on the axis of time."""

    on: date
    words: str


def ladder_chart(
    *,
    labels: LadderLabels,
    first: date,
    last: date,
    start: RatingMark | None,
    mentor: Sequence[RatingMark],
    client: Sequence[RatingMark],
    months: Sequence[MonthMark],
    direction: Direction,
    width: float = 560,
) -> Picture:
    """The chart of one goal from `first` to `last`; ratings outside of these days do not belong in it."""
    name_room = _room(labels.mentor, labels.client) + 8
    plot = _Plot(first, last, SIGN_ROOM + _room(labels.expected), width - name_room)
    mentor_marks = sorted(mentor, key=lambda mark: mark.on)
    client_marks = sorted(client, key=lambda mark: mark.on)
    shapes: list[Shape] = [*_bands(plot, labels), *_months(plot, months)]
    shapes += _course(plot, start, mentor_marks, ShapeRole.MENTOR)
    shapes += _course(plot, start, client_marks, ShapeRole.CLIENT)
    if start:
        shapes.append(Square(plot.x(start.on), _middle(start.level), 7, ShapeRole.START))
    shapes += _names(plot, labels, mentor_marks, client_marks)
    picture = Picture(
        width=width,
        height=TOP + BAND_STEP * len(LEVELS) + BELOW,
        shapes=tuple(shapes),
        title=labels.title,
        description=labels.description,
        table=_table(labels, start, mentor_marks, client_marks),
    )
    return facing(picture, direction)


@dataclass(frozen=True)
class _Plot:
    first: date
    last: date
    left: float
    right: float

    def x(self, on: date) -> float:
        days = max((self.last - self.first).days, 1)
        share = min(max((on - self.first).days / days, 0.0), 1.0)
        return round(self.left + INSET + share * (self.right - self.left - 2 * INSET), 2)


def _room(*names: str) -> float:
    return LETTER_ROOM * max(FEWEST_LETTERS, *(len(name) for name in names))


def _middle(level: int) -> float:
    return TOP + BAND_STEP * LEVELS.index(level) + BAND_HEIGHT / 2


def _side(level: int, role: ShapeRole) -> float:
    return _middle(level) + (SIDE_STEP if role is ShapeRole.MENTOR else -SIDE_STEP)


def _bands(plot: _Plot, labels: LadderLabels) -> Iterator[Shape]:
    for level in LEVELS:
        is_expected = level == EXPECTED_LEVEL
        role = ShapeRole.EXPECTED if is_expected else ShapeRole.BAND
        top = _middle(level) - BAND_HEIGHT / 2
        yield Rect(plot.left, top, plot.right - plot.left, BAND_HEIGHT, role, rounded=6)
        label = ShapeRole.STRONG_LABEL if is_expected else ShapeRole.LABEL
        yield TextShape(plot.left - 9, _middle(level) + 4.5, signed(level), label, TextAnchor.RIGHT, is_figure=True)
    yield TextShape(0, _middle(EXPECTED_LEVEL) + 4.5, labels.expected, ShapeRole.STRONG_LABEL, TextAnchor.LEFT)


def _months(plot: _Plot, months: Sequence[MonthMark]) -> Iterator[Shape]:
    taken = float("-inf")
    baseline = TOP + BAND_STEP * len(LEVELS) + 20
    for month in sorted(months, key=lambda mark: mark.on):
        x = plot.x(month.on)
        if x - taken >= MONTH_ROOM:
            taken = x
            yield TextShape(x, baseline, month.words, ShapeRole.AXIS)


def _course(plot: _Plot, start: RatingMark | None, marks: Sequence[RatingMark], role: ShapeRole) -> Iterator[Shape]:
    """One rater's line, a step at each rating, and the marks on it."""
    if not marks:
        return
    corners: list[tuple[float, float]] = []
    for mark in ([start] if start else []) + list(marks):
        x, y = plot.x(mark.on), _side(mark.level, role)
        if corners:
            corners.append((x, corners[-1][1]))
        corners.append((x, y))
    corners.append((plot.x(plot.last), corners[-1][1]))
    yield Polyline(tuple(dict.fromkeys(corners)), role)
    for mark in marks:
        x, y = plot.x(mark.on), _side(mark.level, role)
        yield Diamond(x, y, 7.5, role) if role is ShapeRole.MENTOR else Circle(x, y, 6, role)


def _names(
    plot: _Plot, labels: LadderLabels, mentor: Sequence[RatingMark], client: Sequence[RatingMark]
) -> Iterator[Shape]:
    is_shared = bool(mentor and client) and mentor[-1].level == client[-1].level
    gap = NAME_GAP if is_shared else 0
    for words, marks, role, away in (
        (labels.client, client, ShapeRole.CLIENT, -1),
        (labels.mentor, mentor, ShapeRole.MENTOR, 1),
    ):
        if marks:
            baseline = _middle(marks[-1].level) + 4.5 + away * gap
            yield TextShape(plot.right + 8, baseline, words, role, TextAnchor.LEFT)


def _table(
    labels: LadderLabels, start: RatingMark | None, mentor: Sequence[RatingMark], client: Sequence[RatingMark]
) -> PictureTable:
    days = {mark.on: mark.day for mark in (*mentor, *client)}
    by_mentor = {mark.on: signed(mark.level) for mark in mentor}
    by_client = {mark.on: signed(mark.level) for mark in client}
    rows = [(days[on], by_mentor.get(on, "–"), by_client.get(on, "–")) for on in sorted(days)]
    if start:
        rows.insert(0, (f"{labels.start}, {start.day}", signed(start.level), "–"))
    return PictureTable((labels.day, labels.mentor, labels.client), tuple(rows))
