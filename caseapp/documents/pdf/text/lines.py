"""Shaped words broken into lines, and the order in which a line is seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from caseapp.documents.pdf.text.bidi import visual_order
from caseapp.documents.pdf.text.parts import LinePart, PlacedRun, parts_of
from caseapp.documents.pdf.text.shaping import ShapedText, Token


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

    def runs(self) -> list[PlacedRun]:
        """The words of each run in reading order, with the place of their left end."""
        tokens = self.tokens
        if tokens and tokens[0].run is tokens[-1].run:
            return [PlacedRun(tokens[0].run, [token.word for token in tokens], 0)]
        found = [(run, [token.word for token in group]) for run, group in groupby(self.tokens, attrgetter("run"))]
        lefts = [0] * len(found)
        left = 0
        for place in visual_order([run.level for run, _ in found]):
            lefts[place] = left
            left += sum(word.width for word in found[place][1])
        return [PlacedRun(run, words, left) for (run, words), left in zip(found, lefts, strict=True)]

    def parts(self) -> list[LinePart]:
        """What is shown at once, in reading order."""
        return parts_of(self.runs(), is_rtl=self.is_rtl)


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
