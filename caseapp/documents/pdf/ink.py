"""Shaped lines put on a page."""

from collections.abc import Sequence
from itertools import accumulate

from fontTools.pens.reportLabPen import ReportLabPen
from fontTools.pens.transformPen import TransformPen
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas

from .embedding import EmbeddedFace, embedded
from .faces import WIDEST_EMPTY, Face, Glyph, face
from .shaping import Run, TextLine
from .tags import TaggedCanvas

_SPACE = 0.2  # of the size: between the last word of a line and the first of the next
_SLANT = "0.19"  # the typeface has no italics: its letters lean by eleven degrees


def draw_line(canvas: TaggedCanvas, line: TextLine, x: float, baseline: float, size: float, colour: object) -> None:
    """Draw the line with its left end at x: what is seen from left to right stands in the file in reading order."""
    canvas.setFillColor(colour)
    left = x
    placed: list[tuple[Run, Sequence[Glyph], float]] = []
    for run, glyphs in line.strands():
        placed.append((run, glyphs, x))
        x += sum(glyph.advance for glyph in glyphs) * size / 1000
    for run, glyphs, place in sorted(placed, key=lambda strand: strand[0].start):
        if glyphs:
            canvas.speak(run.language)
            _draw_glyphs(canvas, run, glyphs, place, baseline, size)
    if line.is_before_space:
        draw_unseen(canvas, " ", left - _SPACE * size if line.source.is_rtl else x, baseline, size, _SPACE)


def draw_unseen(canvas: TaggedCanvas, letter: str, x: float, baseline: float, size: float, width: float = 1) -> None:
    """A letter that is read where a shape is seen, or nothing."""
    own = face(is_bold=False)
    advance = int(width * WIDEST_EMPTY)
    glyph = Glyph(own.empty + advance, 0, letter, advance, 0, 0)
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
    shown = _shown(font, glyphs, size, is_rtl=bool(run.level % 2))
    canvas.addLiteral(f"BT /{font.resource} {_number(size)} Tf {place} {shown} ET")


def _shown(font: EmbeddedFace, glyphs: Sequence[Glyph], size: float, *, is_rtl: bool = False) -> str:
    """The text operators: codes, with the steps of the pen between them in thousandths of the size.

    From right to left the pen goes back before each glyph, so that the letters stand in the file as they are read.
    """
    parts: list[str] = []
    pen = rise = 0
    placed = list(zip(glyphs, accumulate((glyph.advance for glyph in glyphs), initial=0), strict=False))
    for glyph, wanted in reversed(placed) if is_rtl else placed:
        if glyph.up != rise:
            parts.append(f"] TJ {_number(glyph.up * size / 1000)} Ts [")
            rise = glyph.up
        step = pen - (wanted + glyph.across)
        if step:
            parts.append(str(step))
        parts.append(f"<{font.code(glyph.id, glyph.letters):04X}>")
        pen = wanted + glyph.across + font.face.widths[glyph.id]
    body = "".join(parts).replace("><", "")
    return f"[{body}] TJ" + (" 0 Ts" if rise else "")


def _number(length: float) -> str:
    return f"{length:.3f}".rstrip("0").rstrip(".")
