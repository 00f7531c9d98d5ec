"""The pages of a document, and the file that they are written into."""

from datetime import UTC

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from caseapp.documents.blocks import Document
from caseapp.documents.pdf import style
from caseapp.documents.pdf.page_decorations import PageDecorations
from caseapp.documents.pdf.structure import write_metadata, write_structure
from caseapp.documents.pdf.tags import Element, TaggedCanvas
from caseapp.isolates import visible_text


class PaperTemplate(BaseDocTemplate):
    """Lays the flowables out on A4, with the wider margin where reading begins."""

    def __init__(
        self, document: Document, root: Element, letterhead: Element, target: object, **properties: object
    ) -> None:
        self.document = document
        self.root = root
        self.decorations = PageDecorations(document, letterhead)
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

    def _frame(self, top: float) -> Frame:
        return Frame(
            self.decorations.left,
            style.BOTTOM_MARGIN,
            self.decorations.width,
            style.PAGE_HEIGHT - top - style.BOTTOM_MARGIN,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )

    def make_canvas(self, *places: object, **named: object) -> TaggedCanvas:
        return PaperCanvas(self, *places, **named)

    def draw_footers(self) -> None:
        """The number of pages is known: draw the footers that the pages already refer to."""
        for page in range(1, self.page + 1):
            self.canv.beginForm(_footer_name(page), 0, 0, style.PAGE_WIDTH, style.BOTTOM_MARGIN)
            with self.canv.belonging(None, artifact="/Pagination /Subtype /Footer"):
                self.decorations.draw_footer(self.canv, page, self.page)
            self.canv.endForm()


class PaperCanvas(TaggedCanvas):
    """Asks for the footers when every page is there, just before the file is written."""

    def __init__(self, template: PaperTemplate, *places: object, **named: object) -> None:
        super().__init__(*places, **{**named, "pdfVersion": (1, 7)})
        self.template = template
        document = template.document
        self.own_language = document.language
        self.setViewerPreference("Direction", "R2L" if document.direction.is_rtl else "L2R")
        if document.made_at:
            written = f"D:{document.made_at.astimezone(UTC):%Y%m%d%H%M%S}Z"  # ISO 32000-1, 7.9.4
            self.setDateFormatter(lambda *_: written)

    def save(self) -> None:
        template, document = self.template, self.template.document
        template.draw_footers()
        write_structure(self, template.root)
        write_metadata(
            self._doc,
            title=visible_text(document.title),
            author=visible_text(document.author),
            language=document.language,
        )
        super().save()


def _draw_page(canvas: TaggedCanvas, template: PaperTemplate) -> None:
    template.decorations.draw_behind(canvas, is_first=template.page == 1)
    with canvas.belonging(None, artifact="/Pagination /Subtype /Footer"):
        canvas.doForm(_footer_name(template.page))


def _footer_name(page: int) -> str:
    return f"footer-{page}"
