"""Shaped words broken into lines, and the order in which a line is seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import ceil
from operator import attrgetter
from typing import NamedTuple

from caseapp.documents.pdf.text.bidi import visual_order
from caseapp.documents.pdf.text.shaping import Run, ShapedText, Token
from caseapp.documents.pdf.text.word_cache import TO_LEFT, TO_RIGHT, Word, led, mark_in, unbroken

_TURNS = 0.3  # of a part


class LinePart(NamedTuple):
    """Words that are shown at once, from left to right; `left` is the place of their left end."""

    language: str | None
    left: int
    words: Sequence[Word]


@dataclass(frozen=True)
class TextLine:
    """A line of words in logical order, without the spaces at its end (rule L1 has nothing left to reset)."""

    tokens: Sequence[Token]
    is_rtl: bool
    is_before_space: bool = False

    @cached_property
    def width(self) -> int:
        """In thousandths of the size."""
        return sum([token.word.width for token in self.tokens])

    @property
    def text(self) -> str:
        return "".join(token.word.text for token in self.tokens)

    def runs(self) -> list[tuple[Run, list[Word], int]]:
        """The words of each run in reading order, with the place of their left end."""
        tokens = self.tokens
        if tokens and tokens[0].run is tokens[-1].run:
            return [(tokens[0].run, [token.word for token in tokens], 0)]
        found = [(run, [token.word for token in group]) for run, group in groupby(self.tokens, attrgetter("run"))]
        lefts = [0] * len(found)
        left = 0
        for place in visual_order([run.level for run, _ in found]):
            lefts[place] = left
            left += sum(word.width for word in found[place][1])
        return [(run, words, left) for (run, words), left in zip(found, lefts, strict=True)]

    def parts(self) -> list[LinePart]:
        """What is shown at once, in reading order: neighbours of one weight and language."""
        runs = self.runs()
        if not runs:
            return []
        if len(runs) == 1:
            ((run, words, left),) = runs
            words = _facing(run, words, is_rtl=self.is_rtl)
            return [LinePart(run.language, left, _kept_apart(words, is_whole=True) if run.script == "Arab" else words)]
        return _parts(runs, is_rtl=self.is_rtl)


def _parts(runs: list[tuple[Run, list[Word], int]], *, is_rtl: bool) -> list[LinePart]:
    spoken, own = _spoken([run for run, _, _ in runs]), runs[0][1][0].look.language
    seen = {place: number for number, place in enumerate(sorted(range(len(runs)), key=lambda place: runs[place][2]))}
    groups: list[list[int]] = []
    for place, (run, _, _) in enumerate(runs):
        before = place - 1
        goes_on = (
            place
            and (spoken[before] or own) == (spoken[place] or own)
            and runs[before][0].is_bold == run.is_bold
            and abs(seen[before] - seen[place]) == 1
        )
        if goes_on:
            groups[-1].append(place)
        else:
            groups.append([place])
    shown: list[list[Word]] = []
    for group in groups:
        ordered = sorted(group, key=seen.__getitem__)
        words = [word for place in ordered for word in _facing(runs[place][0], runs[place][1], is_rtl=is_rtl)]
        shown.append(_kept_apart(words, is_whole=len(groups) == 1) if is_rtl else words)
    _balance(shown, is_rtl=is_rtl)
    lefts = [min(runs[place][2] for place in group) for group in groups]
    return [LinePart(spoken[group[0]], left, words) for group, left, words in zip(groups, lefts, shown, strict=True)]


def _spoken(runs: Sequence[Run]) -> list[str | None]:
    """The language of each run; spaces go with what is read in the line's direction."""
    spoken = [run.language for run in runs]
    for place, run in enumerate(runs):
        if run.language is not None:
            continue
        beside = [other for other in (place - 1, place + 1) if 0 <= other < len(runs) and spoken[other] is not None]
        beside.sort(key=lambda other: runs[other].level)
        level = [other for other in beside if runs[other].level == run.level]
        if found := level or beside:
            spoken[place] = spoken[found[0]]
    return spoken


