"""Plain spans turned into shaped text, and shaped text into lines."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from typing import TypeAlias

from fontTools.unicodedata import script as script_of

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Span
from caseapp.documents.isolates import LRI, PDI, pieces, visible_text

from .bidi import base_direction, embedding_levels, visual_order
from .faces import Face, Glyph, face

_BREAKS_AFTER = frozenset("-‐–—־/")
_LETTERS_OF_A_WORD = 3  # fewer after a slash are the ending of another gender or number
RIGHT_TO_LEFT_MARK = "\u200f"
LEFT_TO_RIGHT_MARK = "\u200e"
_FENCE = 40  # thousandths of the size
_FIGURE_SIGNS = frozenset(("CS", "ES", "ET"))
_UNDECIDED = frozenset(("Zyyy", "Zinh", "Zzzz"))
_LANGUAGES = {"Hebr": "he", "Arab": "ar", "Cyrl": "ru", "Latn": "en", "Grek": "el"}  # what a script is here
Emphasis: TypeAlias = tuple[bool, bool]  # bold, slanted


@dataclass(frozen=True)
class Run:
    """Letters of one level, weight, slant and script, with their glyphs from left to right.

    `language` is empty where the letters do not tell it.
    """

    start: int
    end: int
    level: int
    is_bold: bool
    is_slanted: bool
    language: str
    glyphs: tuple[Glyph, ...]

    @property
    def face(self) -> Face:
        return face(is_bold=self.is_bold)

    def between(self, start: int, end: int) -> Sequence[Glyph]:
        """The glyphs of the letters from `start` to before `end`, from left to right."""
        if start <= self.start and end >= self.end:
            return self.glyphs
        if self.level % 2:
            after = bisect_right(self.glyphs, -end, key=lambda glyph: -glyph.source)
            return self.glyphs[after : bisect_right(self.glyphs, -start, key=lambda glyph: -glyph.source)]
        before = bisect_left(self.glyphs, start, key=lambda glyph: glyph.source)
        return self.glyphs[before : bisect_left(self.glyphs, end, key=lambda glyph: glyph.source)]


@dataclass(frozen=True)
class ShapedText:
    """One paragraph without line ends, in logical order."""

    text: str
    runs: tuple[Run, ...]
    is_rtl: bool = False

    @cached_property
    def run_starts(self) -> list[int]:
        return [run.start for run in self.runs]

    @cached_property
    def reach(self) -> list[int]:
        """How far the text reaches before each letter, in thousandths of the size."""
        advances = [0] * len(self.text)
        for run in self.runs:
            for glyph in run.glyphs:
                advances[glyph.source] += glyph.advance
        return [0, *accumulate(advances)]

    @cached_property
    def breakable(self) -> frozenset[int]:
        """Places before which the letters may be parted where a word is wider than the line."""
        sources = {glyph.source for run in self.runs for glyph in run.glyphs}
        return frozenset(place for place in sources if not unicodedata.combining(self.text[place]))


@dataclass(frozen=True)
class TextLine:
    """A line of shaped text, without the spaces at its end (rule L1 has nothing left to reset)."""

    source: ShapedText
    start: int
    end: int

    @property
    def width(self) -> int:
        """In thousandths of the size."""
        return self.source.reach[self.end] - self.source.reach[self.start]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def is_before_space(self) -> bool:
        return self.source.text.startswith(" ", self.end)

    def strands(self) -> Iterator[tuple[Run, Sequence[Glyph]]]:
        """The runs of the line as they are seen from left to right, each with its glyphs."""
        starts = self.source.run_starts
        runs = self.source.runs[max(0, bisect_right(starts, self.start) - 1) : bisect_left(starts, self.end)]
        for place in visual_order([run.level for run in runs]):
            yield runs[place], runs[place].between(self.start, self.end)


def shaped(spans: Sequence[Span], *, direction: Direction, language: str) -> list[ShapedText]:
    """The spans as shaped text, one for each line that the writer began."""
    letters = [(char, (span.bold, span.italic)) for span in spans for char in visible_text(span.text)]
    texts: list[ShapedText] = []
    for is_end, group in groupby(letters, key=lambda letter: letter[0] == "\n"):
        if is_end:
            texts.extend(ShapedText("", ()) for _ in range(len(list(group)) - 1))
        else:
            texts.append(_shaped_line(list(group), direction, language))
    return texts


def lines_of(text: ShapedText, width: float) -> list[TextLine]:
    """The text broken into lines of at most `width` thousandths of the size, in linear time."""
    lines: list[TextLine] = []
    start = fitting = 0
    for end in _ends_of_words(text.text):
        line = _trimmed(text, start, end)
        if line.width > width and fitting > start:
            lines.append(_trimmed(text, start, fitting))
            start = fitting
            line = _trimmed(text, start, end)
        while line.width > width:
            cut = _cut(text, start, line.end, width)
            if cut >= line.end:
                break
            lines.append(TextLine(text, start, cut))
            start = cut
            line = TextLine(text, start, line.end)
        fitting = end
    return [*lines, _trimmed(text, start, len(text.text))]


def _trimmed(text: ShapedText, start: int, end: int) -> TextLine:
    return TextLine(text, start, start + len(text.text[start:end].rstrip(" ")))


def _cut(text: ShapedText, start: int, end: int, width: float) -> int:
    """Where a word wider than the line is parted: never inside a letter and its marks."""
    cut = bisect_right(text.reach, text.reach[start] + width, start, end) - 1
    while cut > start and cut not in text.breakable:
        cut -= 1
    if cut > start:
        return cut
    return next((place for place in range(start + 1, end) if place in text.breakable), end)


def _shaped_line(letters: list[tuple[str, Emphasis]], direction: Direction, language: str) -> ShapedText:
    text = "".join(char for char, _ in letters)
    isolated = list(_isolated(text))
    own = base_direction(text, direction)
    levels: list[int] = []
    found = embedding_levels("".join(char for char, _ in isolated), own)
    for (_, place), level in zip(isolated, found, strict=True):
        if place is not None:
            levels.append(level if level is not None else levels[-1] if levels else int(own.is_rtl))
    scripts = _scripts(text)
    marks = list(zip(levels, (emphasis for _, emphasis in letters), scripts, strict=True))
    cuts = [0, *(place for place in range(1, len(text)) if marks[place] != marks[place - 1]), len(text)]
    runs = (_run(text, start, end, marks[start], own, language) for start, end in pairwise(cuts))
    return ShapedText(text, tuple(runs), own.is_rtl)


def _isolated(text: str) -> Iterator[tuple[str, int | None]]:
    """Each letter with its place, and the isolates around figures, which have none."""
    place = 0
    for piece in pieces(text):
        if piece.is_figure:
            yield LRI, None
        for char in piece.text:
            yield char, place
            place += 1
        if piece.is_figure:
            yield PDI, None


def _run(text: str, start: int, end: int, mark: tuple[int, Emphasis, str], base: Direction, language: str) -> Run:
    level, (is_bold, is_slanted), script = mark
    is_rtl = bool(level % 2)
    glyphs = face(is_bold=is_bold).shape(text, start, end, is_rtl=is_rtl, script=script, language=language)
    if is_rtl:
        glyphs = [_marked(glyph) for glyph in glyphs]
    if level > int(base.is_rtl):
        glyphs = _fenced(glyphs, is_rtl=is_rtl, base=base, unseen=face(is_bold=is_bold).empty)
    spoken = _LANGUAGES.get(script, "") if any(map(str.isalpha, text[start:end])) else ""
    return Run(start, end, level, is_bold, is_slanted, spoken, tuple(glyphs))


def _fenced(glyphs: list[Glyph], *, is_rtl: bool, base: Direction, unseen: int) -> list[Glyph]:
    """Tell readers where text of the other direction ends: they count spaces and signs beside it to it."""
    first, last = glyphs[0], glyphs[-1]
    if is_rtl:  # the marks stand outside of the letters, which are read from right to left
        left = Glyph(unseen + _FENCE, first.source, LEFT_TO_RIGHT_MARK, 0, -_FENCE, 0)
        return [left, *glyphs, Glyph(unseen + _FENCE, last.source, LEFT_TO_RIGHT_MARK, 0, 0, 0)]
    mark = RIGHT_TO_LEFT_MARK if base.is_rtl else LEFT_TO_RIGHT_MARK
    glyphs[0] = first._replace(letters=mark + first.letters)
    glyphs[-1] = glyphs[-1]._replace(letters=glyphs[-1].letters + mark)
    return glyphs


def _marked(glyph: Glyph) -> Glyph:
    """Readers take a comma for a part of a figure and read on from left to right; the mark turns them back."""
    if len(glyph.letters) == 1 and unicodedata.bidirectional(glyph.letters) in _FIGURE_SIGNS:
        return glyph._replace(letters=RIGHT_TO_LEFT_MARK + glyph.letters)
    return glyph


def _scripts(text: str) -> list[str]:
    """The script of each letter; signs and spaces take that of the letter before them."""
    found: list[str] = []
    for char in text:
        own = script_of(char)
        found.append(own if own not in _UNDECIDED else found[-1] if found else "Zyyy")
    return found


def _ends_of_words(text: str) -> Iterator[int]:
    """Places after which a line may end: after spaces, and after a dash or a slash between letters."""
    for place, char in enumerate(text[:-1]):
        follower = text[place + 1]
        between = place > 0 and text[place - 1].isalpha() and follower.isalpha()
        if (char == " " and follower != " ") or (char in _BREAKS_AFTER and between and not _is_ending(text, place)):
            yield place + 1
    yield len(text)


def _is_ending(text: str, place: int) -> bool:
    """Whether the slash only adds another ending to its word, which may not be parted from it."""
    after = text[place + 1 : place + 1 + _LETTERS_OF_A_WORD]
    return text[place] == "/" and not (len(after) == _LETTERS_OF_A_WORD and after.isalpha())
