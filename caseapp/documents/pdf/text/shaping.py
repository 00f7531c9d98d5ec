"""Plain spans turned into shaped words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias
from unicodedata import combining

from fontTools.unicodedata import script as script_of

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import Span
from caseapp.documents.pdf.text.fonts import AS_BEFORE, FACES, OWN_FACE
from caseapp.documents.pdf.text.levels import base_direction, levels_of
from caseapp.documents.pdf.text.word_cache import (
    ShapingOptions,
    Word,
    cache_for,
    word_beside,
)
from caseapp.isolates import Piece, pieces, printed_text

_BREAKS_AFTER = "-‐–—־/"
_DASH = re.compile(f"[{re.escape(_BREAKS_AFTER)}]")
_LETTERS_OF_A_WORD = 3  # fewer after a slash are the ending of another gender or number
_LONGEST_WORD = 120  # letters; a longer one is shaped in parts
_PARTS = re.compile(rf" +|[^ ]{{1,{_LONGEST_WORD}}}")
_UNDECIDED = frozenset(("Zyyy", "Zinh", "Zzzz"))
_JOINING = frozenset(("Arab", "Syrc", "Nkoo", "Mong"))
_NEIGHBOURS = 5  # as far as letters look for one to join
_LANGUAGES = {"Hebr": "he", "Arab": "ar", "Cyrl": "ru", "Latn": "en", "Grek": "el"}  # what a script is here
_MOST_LINES = 1024  # short texts come back: times, numbers, headings
_FIRST_SCRIPT = 0xE000
Emphasis: TypeAlias = tuple[bool, bool]  # bold, slanted


class _Scripts(dict[int, str]):
    """One letter for each script, so that a text's scripts are a string."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __missing__(self, code: int) -> str:
        name = script_of(chr(code))
        name = "Zyyy" if name in _UNDECIDED else name
        if name not in self.names:
            self.names.append(name)
        self[code] = chr(_FIRST_SCRIPT + self.names.index(name))
        return self[code]

    def name(self, letter: str) -> str:
        return self.names[ord(letter) - _FIRST_SCRIPT]


_SCRIPTS = _Scripts()
_NONE = _SCRIPTS[ord(" ")]
_FOLLOWED_BY_NONE = re.compile(f"([^{_NONE}]){_NONE}+")
_FOLLOWED_BY_SAME = re.compile(f"([^{AS_BEFORE}]){AS_BEFORE}+")
_SAME = re.compile(r"(.)\1*", re.DOTALL)


class Run(NamedTuple):
    """What letters beside each other have in common. `language` is None where the letters do not tell it."""

    start: int
    end: int
    level: int
    is_bold: bool
    is_slanted: bool
    script: str
    language: str | None
    face: str


class Token(NamedTuple):
    """A word or spaces, inside of one run."""

    start: int
    word: Word
    run: Run
    is_space: bool
    may_end: bool  # whether a line may end after it


@dataclass(frozen=True)
class ShapedText:
    """One paragraph without line ends, in logical order."""

    text: str
    tokens: tuple[Token, ...]
    is_rtl: bool = False

    @cached_property
    def width(self) -> int:
        return sum([token.word.width for token in self.tokens])

    @cached_property
    def languages(self) -> set[str]:
        return {token.run.language for token in self.tokens if token.run.language}


