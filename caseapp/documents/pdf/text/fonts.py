"""The two weights of Rubik, and faces for letters that it does not have.

Shaped by HarfBuzz, measured and subset by ReportLab's TrueType reader.
"""

import unicodedata
from collections import deque
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from struct import pack, unpack
from typing import NamedTuple

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).resolve().parents[2] / "fonts"


class Glyph(NamedTuple):
    """A shaped glyph, the letters that it stands for and the place of the first of them.

    Lengths are in thousandths of the size.
    """

    id: int
    source: int
    letters: str
    advance: int
    across: int
    up: int

    def is_mark(self) -> bool:
        return not self.advance and self.letters[:1] != "" and _is_mark(self.letters[-1])


OWN_FACE, AS_BEFORE = "0", "="
_OTHERS = {"1": "NotoSansEthiopic-Regular", "2": "NotoSymbols-Regular"}
_JOINERS = str.maketrans("", "", "\u200c\u200d")
_NOTHING = "\u200b"
_MOST_GLYPHS = 60_000
_FARTHEST = 16_000  # in the table of outlines a place takes two bytes
_SLANT = 0.19  # the typeface has no italics: its letters lean by eleven degrees
_ONE = 1 << 14  # in the fixed point of a transformation
_MOVED, _TRANSFORMED = 0x0003, 0x0080  # both arguments are words and lengths; two rows of two numbers follow
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
        self._moved: dict[tuple[int, int, int, int, bool], int] = {}
        self._let_outlines_grow()

    def _let_outlines_grow(self) -> None:
        """Put the table of outlines last in the file, so that further ones can follow."""
        metrics = self.truetype.face
        outlines = metrics.get_table("glyf")
        whole = bytearray(metrics._ttf_data)
        metrics.table["glyf"] = {**metrics.table["glyf"], "offset": len(whole), "length": len(outlines)}
        metrics._ttf_data = whole + outlines

    def placed(self, glyph: Glyph, *, is_slanted: bool) -> int:
        """The number of the glyph as it is drawn: moved, slanted, and without width where it takes none.

        Readers take a mark for a word of its own where the pen moves for it, so its place is in its outline.
        """
        is_moved = glyph.across or glyph.up or (not glyph.advance and self.widths[glyph.id])
        if not (is_moved or is_slanted) or glyph.id >= self.empty or len(self.widths) >= _MOST_GLYPHS:
            return glyph.id
        if max(abs(glyph.across), abs(glyph.up)) > _FARTHEST:
            return glyph.id
        width = glyph.advance if is_moved else self.widths[glyph.id]
        key = (glyph.id, width, glyph.across, glyph.up, is_slanted)
        if key not in self._moved:
            self._moved[key] = self._add_moved(*key)
        return self._moved[key]

    def _add_moved(self, number: int, width: int, across: int, up: int, is_slanted: bool) -> int:
        """Add a composite glyph (OpenType, glyf): the outline of one that is there, at another place."""
        metrics = self.truetype.face
        start, end = metrics.glyphPos[number : number + 2]
        outlines = metrics.table["glyf"]
        record, left = b"", 0
        if end > start:
            box = unpack(">4h", metrics.get_chunk(outlines["offset"] + start + 2, 8))
            across += round(_SLANT * up) if is_slanted else 0
            left = box[0] + across
            record = pack(">5h", -1, left, box[1] + up, box[2] + across, box[3] + up)
            record += pack(">2H2h", _MOVED | (_TRANSFORMED if is_slanted else 0), number, across, up)
            record += pack(">4h", _ONE, 0, round(_SLANT * _ONE), _ONE) if is_slanted else b""
        metrics._ttf_data += record
        outlines["length"] += len(record)
        metrics.glyphPos.append(metrics.glyphPos[-1] + len(record))
        metrics.hmetrics.append((width, left & 0xFFFF))
        added = len(self.widths)
        self.widths.append(width)
        metrics.charToGlyph[added] = added
        return added

    def holds(self, char: str) -> bool:
        return self.shaper.get_nominal_glyph(ord(char)) is not None

    def shape(self, text: str, start: int, end: int, *, is_rtl: bool, script: str, language: str) -> list[Glyph]:
        """The glyphs of text[start:end] from left to right; letters around it decide how Arabic joins."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text, start, end - start)
        buffer.direction = "rtl" if is_rtl else "ltr"
        buffer.script = script
        buffer.language = language
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        uharfbuzz.shape(self.shaper, buffer, {})
        drawn = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        starts = sorted({info.cluster for info, _ in drawn})
        letters = {first: text[first:after] for first, after in pairwise([*starts, end])}
        glyphs: list[Glyph] = []
        for cluster, group in groupby(drawn, key=lambda found: found[0].cluster):
            own = [
                Glyph(info.codepoint, cluster, "", place.x_advance, place.x_offset, place.y_offset)
                for info, place in group
            ]
            glyphs += _lettered(letters[cluster], own, is_rtl=is_rtl, unseen=self.empty)
        return _with_marks_as_read(glyphs) if is_rtl else glyphs

    def subset(self, glyphs: list[int]) -> tuple[bytes, dict[int, int]]:
        """A TrueType file of these glyphs, and the number that each has in it."""
        numbers = {0: 0}
        for glyph in glyphs:
            numbers.setdefault(glyph, len(numbers))
        return bytes(self.truetype.face.makeSubset(list(numbers))), numbers


def _lettered(letters: str, drawn: list[Glyph], *, is_rtl: bool, unseen: int) -> list[Glyph]:
    """The glyphs of one cluster with its letters, both from left to right.

    Every glyph stands for something, because readers show the number of one that does not. A mark is apart from its
    letter, because pdf.js gives what holds a mark no width; an unseen glyph stands for letters that have none left.
    """
    if len(letters) == len(drawn) == 1:
        return [drawn[0]._replace(letters=letters)]
    letters = letters.translate(_JOINERS) or letters
    source, pen = drawn[0].source, 0
    wide: deque[Glyph] = deque()
    marks: deque[Glyph] = deque()
    for glyph in drawn:
        (wide if glyph.advance else marks).append(glyph._replace(across=pen + glyph.across))
        pen += glyph.advance
    made: list[Glyph] = []
    pen = 0
    for are_marks, part in groupby(reversed(letters) if is_rtl else letters, key=_is_mark):
        own, whole = marks if are_marks else wide, "".join(part)
        while whole:
            taken = whole[:1] if len(own) > 1 else whole
            glyph = own.popleft() if own else Glyph(unseen, source, "", 0, pen, 0)
            read = taken[::-1] if are_marks and is_rtl else taken
            made.append(glyph._replace(letters=read, across=glyph.across - pen))
            pen += glyph.advance
            whole = whole[len(taken) :]
    for glyph in (*wide, *marks):
        made.append(glyph._replace(letters=_NOTHING, across=glyph.across - pen))
        pen += glyph.advance
    return made


def _with_marks_as_read(glyphs: list[Glyph]) -> list[Glyph]:
    """The marks of a letter in reading order, though all else goes from left to right: PDFium leaves them so, and for
    the others their order has no meaning (UAX #15)."""
    ordered: list[Glyph] = []
    for are_marks, part in groupby(glyphs, key=Glyph.is_mark):
        found = list(part)
        ordered += found[::-1] if are_marks else found
    return ordered


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me")


@cache
def _font(name: str) -> Font:
    return Font(name)


def regular() -> Font:
    return _font("Rubik-Regular")


def font_for(*, is_bold: bool, face: str = OWN_FACE) -> Font:
    """The typeface in this weight, or the only weight of a face for other letters."""
    if face != OWN_FACE:
        return _font(_OTHERS[face])
    return _font("Rubik-Bold") if is_bold else regular()


def load_faces() -> None:
    """Read every face: where documents are drawn, no file can be opened."""
    for name in ("Rubik-Regular", "Rubik-Bold", *_OTHERS.values()):
        _font(name)


class _Faces(dict[int, str]):
    """One letter for the face of each character, so that a text's faces are a string."""

    def __missing__(self, code: int) -> str:
        self[code] = self._face(chr(code))
        return self[code]

    def _face(self, char: str) -> str:
        if _is_mark(char) or unicodedata.category(char) == "Cf":
            return AS_BEFORE
        parts = unicodedata.normalize("NFD", char)
        if char.isspace() or all(map(regular().holds, parts)):
            return OWN_FACE
        return next((face for face, name in _OTHERS.items() if _font(name).holds(char)), OWN_FACE)


FACES = _Faces()
