"""The pages of a document, and the file that they are written into."""

from datetime import UTC

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from caseapp.documents.blocks import Document, Span

from . import style
from .compose import Composer
from .furniture import Furniture
from .paragraph import BidiParagraph
from .style import TextStyle


class PaperTemplate(BaseDocTemplate):
    """Lays the flowables out on A4, with the wider margin where reading begins."""

    def __init__(self, document: Document, target: object, **properties: object) -> None:
        self.document = document
        self.furniture = Furniture(document)
        super().__init__(
            target,
            pagesize=(style.PAGE_WIDTH, style.PAGE_HEIGHT),
            allowSplitting=1,
            **properties,
        )
        first = PageTemplate(
            "first", [self._frame(style.FIRST_TOP_MARGIN)], onPage=_draw_page, autoNextPageTemplate="later"
        )
        self.addPageTemplates([first, PageTemplate("later", [self._frame(style.TOP_MARGIN)], onPage=_draw_page)])

    @property
    def text_width(self) -> float:
        return float(self.furniture.width)

    def _frame(self, top: float) -> Frame:
        return Frame(
            self.furniture.left,
            style.BOTTOM_MARGIN,
            self.furniture.width,
            style.PAGE_HEIGHT - top - style.BOTTOM_MARGIN,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )

    def make_canvas(self, *places: object, **named: object) -> Canvas:
        return PaperCanvas(self, *places, **named)

    def draw_footers(self) -> None:
        """The number of pages is known: draw the footers that the pages already refer to."""
        for page in range(1, self.page + 1):
            self.canv.beginForm(_footer_name(page), 0, 0, style.PAGE_WIDTH, style.BOTTOM_MARGIN)
            self.furniture.draw_footer(self.canv, page, self.page)
            self.canv.endForm()


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


def _draw_page(canvas: Canvas, template: PaperTemplate) -> None:
    template.furniture.draw_behind(canvas, is_first=template.page == 1)
    canvas.doForm(_footer_name(template.page))


def _footer_name(page: int) -> str:
    return f"footer-{page}"