def _facing(run: Run, words: list[Word], *, is_rtl: bool) -> list[Word]:
    """The words of a run from left to right, with marks where they run against their line."""
    if bool(run.level % 2) is is_rtl:
        return words[::-1] if is_rtl else words
    seen = words[::-1] if run.level % 2 else words
    if run.language == "" and not run.level % 2:
        seen = [unbroken(word) if word.text.isspace() else word for word in words]
    first, *others = seen
    return [led(first, TO_RIGHT + TO_LEFT if is_rtl else TO_LEFT), *others, mark_in(first.look)]


def _kept_apart(words: list[Word], *, is_whole: bool) -> list[Word]:
    """Mark spaces that pdf.js would drop, because the next part begins elsewhere, or double, before a letter's mark."""
    ends = () if is_whole else (0, len(words) - 1)
    return [
        led(word, TO_RIGHT) if word.text == " " and (place in ends or _begins_with_mark(words, place + 1)) else word
        for place, word in enumerate(words)
    ]


def _begins_with_mark(words: Sequence[Word], place: int) -> bool:
    return place < len(words) and words[place].glyphs[0].is_mark()


def _balance(parts: list[list[Word]], *, is_rtl: bool) -> None:
    """Add marks to what readers would turn because they count letters: pdf.js takes a part for right to left if three
    tenths of it are, poppler a page by what it has more of."""
    weights = [[sum(column) for column in zip(*(word.weighed() for word in words), strict=True)] for words in parts]
    lacking = sum(balance for _, _, balance in weights) + 1
    for words, (rtl, whole, _) in zip(parts, weights, strict=True):
        if not any(word.look.is_rtl for word in words):
            continue
        if is_rtl:
            missing = max(ceil((_TURNS * whole - rtl) / (1 - _TURNS)), lacking)
            lacking = 0
        else:
            missing = ceil(rtl / _TURNS - whole) + 1 if rtl < whole else 0
        if missing > 0:
            words[0] = led(words[0], (TO_RIGHT if is_rtl else TO_LEFT) * missing)


def lines_of(text: ShapedText, width: float) -> list[TextLine]:
    """The text broken into lines of at most `width` thousandths of the size, in linear time."""
    if text.width <= width:
        return [_line(text.tokens, text)]
    lines: list[TextLine] = []
    line: list[Token] = []
    taken = 0.0
    for group in _groups(text.tokens):
        needed = sum([token.word.width for token in group if not token.is_space])
        if line and taken + needed > width:
            lines.append(_line(line, text))
            line, taken = [], 0.0
        if needed > width:
            group = _filled(group, width, text, lines)
        line += group
        taken += sum([token.word.width for token in group])
    return [*lines, _line(line, text)]


def _filled(group: list[Token], width: float, text: ShapedText, lines: list[TextLine]) -> list[Token]:
    """Fill lines with a word that is wider than they are; what is left goes on in the next."""
    line: list[Token] = []
    room = width
    waiting = group[::-1]
    while waiting:
        token = waiting.pop()
        if token.word.width <= room or token.is_space:
            line.append(token)
            room -= token.word.width
            continue
        parts = token.word.parted(room)
        fits = parts is not None and parts[0].width <= room
        if parts and (fits or not line):
            start = token.start + len(parts[0].text)
            line.append(token._replace(word=parts[0]))
            waiting.append(token._replace(start=start, word=parts[1]))
        elif line:
            waiting.append(token)
        else:
            line.append(token)
        lines.append(TextLine(line, text.is_rtl))
        line, room = [], width
    return line


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Tokens between which no line ends."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.may_end:
            yield group
            group = []
    if group:
        yield group


def _line(tokens: Sequence[Token], text: ShapedText) -> TextLine:
    end = len(tokens)
    while end and tokens[end - 1].is_space:
        end -= 1
    return TextLine(tokens[:end], text.is_rtl, is_before_space=end < len(tokens))
