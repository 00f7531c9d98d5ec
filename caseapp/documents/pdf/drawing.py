"""A document drawn as the bytes of a PDF file."""

from io import BytesIO

from reportlab import rl_config

from caseapp.documents.blocks import Document
from caseapp.documents.isolates import visible_text

from .compose import Composer
from .faces import bold, regular
from .page import PaperTemplate, title_blocks

rl_config.useA85 = 0  # streams are compressed as they are: printable bytes cost a quarter more


def draw(document: Document) -> bytes:
    """The PDF; the same document always gives the same bytes."""
    bold()
    target = BytesIO()
    template = PaperTemplate(
        document,
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
    composer = Composer(document.direction, document.language, template.text_width)
    flowables = [*title_blocks(document, composer), *composer.flowables(document.blocks)]

    template.build(flowables, canvasmaker=template.make_canvas)
    return target.getvalue()
