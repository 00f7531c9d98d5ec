"""The page around the text: margins for punching, running header, accent line, running footer."""

from collections.abc import Sequence
from datetime import UTC

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from caseapp.documents.blocks import Document, Span, spans

from . import style
from .compose import Composer
from .paragraph import BidiParagraph
from .style import Align, TextStyle

_MARK = 24.0
_ACCENT_BELOW = 33.0
_FOOT_LINE = 17.5 * mm


class PaperTemplate(BaseDocTemplate):
    """Lays the flowables out on A4, with the wider margin where reading begins."""

    def __init__(self, document: Document, target: object, **properties: object) -> None:
        self.document = document
        is_rtl = document.direction.is_rtl
        self.start_x = style.OUTER_MARGIN if is_rtl else style.PUNCHED_MARGIN
        self.text_width = style.PAGE_WIDTH - style.OUTER_MARGIN - style.PUNCHED_MARGIN
        super().__init__(
            target,
            pagesize=(style.PAGE_WIDTH, style.PAGE_HEIGHT),
            allowSplitting=1,
            **properties,
        )
        frame = Frame(
            self.start_x,
            style.BOTTOM_MARGIN,
            self.text_width,
            style.PAGE_HEIGHT - style.TOP_MARGIN - style.BOTTOM_MARGIN,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=_draw_page))

    def make_canvas(self, *places: object, **named: object) -> Canvas:
        return PaperCanvas(self, *places, **named)

    def draw_footers(self) -> None:
        """The number of pages is known: draw the footers that the pages already refer to."""
        for page in range(1, self.page + 1):
            self.canv.beginForm(_footer_name(page), 0, 0, style.PAGE_WIDTH, style.BOTTOM_MARGIN)
            self._draw_footer(page, self.page)
            self.canv.endForm()

    def _draw_header(self) -> None:
        header, canvas = self.document.header, self.canv
        top = style.PAGE_HEIGHT - style.HEADER_TOP
        is_rtl = self.document.direction.is_rtl
        self._draw_mark(top)
        inner = self.text_width - _MARK - 8
        left = self.start_x if is_rtl else self.start_x + _MARK + 8
        self._stack(((header.organisation, style.HEADER_STRONG), (header.contact, style.HEADER)), left, top, inner)
        ends = tuple(
            (words, how.aligned(Align.END))
            for words, how in ((header.kind, style.HEADER_STRONG), (header.audience, style.HEADER))
        )
        self._stack(ends, self.start_x, top, self.text_width)
        canvas.setStrokeColor(style.FIG)
        canvas.setLineWidth(1.6)
        line = top - _ACCENT_BELOW
        canvas.line(self.start_x, line, self.start_x + self.text_width, line)

    def _draw_mark(self, top: float) -> None:
        """Two rings that meet, on a soft tile where reading begins."""
        canvas = self.canv
        end = self.start_x + self.text_width - _MARK
        x = end if self.document.direction.is_rtl else self.start_x
        canvas.setFillColor(style.FIG_SOFT)
        canvas.roundRect(x, top - _MARK - 1, _MARK, _MARK, 5, stroke=0, fill=1)
        canvas.setStrokeColor(style.FIG)
        canvas.setLineWidth(1.5)
        for offset in (-2.8, 2.8):
            canvas.circle(x + _MARK / 2 + offset, top - 1 - _MARK / 2, 4.4, stroke=1, fill=0)

    def _stack(self, lines: Sequence[tuple[str, TextStyle]], x: float, top: float, width: float) -> None:
        for words, how in lines:
            if words:
                text = self._line(words, how)
                top -= text.clipped(width, 1)
                text.draw_on(self.canv, x, top)

    def _draw_footer(self, page: int, pages: int) -> None:
        footer, canvas = self.document.footer, self.canv
        canvas.setStrokeColor(style.LINE_STRONG)
        canvas.setLineWidth(0.5)
        canvas.line(self.start_x, _FOOT_LINE, self.start_x + self.text_width, _FOOT_LINE)
        counted = footer.page.replace("{page}", str(page)).replace("{pages}", str(pages))
        texts = [self._line(words, style.FOOTER) for words in (counted, *footer.notes) if words]
        widths = [text.natural_width() for text in texts]
        gap = (self.text_width - sum(widths)) / max(len(texts) - 1, 1)
        x = 0.0
        for text, width in zip(texts, widths, strict=True):
            text.clipped(width + 1, 1)
            left = self.text_width - x - width if self.document.direction.is_rtl else x
            text.draw_on(canvas, self.start_x + left, _FOOT_LINE - 5 - text.height)
            x += width + gap

    def _line(self, words: str, how: TextStyle) -> BidiParagraph:
        return BidiParagraph(spans(words), how, direction=self.document.direction, language=self.document.language)


class PaperCanvas(Canvas):
    """Asks for the footers when every page is there, just before the file is written."""

    def __init__(self, template: PaperTemplate, *places: object, **named: object) -> None:
        super().__init__(*places, **named)
        self.template = template
        document = template.document
        self.setViewerPreference("Direction", "R2L" if document.direction.is_rtl else "L2R")
        if document.made_at:
            written = f"D:{document.made_at.astimezone(UTC):%Y%m%d%H%M%S}Z"  # ISO 32000-1, 7.9.4
            self.setDateFormatter(lambda *_: written)

    def save(self) -> None:
        self.template.draw_footers()
        super().save()


def title_blocks(document: Document, composer: Composer) -> list[BidiParagraph]:
    """What stands once, above the first block."""
    lines: list[tuple[str, TextStyle]] = [
        (document.title, style.TITLE),
        (document.subtitle, style.SUBTITLE),
        (document.author_line, style.SMALL),
    ]
    return [composer.text((Span(words),), how) for words, how in lines if words]


def _draw_page(canvas: object, template: PaperTemplate) -> None:
    template._draw_header()
    template.canv.doForm(_footer_name(template.page))


def _footer_name(page: int) -> str:
    return f"footer-{page}"
