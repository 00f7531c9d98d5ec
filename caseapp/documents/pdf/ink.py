"""Shaped lines put on a page."""

from collections.abc import Sequence

from fontTools.pens.reportLabPen import ReportLabPen
from fontTools.pens.transformPen import TransformPen
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas

from .embedding import EmbeddedFace, embedded
from .faces import WIDEST_EMPTY, Face, Glyph, face
from .shaping import Run, TextLine
from .tags import TaggedCanvas

_SLANT = "0.19"  # the typeface has no italics: its letters lean by eleven degrees


def draw_line(canvas: TaggedCanvas, line: TextLine, x: float, baseline: float, size: float, colour: object) -> None:
    """Draw the line with its left end at x."""
    canvas.setFillColor(colour)
    for run, glyphs in line.strands():
        if glyphs:
            canvas.speak(run.language)
            _draw_glyphs(canvas, run, glyphs, x, baseline, size)
        x += sum(glyph.advance for glyph in glyphs) * size / 1000


def draw_unseen(canvas: TaggedCanvas, letter: str, x: float, baseline: float, size: float) -> None:
    """A letter that is read where a shape is seen."""
    own = face(is_bold=False)
    glyph = Glyph(own.empty + WIDEST_EMPTY, 0, letter, WIDEST_EMPTY, 0, 0)
    font = embedded(canvas, own)
    canvas.addLiteral(
        f"BT /{font.resource} {_number(size)} Tf 1 0 0 1 {_number(x)} {_number(baseline)} Tm"
        f" {_shown(font, [glyph], size)} ET"
    )


def draw_outlines(canvas: Canvas, line: TextLine, x: float, baseline: float, size: float, colour: object) -> None:
    """Draw the line as shapes that are seen and not read."""
    path, scale = canvas.beginPath(), size / 1000
    for run, glyphs in line.strands():
        for glyph in glyphs:
            place = (scale, 0, 0, scale, x + glyph.across * scale, baseline + glyph.up * scale)
            run.face.font.draw_glyph_with_pen(glyph.id, TransformPen(_Outline({}, path), place))
            x += glyph.advance * scale
    canvas.setFillColor(colour)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)


class _Outline(ReportLabPen):
    """The library closes the paths of ReportLab's graphics, whose name for it is another than that of its canvas."""

    def _closePath(self) -> None:
        self.path.close()


def baseline_in(face: Face, leading: float, size: float) -> float:
    """How far the baseline lies under the top of a line."""
    return (leading + (face.ascent - face.descent) * size) / 2


def _draw_glyphs(canvas: Canvas, run: Run, glyphs: Sequence[Glyph], x: float, baseline: float, size: float) -> None:
    font = embedded(canvas, run.face)
    slant = _SLANT if run.is_slanted else "0"
    place = f"1 0 {slant} 1 {_number(x)} {_number(baseline)} Tm"
    canvas.addLiteral(f"BT /{font.resource} {_number(size)} Tf {place} {_shown(font, glyphs, size)} ET")


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
