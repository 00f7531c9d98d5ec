"""What is chosen and what is signed."""

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import TICKED, UNTICKED
from caseapp.documents.pdf import style
from caseapp.documents.pdf.flowables.figures import PictureDrawing
from caseapp.documents.pdf.flowables.panels import BulletPoint
from caseapp.documents.pdf.tags import Element, TaggedCanvas
from caseapp.documents.pdf.text.glyphs import draw_unseen
from caseapp.documents.pdf.text.paragraph import BidiParagraph

_BOX = 9.5
_SIGN_HEIGHT = 34.0
_SIGN_GAP = 24.0
_SIGN_COLUMNS = 3
_LABEL_LINES = 6  # the place to sign has to fit on a page whatever the label is
_SIGNATURE_WIDTH = 190.0


class ChoicePoint(BulletPoint):
    """Something to choose, with a box at the side where reading begins; ticked when it is chosen."""

    indent = 18.0
    space_after = 3.0

    def __init__(
        self, box: Element | None, words: BidiParagraph, direction: Direction, *, is_chosen: bool = False
    ) -> None:
        """Without a box it is what is said about the point before."""
        super().__init__(words, direction, is_first=box is not None)
        self.box = box
        self.is_chosen = is_chosen

    def draw_mark(self) -> None:
        """The box is drawn; an unseen letter over it says it to those who extract the text."""
        canvas: TaggedCanvas = self.canv
        x = self.width - _BOX if self.direction.is_rtl else 0
        y = self.height - self.words.style.leading / 2 - _BOX / 2
        with canvas.belonging(self.box):
            canvas.setStrokeColor(style.TEXT)
            canvas.setLineWidth(1.0)
            canvas.roundRect(x, y, _BOX, _BOX, 1.5, stroke=1, fill=0)
            if self.is_chosen:
                canvas.setLineWidth(1.9)
                path = canvas.beginPath()
                path.moveTo(x + 1.9, y + 5.0)
                path.lineTo(x + 4.1, y + 2.6)
                path.lineTo(x + 7.9, y + 7.4)
                canvas.drawPath(path, stroke=1, fill=0)
            draw_unseen(canvas, TICKED if self.is_chosen else UNTICKED, x, y, _BOX)


class DrawnSignature(Flowable):
    """A signature over a line, with who signed and when under it; never parted over pages."""

    def __init__(self, picture: PictureDrawing, words: Sequence[BidiParagraph], direction: Direction) -> None:
        super().__init__()
        self.picture = picture
        self.words = words
        self.direction = direction

    def getSpaceAfter(self) -> float:
        return 8.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self.column = min(_SIGNATURE_WIDTH, width)
        self.drawn = self.picture.wrap(self.column, height)[1]
        self.height = self.drawn + 6 + sum(words.clipped(self.column, _LABEL_LINES) for words in self.words)
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        return []

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        x = self.width - self.column if self.direction.is_rtl else 0
        line = self.height - self.drawn
        self.picture.drawOn(canvas, x, line)
        _draw_line(canvas, x, line, self.column)
        top = line - 4
        for words in self.words:
            top -= words.height
            words.draw_on(canvas, x, top)


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
        for row, height in zip(self.rows, self.heights, strict=True):
            for place, label in enumerate(row):
                offset = place * (self.column + _SIGN_GAP)
                x = self.width - offset - self.column if self.direction.is_rtl else offset
                line = top - _SIGN_HEIGHT
                _draw_line(self.canv, x, line, self.column)
                label.draw_on(self.canv, x, line - 4 - label.height)
            top -= height


def _draw_line(canvas: TaggedCanvas, x: float, y: float, width: float) -> None:
    with canvas.belonging(None):
        canvas.setStrokeColor(style.TEXT)
        canvas.setLineWidth(0.7)
        canvas.line(x, y, x + width, y)
