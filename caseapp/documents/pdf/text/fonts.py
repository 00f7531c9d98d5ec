"""The two weights of Rubik: shaped by HarfBuzz, measured and subset by ReportLab's TrueType reader."""

import unicodedata
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).resolve().parents[2] / "fonts"


class Glyph(NamedTuple):
    """A shaped glyph, the letters that it stands for and the place of the first of them.

    Lengths are in thousandths of the size. A glyph that only completes another one stands for no letters.
    """

    id: int
    source: int
    letters: str
    advance: int
    across: int
    up: int


WIDEST_EMPTY = 1000  # unseen glyphs of every width up to this one carry letters for those who extract text


class Font:
    """One weight of the typeface."""

    def __init__(self, name: str) -> None:
        path = FONTS / f"{name}.ttf"
        self.name = name
        self.truetype = TTFont(name, str(path), shapable=False)
        pdfmetrics.registerFont(self.truetype)
        self.shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
        metrics = self.truetype.face
        if metrics.unitsPerEm != 1000:
            raise ValueError("Lengths are counted in thousandths of the size.")
        self.ascent: float = metrics.ascent / 1000
        self.descent: float = -metrics.descent / 1000
        self.empty = len(metrics.hmetrics)
        unseen = range(WIDEST_EMPTY + 1)
        metrics.hmetrics = [*metrics.hmetrics, *((width, 0) for width in unseen)]
        metrics.glyphPos = [*metrics.glyphPos, *(metrics.glyphPos[-1] for _ in unseen)]
        self.widths = [int(width) for width, _ in metrics.hmetrics]
        # Glyphs are asked for by their number, so that shaped forms without a code point can be kept.
        metrics.charToGlyph = {number: number for number in range(len(self.widths))}

    def shape(self, text: str, start: int, end: int, *, is_rtl: bool, script: str, language: str) -> list[Glyph]:
        """The glyphs of text[start:end] from left to right; letters around it decide how Arabic joins."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text, start, end - start)
        buffer.direction = "rtl" if is_rtl else "ltr"
        buffer.script = script
        buffer.language = language
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        uharfbuzz.shape(self.shaper, buffer, {})
        found = buffer.glyph_infos
        letters = _letters(text, [info.cluster for info in found], end)
        placed = list(zip(found, buffer.glyph_positions, strict=True))
        wide = {info.cluster for info, place in placed if place.x_advance}
        glyphs: list[Glyph] = []
        for info, place in placed:
            is_bearer = not is_rtl or place.x_advance or info.cluster not in wide  # a mark may come before its letter
            own = letters.pop(info.cluster, "") if is_bearer else ""
            is_whole = is_rtl and len(own) > 1 and place.x_advance
            if is_whole:
                glyphs += _carriers(own, info.cluster, place.x_advance, self.empty)
            shown = "" if is_whole else own
            glyphs.append(Glyph(info.codepoint, info.cluster, shown, place.x_advance, place.x_offset, place.y_offset))
        return glyphs

    def subset(self, glyphs: list[int]) -> tuple[bytes, dict[int, int]]:
        """A TrueType file of these glyphs, and the number that each has in it."""
        numbers = {0: 0}
        for glyph in glyphs:
            numbers.setdefault(glyph, len(numbers))
        return bytes(self.truetype.face.makeSubset(list(numbers))), numbers


def _letters(text: str, clusters: list[int], end: int) -> dict[int, str]:
    """What each cluster stands for: a letter with its marks, or a ligature, is one whole.

    From left to right the first glyph of a cluster stands for all of it. From right to left readers turn
    every letter around by itself, so that there unseen glyphs that share its width stand for the letters.
    """
    starts = [start for start in sorted(set(clusters)) if not _is_mark(text[start])]
    return {start: text[start:stop] for start, stop in pairwise([*starts, end])}


def _carriers(letters: str, source: int, advance: int, empty: int) -> list[Glyph]:
    """Unseen glyphs over a seen one, from left to right, for its letters from last to first.

    The marks of one letter share a glyph: their order among themselves has no meaning (UAX #15).
    """
    slots: list[str] = []
    for are_marks, part in groupby(letters, key=_is_mark):
        whole = "".join(part)
        slots += [whole] if are_marks else whole
    room = advance // len(slots)
    return [
        Glyph(empty + min(room, WIDEST_EMPTY), source, slot, 0, step * room, 0)
        for step, slot in enumerate(reversed(slots))
    ]


def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) != 0


@cache
def regular() -> Font:
    return Font("Rubik-Regular")


@cache
def bold() -> Font:
    return Font("Rubik-Bold")


def font_for(*, is_bold: bool) -> Font:
    return bold() if is_bold else regular()
