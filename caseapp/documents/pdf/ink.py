"""Shaped lines put on a page."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from .embedding import EmbeddedFace, embedded
from .faces import Face, Glyph
from .shaping import TextLine


def draw_line(canvas: Canvas, line: TextLine, x: float, baseline: float, size: float, colour: object) -> None:
    """Draw the line with its left end at x."""
    canvas.setFillColor(colour)
    for run, glyphs in line.strands():
        if glyphs:
            _draw_glyphs(canvas, run.face, glyphs, x, baseline, size)
        x += sum(glyph.advance for glyph in glyphs) * size / 1000


def baseline_in(face: Face, leading: float, size: float) -> float:
    """How far the baseline lies under the top of a line."""
    return (leading + (face.ascent - face.descent) * size) / 2


def _draw_glyphs(canvas: Canvas, face: Face, glyphs: Sequence[Glyph], x: float, baseline: float, size: float) -> None:
    font = embedded(canvas, face)
    shown = _shown(font, glyphs, size)
    canvas.addLiteral(f"BT /{font.resource} {_number(size)} Tf 1 0 0 1 {_number(x)} {_number(baseline)} Tm {shown} ET")


def _shown(font: EmbeddedFace, glyphs: Sequence[Glyph], size: float) -> str:
    """The text operators: codes, with the steps of the pen between them in thousandths of the size."""
    parts: list[str] = []
    pen = wanted = rise = 0
    for glyph in glyphs:
        if glyph.up != rise:
            parts.append(f"] TJ {_number(glyph.up * size / 1000)} Ts [")
            rise = glyph.up
        step = pen - (wanted + glyph.across)
        if step:
            parts.append(str(step))
        parts.append(f"<{font.code(glyph.id, glyph.letters):04X}>")
        pen = wanted + glyph.across + font.face.widths[glyph.id]
        wanted += glyph.advance
    body = "".join(parts).replace("><", "")
    return f"[{body}] TJ" + (" 0 Ts" if rise else "")


def _number(length: float) -> str:
    return f"{length:.3f}".rstrip("0").rstrip(".")
