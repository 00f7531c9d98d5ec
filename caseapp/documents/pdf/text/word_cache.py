"""Words shaped once: a word that comes back is taken as it was drawn before."""

import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from caseapp.documents.pdf.text.fonts import Font, Glyph, font_for

RIGHT_TO_LEFT_MARK = "\u200f"
LEFT_TO_RIGHT_MARK = "\u200e"
_FENCE = 40  # thousandths of the size
_FIGURE_SIGNS = frozenset(("CS", "ES", "ET"))
_MOST_WORDS = 4096
_MOST_OPTIONS = 32


class Word:
    """Letters of one level, weight and script, with their glyphs from left to right; places count from its start.

    `width` is in thousandths of the size.
    """

    __slots__ = ("glyphs", "is_bold", "is_rtl", "text", "width")

    def __init__(self, text: str, glyphs: tuple[Glyph, ...], *, is_rtl: bool, is_bold: bool) -> None:
        self.text = text
        self.glyphs = glyphs
        self.is_rtl = is_rtl
        self.is_bold = is_bold
        self.width = sum([glyph.advance for glyph in glyphs])

    @property
    def font(self) -> Font:
        return font_for(is_bold=self.is_bold)

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
        if self.is_rtl:
            left = bisect_left(self.glyphs, -end + 1, key=lambda glyph: -glyph.source)
            right = bisect_left(self.glyphs, -start + 1, key=lambda glyph: -glyph.source)
        else:
            left = bisect_left(self.glyphs, start, key=lambda glyph: glyph.source)
            right = bisect_left(self.glyphs, end, key=lambda glyph: glyph.source)
        glyphs = tuple(glyph._replace(source=glyph.source - start) for glyph in self.glyphs[left:right])
        return Word(self.text[start:end], glyphs, is_rtl=self.is_rtl, is_bold=self.is_bold)


class WordContext(NamedTuple):
    """What stands beside a word: letters that decide how Arabic joins, and marks where its level ends."""

    before: str = ""
    after: str = ""
    opening: str = ""
    closing: str = ""


ALONE = WordContext()


class ShapingOptions(NamedTuple):
    """How a word is shaped, whatever its letters."""

    script: str
    language: str
    is_bold: bool
    is_rtl: bool


class WordCache(dict[str, Word]):
    """The words of one options that stand alone, each shaped when it is first met; as many as are worth remembering."""

    def __init__(self, options: ShapingOptions) -> None:
        super().__init__()
        self.options = options

    def __missing__(self, text: str) -> Word:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[text] = word = _shaped(text, ALONE, self.options)
        return word


@lru_cache(_MOST_OPTIONS)
def cache_for(options: ShapingOptions) -> WordCache:
    return WordCache(options)


@lru_cache(_MOST_WORDS)
def word_beside(text: str, around: WordContext, options: ShapingOptions) -> Word:
    """A word that does not stand alone."""
    return _shaped(text, around, options)


def _shaped(text: str, around: WordContext, options: ShapingOptions) -> Word:
    script, language, is_bold, is_rtl = options
    own = font_for(is_bold=is_bold)
    start = len(around.before)
    whole = f"{around.before}{text}{around.after}"
    found = own.shape(whole, start, start + len(text), is_rtl=is_rtl, script=script, language=language)
    glyphs = [glyph._replace(source=glyph.source - start) for glyph in found] if start else found
    if is_rtl:
        glyphs = [_marked(glyph) for glyph in glyphs]
    if around.opening or around.closing:
        glyphs = _fenced(glyphs, around, is_rtl=is_rtl, unseen=own.empty)
    return Word(text, tuple(glyphs), is_rtl=is_rtl, is_bold=is_bold)


def _fenced(glyphs: list[Glyph], around: WordContext, *, is_rtl: bool, unseen: int) -> list[Glyph]:
    """Tell readers where text of the other direction ends: they count spaces and signs beside it to it."""
    first, last = glyphs[0], glyphs[-1]
    if not is_rtl:
        glyphs[0] = first._replace(letters=around.opening + first.letters)
        glyphs[-1] = glyphs[-1]._replace(letters=glyphs[-1].letters + around.closing)
        return glyphs
    # The marks stand outside of the letters, which are read from right to left.
    if around.closing:
        glyphs.insert(0, Glyph(unseen + _FENCE, first.source, around.closing, 0, -_FENCE, 0))
    if around.opening:
        glyphs.append(Glyph(unseen + _FENCE, last.source, around.opening, 0, 0, 0))
    return glyphs


def _marked(glyph: Glyph) -> Glyph:
    """Readers take a comma for a part of a figure and read on from left to right; the mark turns them back."""
    if len(glyph.letters) == 1 and unicodedata.bidirectional(glyph.letters) in _FIGURE_SIGNS:
        return glyph._replace(letters=RIGHT_TO_LEFT_MARK + glyph.letters)
    return glyph
