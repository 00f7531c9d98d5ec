"""Typed text made safe and readable: invisible characters are dropped, figures keep their own direction."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from caseapp.invisible_rules import INVISIBLE

LRI = "\u2066"
PDI = "\u2069"

_LATIN = "A-Za-zÀ-ɏͰ-ӿ"
_NUMBER = r"[0-9]+(?:[.,:/][0-9]+)*"
_SPACED_RANGE = r"[0-9]+(?:[.:/][0-9]+)+ [-‐-―−] [0-9]+(?:[.:/][0-9]+)+"
_ATTACHED = rf"(?![.,:/@_\-]?[{_LATIN}0-9_@])"  # the figure would be torn out of a longer word
_SIGN = r"(?:(?<![\w.,:/)\]\-‐-―−])[-−+±])"

_FIGURE = re.compile(
    "|".join(
        (
            # Repeats are bounded and begin where a word begins: a long hostile word costs linear time.
            r"(?<![A-Za-z0-9._%+])(?<![A-Za-z0-9]-)[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}",
            r"(?:https?://|www\.)[!-~]{0,300}[A-Za-z0-9/]",
            rf"\+[0-9][0-9() -]{{6,16}}[0-9]{_ATTACHED}",
            rf"\(0[0-9]{{1,2}}\)[ -]?[0-9]{{3}}[ -]?[0-9]{{4}}{_ATTACHED}",
            rf"(?<![0-9])0[0-9]{{1,2}}[ -][0-9]{{3}}[ -]?[0-9]{{4}}{_ATTACHED}",
            rf"(?<![0-9.,:/]){_SPACED_RANGE}{_ATTACHED}",
            rf"{_SIGN}?[₪$€£]?(?<![*•])[*•]{{0,9}}(?<![0-9.,:/]){_NUMBER}(?:[-‐-―−]{_NUMBER})*[%‰°]?{_ATTACHED}",
        )
    )
)
_AFTER_LATIN = re.compile(rf"[{_LATIN}][ \-.:/#+−_]{{0,2}}$")

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_REPLACEMENT = "\ufffd"


class Piece(NamedTuple):
    """A part of a text: a figure, or what stands between figures."""

    text: str
    is_figure: bool


def visible_text(text: str) -> str:
    """The text without control characters that reorder, hide or break it; line ends become newlines, tabs spaces."""
    return _LINE_ENDS.sub("\n", text).translate(_SEEN)


class _Seen(dict[int, str]):
    """The visible form of each character, computed when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _visible(chr(code))
        return self[code]


_SEEN = _Seen()


def _visible(char: str) -> str:
    if char in " \n" or char.isalnum():
        return char
    if char == "\t":
        return " "
    if char in INVISIBLE:
        return ""
    category = unicodedata.category(char)
    if category == "Cc":
        return ""
    return _REPLACEMENT if category in ("Cs", "Cn") else char


def pieces(text: str) -> Iterator[Piece]:
    """The text cut into words and figures: phones, dates, times, ranges, signed numbers, addresses."""
    end = 0
    for found in _FIGURE.finditer(text):
        start = found.start()
        if _AFTER_LATIN.search(text, max(0, start - 3), start):
            continue  # "COVID-19" and "version 2" read left to right by themselves and must not be torn
        if start > end:
            yield Piece(text[end:start], False)
        yield Piece(found.group(), True)
        end = found.end()
    if end < len(text):
        yield Piece(text[end:], False)
