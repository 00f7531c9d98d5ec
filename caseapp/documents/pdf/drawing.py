"""A document drawn as the bytes of a PDF file."""

from io import BytesIO

from reportlab import rl_config

from caseapp.documents.blocks import Document
from caseapp.documents.pdf import style
from caseapp.documents.pdf.compose import Composer
from caseapp.documents.pdf.page import PaperTemplate
from caseapp.documents.pdf.text.fonts import load_faces, regular
from caseapp.isolates import visible_text

rl_config.useA85 = 0  # streams are compressed as they are: printable bytes cost a quarter more
rl_config.pdfComments = 0


def draw(document: Document) -> bytes:
    """The PDF; the same document always gives the same bytes."""
    load_faces()
    target = BytesIO()
    composer = Composer(
        document.direction, document.language, style.TEXT_WIDTH, scale=style.LARGE if document.is_large else 1
    )
    letterhead = composer.root.add("Div")  # the first page's header is read, and read first
    flowables = [*composer.titles(document), *composer.flowables(document.blocks)]
    template = PaperTemplate(
        document,
        composer.root,
        letterhead,
        target,
        title=visible_text(document.title),
        author=visible_text(document.author),
        creator="caseapp",
        subject="",
        lang=document.language,
        displayDocTitle=True,
        invariant=1,
        initialFontName=regular().name,
    )
    template.build(flowables, canvasmaker=template.make_canvas)
    return target.getvalue()
