"""Flowables around text: the client's own words, what somebody disagrees with, bullets."""

from copy import copy

from reportlab.platypus.flowables import Flowable

from caseapp.charts.shapes import Direction
from caseapp.documents.pdf import style
from caseapp.documents.pdf.text.paragraph import BidiParagraph

_SIDE = 12.0
_EDGE = 7.0
_BAR = 3.5
_ROUND = 6.0


class VoicePanel(Flowable):
    """The client's own words on a soft background with a bar where reading begins; goes on over pages."""

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
            type(self)(self.whose, parts[0], self.direction),
            type(self)(None, parts[1], self.direction),
        ]

    def draw(self) -> None:
        with self.canv.belonging(None, artifact="/Background"):
            self._draw_background()
        if self.whose:
            self.whose.draw_on(self.canv, _SIDE, self.height - _EDGE - self.head)
        self.words.draw_on(self.canv, _SIDE, _EDGE)

    def _draw_background(self) -> None:
        canvas = self.canv
        canvas.setFillColor(style.VOICE_SOFT)
        canvas.setStrokeColor(style.VOICE)
        canvas.setLineWidth(0.4)
        canvas.roundRect(0, 0, self.width, self.height, _ROUND, stroke=1, fill=1)
        canvas.setFillColor(style.VOICE)
        x = self.width - _BAR if self.direction.is_rtl else 0
        canvas.roundRect(x, 0, _BAR, self.height, _BAR / 2, stroke=0, fill=1)


class FramedPanel(VoicePanel):
    """A heading and words inside a strong frame."""

    def _draw_background(self) -> None:
        self.canv.setStrokeColor(style.TEXT_2)
        self.canv.setLineWidth(1.4)
        self.canv.roundRect(0, 0, self.width, self.height, _ROUND, stroke=1, fill=0)


class BulletPoint(Flowable):
    """One point of a list; the bullet stands at the side where reading begins, and only where the point begins."""

    indent = 14.0
    space_after = 2.0

    def __init__(self, words: BidiParagraph, direction: Direction, *, is_first: bool = True) -> None:
        super().__init__()
        self.words = words
        self.direction = direction
        self.is_first = is_first

    def getSpaceAfter(self) -> float:
        return self.space_after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self.height = self.words.wrap(width - self.indent, height)[1]
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        parts = self.words.split(width - self.indent, height)
        if len(parts) < 2:
            return []
        first, rest = copy(self), copy(self)
        first.words, rest.words = parts
        rest.is_first = False
        return [first, rest]

    def draw(self) -> None:
        is_rtl = self.direction.is_rtl
        if self.is_first:
            self.draw_mark()
        self.words.draw_on(self.canv, 0 if is_rtl else self.indent, 0)

    def draw_mark(self) -> None:
        x = self.width - 5 if self.direction.is_rtl else 5
        with self.canv.belonging(None):
            self.canv.setFillColor(style.FIG)
            self.canv.circle(x, self.height - self.words.style.leading / 2, 1.7, stroke=0, fill=1)
