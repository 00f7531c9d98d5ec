"""Shaped lines put on a page."""

from collections.abc import Sequence

from fontTools.pens.reportLabPen import ReportLabPen
from fontTools.pens.transformPen import TransformPen
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas

from caseapp.documents.pdf.tags import TaggedCanvas
from caseapp.documents.pdf.text.embedding import embedded
from caseapp.documents.pdf.text.fonts import WIDEST_EMPTY, Font, Glyph, font_for
from caseapp.documents.pdf.text.lines import TextLine
from caseapp.documents.pdf.text.word_cache import ShapingOptions, Word

_PLAIN = ShapingOptions("Zyyy", "", is_bold=False, is_rtl=False)
_SPACE = 0.2  # of the size: between the last word of a line and the first of the next


def draw_line(canvas: TaggedCanvas, line: TextLine, x: float, baseline: float, size: float, colour: object) -> None:
    """Draw the line with its left end at x: its parts in reading order, each from left to right."""
    if canvas._fillColorObj is not colour:
        canvas.setFillColor(colour)
    for number, part in enumerate(line.parts()):
        canvas.speak(part.language, is_apart=number > 0)
        _show(canvas, part.words, x + part.left * size / 1000, baseline, size)
    if line.is_before_space:
        end = x - _SPACE * size if line.is_rtl else x + line.width * size / 1000
        draw_unseen(canvas, " ", end, baseline, size, _SPACE)


def draw_unseen(canvas: TaggedCanvas, letter: str, x: float, baseline: float, size: float, width: float = 1) -> None:
    """A letter that is read where a shape is seen, or nothing."""
    own = font_for(is_bold=False)
    advance = int(width * WIDEST_EMPTY)
    glyph = Glyph(own.empty + advance, 0, letter, advance, 0, 0)
    _show(canvas, [Word(letter, (glyph,), _PLAIN)], x, baseline, size)


def draw_outlines(canvas: Canvas, line: TextLine, x: float, baseline: float, size: float, colour: object) -> None:
    """Draw the line as shapes that are seen and not read."""
    path, scale = canvas.beginPath(), size / 1000
    for run, words, left in line.runs():
        pen = x + left * scale
        for glyph in (glyph for word in (words[::-1] if run.level % 2 else words) for glyph in word.glyphs):
            place = (scale, 0, 0, scale, pen + glyph.across * scale, baseline + glyph.up * scale)
            words[0].font.shaper.draw_glyph_with_pen(glyph.id, TransformPen(_Outline({}, path), place))
            pen += glyph.advance * scale
    canvas.setFillColor(colour)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)


class _Outline(ReportLabPen):
    """The library closes the paths of ReportLab's graphics, whose name for it is another than that of its canvas."""

    def _closePath(self) -> None:
        self.path.close()


def baseline_in(font: Font, leading: float, size: float) -> float:
    """How far the baseline lies under the top of a line."""
    return (leading + (font.ascent - font.descent) * size) / 2


def _show(canvas: Canvas, words: Sequence[Word], x: float, baseline: float, size: float) -> None:
    """Show words of one weight, from left to right."""
    font = embedded(canvas, words[0].font)
    shown = "".join([font.shown(word) for word in words]).replace("><", "")
    canvas._code.append(
        f"BT /{font.resource} {_number(size)} Tf 1 0 0 1 {_number(x)} {_number(baseline)} Tm [{shown}] TJ ET"
    )


def _number(length: float) -> str:
    return f"{length:.3f}".rstrip("0").rstrip(".")
