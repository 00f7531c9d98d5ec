"""The two faces of Rubik: shaped by HarfBuzz, measured and cut down by ReportLab's TrueType reader."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"


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


class Face:
    """One weight of the typeface."""

    def __init__(self, name: str) -> None:
        path = FONTS / f"{name}.ttf"
        self.name = name
        self.truetype = TTFont(name, str(path), shapable=False)
        pdfmetrics.registerFont(self.truetype)
        self.font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
        metrics = self.truetype.face
        if metrics.unitsPerEm != 1000:
            raise ValueError("Lengths are counted in thousandths of the size.")
        self.ascent = metrics.ascent / 1000
        self.descent = -metrics.descent / 1000
        self.widths = [int(width) for width, _ in metrics.hmetrics]
        # Glyphs are asked for by their number, so that shaped forms without a code point can be kept.
        metrics.charToGlyph = {number: number for number in range(len(self.widths))}

    def shape(
        self, text: str, start: int, end: int, *, is_rtl: bool, script: str, language: str
    ) -> list[Glyph]:
        """The glyphs of text[start:end] from left to right; letters around it decide how Arabic joins."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text, start, end - start)
        buffer.direction = "rtl" if is_rtl else "ltr"
        buffer.script = script
        buffer.language = language
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        uharfbuzz.shape(self.font, buffer, {})
        found = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        letters = _letters(text, [info.cluster for info, _ in found], end, is_rtl=is_rtl)
        return [
            Glyph(info.codepoint, info.cluster, source, place.x_advance, place.x_offset, place.y_offset)
            for (info, place), source in zip(found, letters, strict=True)
        ]

    def subset(self, glyphs: list[int]) -> tuple[bytes, dict[int, int]]:
        """A TrueType file of these glyphs, and the number that each has in it."""
        numbers = {0: 0}
        for glyph in glyphs:
            numbers.setdefault(glyph, len(numbers))
        return bytes(self.truetype.face.makeSubset(list(numbers))), numbers


def _letters(text: str, clusters: list[int], end: int, *, is_rtl: bool) -> list[str]:
    """What each glyph stands for: the first glyph of a cluster, in reading order, for all of it."""
    ends = dict(zip(sorted(set(clusters)), [*sorted(set(clusters))[1:], end], strict=True))
    reading = range(len(clusters) - 1, -1, -1) if is_rtl else range(len(clusters))
    letters = [""] * len(clusters)
    for place in reading:
        cluster = clusters[place]
        letters[place] = text[cluster : ends.pop(cluster, cluster)]
    return letters


@cache
def regular() -> Face:
    return Face("Rubik-Regular")


@cache
def bold() -> Face:
    return Face("Rubik-Bold")


def face(*, is_bold: bool) -> Face:
    return bold() if is_bold else regular()