def shaped(spans: Sequence[Span], *, direction: Direction, language: str) -> list[ShapedText]:
    """The spans as shaped text, one for each line that the writer began."""
    lines: list[list[tuple[str, Emphasis]]] = [[]]
    for span in spans:
        for number, part in enumerate(printed_text(span.text).split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append((part, (span.bold, span.italic)))
    while lines and not lines[-1]:
        lines.pop()
    if lines and not lines[0]:
        lines.pop(0)
    return [_shaped_line(tuple(line), direction, language) for line in lines]


@lru_cache(_MOST_LINES)
def _shaped_line(parts: tuple[tuple[str, Emphasis], ...], direction: Direction, language: str) -> ShapedText:
    found = [_unbroken(piece) for piece in pieces("".join(part for part, _ in parts))]
    text = "".join(piece.text for piece in found)
    base = base_direction(found, direction)
    levels = levels_of(found, base)
    tokens: list[Token] = []
    for run in _runs(text, levels, parts):
        tokens += _tokens(text, run, language)
    return ShapedText(text, tuple(tokens), base.is_rtl)


def _unbroken(piece: Piece) -> Piece:
    """A figure with no-break spaces: no line ends inside, and PDFium does not read its groups from the right."""
    return piece._replace(text=piece.text.replace(" ", "\u00a0")) if piece.is_figure else piece


def _runs(text: str, levels: str, parts: Sequence[tuple[str, Emphasis]]) -> Iterator[Run]:
    scripts = _FOLLOWED_BY_NONE.sub(lambda found: found[1] * len(found[0]), text.translate(_SCRIPTS))
    leading = len(scripts) - len(scripts.lstrip(_NONE))
    if 0 < leading < len(scripts):
        scripts = scripts[leading] * leading + scripts[leading:]
    emphasis: list[tuple[int, Emphasis]] = []
    end = 0
    for part, how in parts:
        end += len(part)
        emphasis.append((end, how))
    cuts = {0, *(end for end, _ in emphasis)}
    faces = _FOLLOWED_BY_SAME.sub(lambda found: found[1] * len(found[0]), text.translate(FACES))
    faces = faces.replace(AS_BEFORE, OWN_FACE)
    for marks in (levels, scripts, faces):
        cuts.update(found.end() for found in _SAME.finditer(marks))
    number = 0
    for start, end in pairwise(sorted(cuts)):
        while emphasis[number][0] <= start:
            number += 1
        is_bold, is_slanted = emphasis[number][1]
        script = _SCRIPTS.name(scripts[start])
        language = _LANGUAGES.get(script) if any(map(str.isalpha, text[start:end])) else ""
        if language == "" and text[start:end].isspace():
            language = None
        yield Run(start, end, int(levels[start]), is_bold, is_slanted, script, language, faces[start])


def _tokens(text: str, run: Run, language: str) -> Iterator[Token]:
    options = ShapingOptions(run.script, language, run.is_bold, bool(run.level % 2), run.is_slanted, run.face)
    known = cache_for(options)
    joins = run.script in _JOINING
    for start, end in pairwise(_cuts(text, run)):
        letters = text[start:end]
        is_space = not letters.strip(" ")  # a space that bears a mark is none
        may_end = is_space or (letters[-1] in _BREAKS_AFTER and _may_end(text, end))
        if joins and not is_space:
            before = text[max(0, start - _NEIGHBOURS) : start].rpartition(" ")[2]
            after = text[end : end + _NEIGHBOURS].partition(" ")[0]
            word = word_beside(letters, before, after, options)
        else:
            word = known[letters]
        yield Token(start, word, run, is_space, may_end)


def _cuts(text: str, run: Run) -> list[int]:
    """Where the words of a run begin, and its end."""
    cuts: list[int] = []
    for part in _PARTS.finditer(text, run.start, run.end):
        start, end = part.span()
        if start == run.start or not combining(text[start]):  # a long word is not parted before a mark
            cuts.append(start)
        cuts += [
            dash.end() for dash in _DASH.finditer(text, start, end) if dash.end() < end and _may_end(text, dash.end())
        ]
    return [*cuts, run.end]


def _may_end(text: str, end: int) -> bool:
    """Whether a line may end here, after a dash or a slash: between letters."""
    is_between = end > 1 and text[end - 2].isalpha() and text[end : end + 1].isalpha()
    return is_between and not _is_ending(text, end - 1)


def _is_ending(text: str, place: int) -> bool:
    """Whether the slash only adds another ending to its word, which may not be parted from it."""
    after = text[place + 1 : place + 1 + _LETTERS_OF_A_WORD]
    return text[place] == "/" and not (len(after) == _LETTERS_OF_A_WORD and after.isalpha())
