"""Words shaped once: a word that comes back is taken as it was drawn before."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from caseapp.documents.pdf.text.fonts import OWN_FACE, Font, Glyph, font_for

# Each of these turns all readers; pdf.js knows the direction of no other mark to the right.
TO_RIGHT = "\u061c"
TO_LEFT = "\u200e"
_TURNED = frozenset(("CS", "ES", "ET"))  # readers take these for parts of a number
_BRACKETS = "()[]{}<>«»"
_STRONG = ("\u0590", "\u08ac")  # letters from right to left, as pdf.js counts them
_MOST_WORDS = 4096
_MOST_OPTIONS = 32


class ShapingOptions(NamedTuple):
    """How a word is shaped, whatever its letters."""

    script: str
    language: str
    is_bold: bool
    is_rtl: bool
    is_slanted: bool = False
    face: str = OWN_FACE

    @property
    def font(self) -> Font:
        return font_for(is_bold=self.is_bold, face=self.face)


class Word:
    """Letters of one level, weight and script, with their glyphs from left to right; places count from its start.

    `width` is in thousandths of the size.
    """

    __slots__ = ("_weight", "glyphs", "look", "text", "width")

    def __init__(self, text: str, glyphs: tuple[Glyph, ...], look: ShapingOptions) -> None:
        self.text = text
        self.glyphs = glyphs
        self.look = look
        self.width = sum([glyph.advance for glyph in glyphs])
        self._weight: tuple[int, int, int] | None = None

    @property
    def font(self) -> Font:
        return self.look.font

    def weighed(self) -> tuple[int, int, int]:
        """How many letters pdf.js counts as right to left, of how many, and how many more poppler counts as left to
        right than as right to left."""
        if self._weight is None:
            shown = "".join([glyph.letters for glyph in self.glyphs])
            rtl = sum([_STRONG[0] <= letter < _STRONG[1] for letter in shown])
            letters = sum(map(str.isalpha, self.text))
            self._weight = rtl, len(shown), -letters if self.look.is_rtl else letters
        return self._weight

    def _fitted(self) -> tuple[list[int], list[int]]:
        """Places before which the letters may be parted, and how far the word reaches before each."""
        advances = [0] * len(self.text)
        for glyph in self.glyphs:
            advances[glyph.source] += glyph.advance
        reach = [0, *accumulate(advances)]
        sources = {glyph.source for glyph in self.glyphs} - {0}
        places = sorted(place for place in sources if not unicodedata.combining(self.text[place]))
        return places, [reach[place] for place in places]

    def parted(self, width: float) -> "tuple[Word, Word] | None":
        """What fits into the width, at least one letter with its marks, and the rest."""
        places, reaches = self._fitted()
        if not places:
            return None
        place = places[max(bisect_right(reaches, width) - 1, 0)]
        return self._between(0, place), self._between(place, len(self.text))

    def _between(self, start: int, end: int) -> "Word":
        if self.look.is_rtl:
            left = bisect_left(self.glyphs, -end + 1, key=lambda glyph: -glyph.source)
            right = bisect_left(self.glyphs, -start + 1, key=lambda glyph: -glyph.source)
        else:
            left = bisect_left(self.glyphs, start, key=lambda glyph: glyph.source)
            right = bisect_left(self.glyphs, end, key=lambda glyph: glyph.source)
        glyphs = tuple(glyph._replace(source=glyph.source - start) for glyph in self.glyphs[left:right])
        return Word(self.text[start:end], glyphs, self.look)


class WordCache(dict[str, Word]):
    """The words of one options that stand alone, each shaped when it is first met; as many as are worth remembering."""

    def __init__(self, options: ShapingOptions) -> None:
        super().__init__()
        self.options = options

    def __missing__(self, text: str) -> Word:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[text] = word = _shaped(text, "", "", self.options)
        return word


@lru_cache(_MOST_OPTIONS)
def cache_for(options: ShapingOptions) -> WordCache:
    return WordCache(options)


@lru_cache(_MOST_WORDS)
def word_beside(text: str, before: str, after: str, options: ShapingOptions) -> Word:
    """A word whose Arabic letters join those before and after it."""
    return _shaped(text, before, after, options)


@lru_cache(_MOST_WORDS)
def led(word: Word, marks: str) -> Word:
    """The word with marks in front of the first of its letters that is seen."""
    first, *others = word.glyphs
    return Word(word.text, (first._replace(letters=marks + first.letters), *others), word.look)


@lru_cache(_MOST_WORDS)
def unseen(marks: str, look: ShapingOptions) -> Word:
    """Marks without a letter: in a letter's own text they must not come last, or pdf.js drops the letter."""
    return Word("", (Glyph(look.font.empty, 0, marks, 0, 0, 0),), look)


def _mark_of(own: Font, source: int) -> Glyph:
    return Glyph(own.empty, source, TO_LEFT, 0, 0, 0)


def _shaped(text: str, before: str, after: str, options: ShapingOptions) -> Word:
    own, is_rtl = options.font, options.is_rtl
    start = len(before)
    whole, end = f"{before}{text}{after}", start + len(text)
    found = own.shape(whole, start, end, is_rtl=is_rtl, script=options.script, language=options.language)
    glyphs = [glyph._replace(source=glyph.source - start) for glyph in found] if start else found
    if is_rtl:
        glyphs = list(_turned(glyphs, own))
    return Word(text, tuple(glyphs), options)


def _turned(glyphs: list[Glyph], own: Font) -> Iterator[Glyph]:
    """Signs among letters from right to left, marked so that readers keep them there.

    PDFium turns brackets in right-to-left text around once more and takes fractions and dots apart, so these end in a
    mark to the left. It also counts a mark of a letter to a sign at its left.
    """
    is_after_sign = False
    for glyph in glyphs:
        letter = glyph.letters
        if is_after_sign and glyph.is_mark():
            yield glyph._replace(letters=TO_RIGHT + letter)
            is_after_sign = False
            continue
        is_after_sign = len(letter) == 1 and unicodedata.bidirectional(letter) in _TURNED
        if letter in _BRACKETS or _is_compound(letter):
            yield glyph._replace(letters=TO_RIGHT + letter)
            yield _mark_of(own, glyph.source)
        elif is_after_sign or "\u2010" <= letter < "\u2100":
            yield glyph._replace(letters=TO_RIGHT + letter)
        else:
            yield glyph


@cache
def _is_compound(letter: str) -> bool:
    return not letter[:1].isalpha() and len(letter) == 1 and unicodedata.normalize("NFKC", letter) != letter
