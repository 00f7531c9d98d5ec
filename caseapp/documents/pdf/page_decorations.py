"""What surrounds the text of each page: letterhead, running header, watermark, running footer."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from math import atan, degrees

from PIL import Image
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from caseapp.documents.blocks import Document, Logo, spans
from caseapp.documents.pdf import style
from caseapp.documents.pdf.style import Align, TextStyle
from caseapp.documents.pdf.tags import Element, TaggedCanvas
from caseapp.documents.pdf.text.glyphs import draw_outlines
from caseapp.documents.pdf.text.paragraph import BidiParagraph
from caseapp.isolates import visible_text

_MARK = 24.0
_SMALL_MARK = 15.0
_LOGO_WIDTH, _LOGO_HEIGHT = 150.0, 34.0
_LOGO_GAP = 9.0
_FOOT_LINE = 17.5 * mm
_FOOT_GAP = 14.0
_FOOT_ROWS = 3
_SHOWN_OF_FINGERPRINT = 8
_WATERMARK_SIZE = 130.0
_END, _END_STRONG = style.HEADER.aligned(Align.END), style.HEADER_STRONG.aligned(Align.END)
_WATERMARK_REACH = 0.62  # of the diagonal


class PageDecorations:
    """Measured once for a document, drawn on each of its pages."""

    def __init__(self, document: Document, letterhead: Element) -> None:
        self.document = document
        self.letterhead = letterhead
        self.is_rtl = document.direction.is_rtl
        self.left = style.OUTER_MARGIN if self.is_rtl else style.PUNCHED_MARGIN
        self.width = style.TEXT_WIDTH
        self.logo = _readable(document.header.logo)

    def draw_behind(self, canvas: TaggedCanvas, *, is_first: bool) -> None:
        """Everything under the text."""
        if self.document.watermark:
            with canvas.belonging(None, artifact="/Pagination /Subtype /Watermark"):
                self._draw_watermark(canvas)
        if is_first:
            self._draw_letterhead(canvas)
        else:
            with canvas.belonging(None, artifact="/Pagination /Subtype /Header"):
                self._draw_running_header(canvas)

    def _draw_letterhead(self, canvas: TaggedCanvas) -> None:
        header = self.document.header
        top = style.PAGE_HEIGHT - style.HEADER_TOP
        taken = self._draw_logo(canvas, self.logo, top) if self.logo else self._draw_mark(canvas, top, _MARK)
        names = [(header.organisation, style.HEADER_STRONG), (header.contact, style.HEADER)]
        ends = [
            (header.kind, style.HEADER_STRONG.aligned(Align.END)),
            (header.audience, style.HEADER.aligned(Align.END)),
        ]
        self._draw_sides(canvas, top, taken, self._said(names), self._said(ends))
        self._draw_accent(canvas, style.PAGE_HEIGHT - style.FIRST_ACCENT, 1.6)

    def _draw_running_header(self, canvas: TaggedCanvas) -> None:
        header = self.document.header
        top = style.PAGE_HEIGHT - style.HEADER_TOP
        taken = self._draw_mark(canvas, top, _SMALL_MARK)
        names, ends = (
            self._line(header.organisation, style.HEADER),
            self._line(header.kind, style.HEADER.aligned(Align.END)),
        )
        self._draw_sides(canvas, top, taken, [names], [ends])
        self._draw_accent(canvas, style.PAGE_HEIGHT - style.ACCENT, 0.8)

    def _said(self, lines: Sequence[tuple[str, TextStyle]]) -> list[BidiParagraph]:
        """Lines that screen readers read, unlike those that are repeated on each page."""
        return [self._line(words, how, self.letterhead.add("P")) for words, how in lines if words]

    def _draw_sides(
        self,
        canvas: TaggedCanvas,
        top: float,
        taken: float,
        names: Sequence[BidiParagraph],
        ends: Sequence[BidiParagraph],
    ) -> None:
        """Two stacks of lines: at the side where reading begins, beside what is taken there, and at the other."""
        room = self.width - taken
        widest = min(max((text.natural_width() + 1 for text in ends), default=0), room / 2)
        names_left = self.left + (widest if self.is_rtl else taken)
        self._stack(canvas, names, names_left, top, room - widest)
        ends_left = self.left if self.is_rtl else self.left + self.width - widest
        self._stack(canvas, ends, ends_left, top, widest)

    def _draw_accent(self, canvas: TaggedCanvas, y: float, weight: float) -> None:
        with canvas.belonging(None):
            canvas.setStrokeColor(style.FIG)
            canvas.setLineWidth(weight)
            canvas.line(self.left, y, self.left + self.width, y)

    def _draw_logo(self, canvas: TaggedCanvas, logo: ImageReader, top: float) -> float:
        """The organisation's logo, in its own proportions; returns the width that it takes."""
        wide, high = logo.getSize()
        scale = min(_LOGO_WIDTH / wide, _LOGO_HEIGHT / high)
        wide, high = wide * scale, high * scale
        x = self.left + self.width - wide if self.is_rtl else self.left
        header = self.document.header
        alt = visible_text(header.logo.alt if header.logo else "") or header.organisation
        figure = self.letterhead.add("Figure", alt=alt)
        figure.box = (x, top - high, x + wide, top)
        with canvas.belonging(figure):
            canvas.drawImage(logo, x, top - high, wide, high, mask="auto")
        return float(wide + _LOGO_GAP)

    def _draw_mark(self, canvas: TaggedCanvas, top: float, size: float) -> float:
        """Two rings that meet, on a soft tile; returns the width that it takes."""
        x = self.left + self.width - size if self.is_rtl else self.left
        with canvas.belonging(None):
            canvas.setFillColor(style.FIG_SOFT)
            canvas.roundRect(x, top - size, size, size, size / 5, stroke=0, fill=1)
            canvas.setStrokeColor(style.FIG)
            canvas.setLineWidth(size / 16)
            for offset in (-size / 8.5, size / 8.5):
                canvas.circle(x + size / 2 + offset, top - size / 2, size / 5.5, stroke=1, fill=0)
        return size + _LOGO_GAP

    def _draw_watermark(self, canvas: TaggedCanvas) -> None:
        """Large and pale along the diagonal that rises in reading direction; in outlines, so that its letters are not
        read among those of the page."""
        text = self._line(self.document.watermark, TextStyle(_WATERMARK_SIZE, _WATERMARK_SIZE))
        natural = text.natural_width()
        text.clipped(natural + 1, 1)
        diagonal = (style.PAGE_WIDTH**2 + style.PAGE_HEIGHT**2) ** 0.5
        scale = min(1.0, diagonal * _WATERMARK_REACH / (natural or 1))
        angle = degrees(atan(style.PAGE_HEIGHT / style.PAGE_WIDTH))
        canvas.saveState()
        canvas.translate(style.PAGE_WIDTH / 2, style.PAGE_HEIGHT / 2)
        canvas.rotate(-angle if self.is_rtl else angle)
        canvas.scale(scale, scale)
        for line in text.lines:
            draw_outlines(canvas, line, -natural / 2, -_WATERMARK_SIZE / 3, _WATERMARK_SIZE, style.WATERMARK)
        canvas.restoreState()

    def _stack(self, canvas: TaggedCanvas, texts: Sequence[BidiParagraph], x: float, top: float, width: float) -> None:
        for text in texts:
            top -= text.clipped(width, 1)
            text.draw_on(canvas, x, top)

    def draw_footer(self, canvas: TaggedCanvas, page: int, pages: int) -> None:
        canvas.setStrokeColor(style.LINE_STRONG)
        canvas.setLineWidth(0.5)
        canvas.line(self.left, _FOOT_LINE, self.left + self.width, _FOOT_LINE)
        top = _FOOT_LINE - 4
        for row in self._rows([self._line(words, style.FOOTER) for words in self._foot_words(page, pages)]):
            widths = [text.width for text in row]
            gap = (self.width - sum(widths)) / max(len(row) - 1, 1)
            x = 0.0
            for text, width in zip(row, widths, strict=True):
                left = self.width - x - width if self.is_rtl else x
                text.draw_on(canvas, self.left + left, top - text.height)
                x += width + gap
            top -= style.FOOTER.leading

    def _foot_words(self, page: int, pages: int) -> Iterator[str]:
        footer = self.document.footer
        yield footer.page.replace("{page}", str(page + footer.first_page - 1)).replace("{pages}", str(pages))
        version = [words for words in (footer.version, footer.fingerprint[:_SHOWN_OF_FINGERPRINT]) if words]
        yield from filter(None, (" • ".join(version), footer.signed, *footer.notes))

    def _rows(self, texts: Sequence[BidiParagraph]) -> Sequence[Sequence[BidiParagraph]]:
        """As many texts side by side as fit."""
        rows: list[list[BidiParagraph]] = []
        room = 0.0
        for text in texts:
            needed = min(text.natural_width() + 1, self.width)
            text.clipped(needed, 1)
            if not rows or needed + _FOOT_GAP > room:
                rows.append([])
                room = self.width + _FOOT_GAP
            rows[-1].append(text)
            room -= needed + _FOOT_GAP
        return rows[:_FOOT_ROWS]

    def _line(self, words: str, how: TextStyle, element: Element | None = None) -> BidiParagraph:
        document = self.document
        return BidiParagraph(
            spans(words), how, direction=document.direction, language=document.language, element=element
        )


def _readable(logo: Logo | None) -> ImageReader | None:
    """The logo, unless it cannot be read: a broken picture in the settings keeps nobody from a report."""
    if logo is None:
        return None
    try:
        image = Image.open(BytesIO(logo.png), formats=["PNG"])
        image.load()
    except (OSError, SyntaxError, ValueError):
        return None
    return ImageReader(image)
