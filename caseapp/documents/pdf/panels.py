"""Flowables around text: the client's own words, bullets and lines to sign on."""

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from caseapp.charts.shapes import Direction

from . import style
from .paragraph import BidiParagraph

_SIDE = 12.0
_EDGE = 7.0
_BAR = 3.5
_ROUND = 6.0
_BULLET_INDENT = 14.0
_SIGN_HEIGHT = 34.0
_SIGN_GAP = 24.0
_SIGN_COLUMNS = 3
_LABEL_LINES = 6  # the place to sign has to fit on a page whatever the label is


class VoicePanel(Flowable):
    """The client's own words on a soft ground with a bar where reading begins; goes on over pages."""

    def __init__(self, whose: BidiParagraph | None, words: BidiParagraph, direction: Direction) -> None:
        super().__init__()
        self.whose = whose
        self.words = words
        self.direction = direction

    def getSpaceAfter(self) -> float:
        return 8.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        inside = width - 2 * _SIDE
        self.head = self.whose.wrap(inside, height)[1] if self.whose else 0.0
        self.height = self.words.wrap(inside, height)[1] + self.head + 2 * _EDGE
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        parts = self.words.split(width - 2 * _SIDE, height - self.head - 2 * _EDGE)
        if len(parts) < 2:
            return []
        return [
            VoicePanel(self.whose, parts[0], self.direction),
            VoicePanel(None, parts[1], self.direction),
        ]

    def draw(self) -> None:
        canvas = self.canv
        canvas.setFillColor(style.VOICE_SOFT)
        canvas.setStrokeColor(style.VOICE)
        canvas.setLineWidth(0.4)
        canvas.roundRect(0, 0, self.width, self.height, _ROUND, stroke=1, fill=1)
        canvas.setFillColor(style.VOICE)
        x = self.width - _BAR if self.direction.is_rtl else 0
        canvas.roundRect(x, 0, _BAR, self.height, _BAR / 2, stroke=0, fill=1)
        self.words.draw_on(canvas, _SIDE, _EDGE)
        if self.whose:
            self.whose.draw_on(canvas, _SIDE, self.height - _EDGE - self.head)


class BulletPoint(Flowable):
    """One point of a list; the bullet stands at the side where reading begins."""

    def __init__(self, words: BidiParagraph, direction: Direction, *, is_first: bool = True) -> None:
        super().__init__()
        self.words = words
        self.direction = direction
        self.is_first = is_first

    def getSpaceAfter(self) -> float:
        return 2.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self.height = self.words.wrap(width - _BULLET_INDENT, height)[1]
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        parts = self.words.split(width - _BULLET_INDENT, height)
        if len(parts) < 2:
            return []
        first, rest = parts
        return [
            BulletPoint(first, self.direction, is_first=self.is_first),
            BulletPoint(rest, self.direction, is_first=False),
        ]

    def draw(self) -> None:
        is_rtl = self.direction.is_rtl
        if self.is_first:
            self.canv.setFillColor(style.FIG)
            x = self.width - 5 if is_rtl else 5
            self.canv.circle(x, self.height - self.words.style.leading / 2, 1.7, stroke=0, fill=1)
        self.words.draw_on(self.canv, 0 if is_rtl else _BULLET_INDENT, 0)


class SigningPlaces(Flowable):
    """Lines with who signs under each, at most three in a row; never parted over pages."""

    def __init__(self, labels: Sequence[BidiParagraph], direction: Direction) -> None:
        super().__init__()
        self.labels = labels
        self.direction = direction

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        columns = min(_SIGN_COLUMNS, len(self.labels)) or 1
        self.width = width
        self.column = (width - _SIGN_GAP * (columns - 1)) / columns
        self.rows = [self.labels[at : at + columns] for at in range(0, len(self.labels), columns)]
        self.heights = [
            _SIGN_HEIGHT + max(label.clipped(self.column, _LABEL_LINES) for label in row) + 6 for row in self.rows
        ]
        self.height = sum(self.heights)
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        return []

    def draw(self) -> None:
        top = self.height
        self.canv.setStrokeColor(style.INK)
        self.canv.setLineWidth(0.7)
        for row, height in zip(self.rows, self.heights, strict=True):
            for place, label in enumerate(row):
                offset = place * (self.column + _SIGN_GAP)
                x = self.width - offset - self.column if self.direction.is_rtl else offset
                line = top - _SIGN_HEIGHT
                self.canv.line(x, line, x + self.column, line)
                label.draw_on(self.canv, x, line - 4 - label.height)
            top -= height
