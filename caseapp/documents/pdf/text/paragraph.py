"""A paragraph in any mix of directions, as a flowable. Text comes as spans and never meets a markup parser."""

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Span
from caseapp.documents.pdf.style import Align, TextStyle
from caseapp.documents.pdf.tags import Element, TaggedCanvas
from caseapp.documents.pdf.text.fonts import font_for
from caseapp.documents.pdf.text.glyphs import baseline_in, draw_line
from caseapp.documents.pdf.text.lines import TextLine, lines_of
from caseapp.documents.pdf.text.shaping import shaped

_FEWEST_LINES = 2  # neither a lone first nor a lone last line


class BidiParagraph(Flowable):
    """Lines broken in logical order and each reordered; sides follow the document's direction."""

    def __init__(
        self,
        spans: Sequence[Span],
        style: TextStyle,
        *,
        direction: Direction,
        language: str,
        element: Element | None = None,
    ) -> None:
        super().__init__()
        self.element = element
        weighted = [Span(span.text, True, span.italic) for span in spans] if style.is_bold else spans
        self.texts = shaped(weighted, direction=direction, language=language)
        self._name_language(language)
        self.style = style
        self.direction = direction
        self.rest: list[TextLine] | None = None
        self.lines: list[TextLine] = []
        self.broken_at = 0.0

    def _name_language(self, own: str) -> None:
        """Words that are all in one other language than the document's say so once."""
        spoken = {language for text in self.texts for language in text.languages}
        if self.element and len(spoken) == 1 and own not in spoken:
            (self.element.language,) = spoken

    def getSpaceBefore(self) -> float:
        return self.style.before

    def getSpaceAfter(self) -> float:
        return self.style.after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        if self.broken_at != width:
            self.broken_at = width
            self.lines = self.rest if self.rest is not None else self._broken(width)
        self.width = width
        self.height = len(self.lines) * self.style.leading
        return width, self.height

    def clipped(self, width: float, most_lines: int) -> float:
        """Wrap, keep the first lines only, and give the height."""
        self.wrap(width, 0)
        self.lines = self.lines[:most_lines]
        self.height = len(self.lines) * self.style.leading
        return self.height

    def natural_width(self) -> float:
        """The width that the text takes where no line has to be broken."""
        lines = (line for text in self.texts for line in lines_of(text, float("inf")))
        return max((line.width for line in lines), default=0) * self.style.size / 1000

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        fitting = int((height + 0.001) // self.style.leading)
        if fitting >= len(self.lines):
            return [self]
        if len(self.lines) >= 2 * _FEWEST_LINES:
            fitting = min(fitting, len(self.lines) - _FEWEST_LINES)
        if fitting < min(_FEWEST_LINES, len(self.lines) - 1) or fitting < 1:
            return []
        return [self._part(self.lines[:fitting]), self._part(self.lines[fitting:])]

    def draw(self) -> None:
        self.draw_on(self.canv, 0, 0)

    def drawOn(self, canvas: TaggedCanvas, x: float, y: float, _sW: float = 0) -> None:
        """Without a coordinate system of its own: pages hold hundreds of small texts."""
        self.draw_on(canvas, x, y)

    def draw_on(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        """Draw the wrapped lines into the box whose lower left corner is (x, y)."""
        style = self.style
        baseline = y + self.height - baseline_in(font_for(is_bold=style.is_bold), style.leading, style.size)
        with canvas.belonging(self.element):
            for line in self.lines:
                room = self.width - line.width * style.size / 1000
                draw_line(canvas, line, x + self._indent(room), baseline, style.size, style.colour)
                baseline -= style.leading

    def _indent(self, room: float) -> float:
        if self.style.align is Align.CENTRE:
            return room / 2
        is_right = (self.style.align is Align.START) is self.direction.is_rtl
        return room if is_right else 0

    def _broken(self, width: float) -> list[TextLine]:
        limit = width * 1000 / self.style.size
        return [line for text in self.texts for line in lines_of(text, limit)]

    def _part(self, lines: list[TextLine]) -> "BidiParagraph":
        part = BidiParagraph((), self.style, direction=self.direction, language="", element=self.element)
        part.rest = lines
        return part
