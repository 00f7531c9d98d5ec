"""A first drawing for the drawing server, so that all code and both fonts are loaded in every fork."""

from io import BytesIO

from PIL import Image

from caseapp.charts.shapes import Direction, Picture, PictureTable, Rect, ShapeRole, TextShape
from caseapp.documents import blocks
from caseapp.documents.blocks import Document, RunningHeader
from caseapp.documents.pdf.drawing import draw


def warm_up() -> bytes:
    """A small document with one of each kind of block."""
    shapes = (Rect(0, 0, 9, 9, ShapeRole.BAND, 2), TextShape(5, 9, "א", ShapeRole.LABEL))
    picture = Picture(10, 10, shapes, "", "", PictureTable(("א",), (("1",),)))
    facts = blocks.Facts((("א", "1"),))
    table = blocks.Table((blocks.Column("א"),), (("a",), ((blocks.Voice("b"),),)))
    words = blocks.paragraph("א ", blocks.Span("b", bold=True), " سلام \U0001f600 050-234-5678")
    content = (
        blocks.Heading(1, "א"),
        words,
        facts,
        blocks.Voice("א", "ב"),
        table,
        blocks.Figure(picture, "א", with_table=True),
        blocks.BulletList(("א",)),
        blocks.CheckBoxes((blocks.CheckBox("א", is_chosen=True, detail="ב"),)),
        blocks.Disagreement("א", "ב", "ג"),
        blocks.Signature((((0.0, 0.0), (9.0, 4.0)),), "א", "1.1.2026"),
        blocks.Note("א"),
        blocks.KeepTogether((blocks.SignatureLines(("א",)),)),
    )
    header = RunningHeader("א", logo=blocks.Logo(_dot(), "א"))
    return draw(Document("א", "he", Direction.RTL, header, watermark="א", blocks=content))


def _dot() -> bytes:
    target = BytesIO()
    Image.new("RGBA", (2, 2)).save(target, "PNG")
    return target.getvalue()
