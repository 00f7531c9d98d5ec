"""Levels of ordinary text, quickly: the same rules (UAX #9) as strings of classes and a few patterns.

Text of people reaches this room without direction marks, and figures are isolates of their own (`isolates.pieces`).
What is left needs no stack of embeddings: one sequence of letters at the level of its paragraph. Texts with classes
that are not expected here go to the library, which knows all rules.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from caseapp.charts.shapes import Direction
from caseapp.documents.pdf.text.bidi import embedding_levels
from caseapp.isolates import LRI, PDI, Piece

# One letter for each class of rule W1 to W7; all that is not among them is not expected.
_LETTERS = {
    "L": "l",
    "R": "r",
    "AL": "a",
    "EN": "1",
    "AN": "2",
    "ES": "-",
    "ET": "%",
    "CS": ",",
    "NSM": "m",
    "ON": "o",
    "WS": "o",
}
_UNEXPECTED = "x"
_FIGURE = "o"  # an isolate is a neutral for what stands around it
_INSIDE_FIGURE = "2"  # its own level


_BRACKETS = "()[]{}"


class _Classes(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = _LETTERS.get(unicodedata.bidirectional(char), _UNEXPECTED)
        if unicodedata.category(char) in ("Ps", "Pe") and char not in _BRACKETS:
            found = _UNEXPECTED  # may be a bracket of its own
        self[code] = found
        return found


_CLASSES = _Classes()
_MARKED = re.compile("(.)m+")
_AFTER_ARABIC = re.compile("a[^lr]*")
_BETWEEN_EUROPEAN = re.compile("(?<=1)[-,](?=1)")
_BETWEEN_ARABIC = re.compile("(?<=2),(?=2)")
_TERMINATORS = re.compile("%+(?=1)|(?<=1)%+")
_SEPARATORS = re.compile("[-,%]")
_AFTER_LEFT = re.compile("l[^r]*")
_BETWEEN_LEFT = re.compile("(?<=l)o+(?=l)")
_BETWEEN_RIGHT = re.compile("(?<=[r12])o+(?=[r12])")
_STRONG = re.compile("[lra]")


def base_direction(parts: Sequence[Piece], default: Direction) -> Direction:
    """The direction of a paragraph: that of its first letter outside of figures (P2 and P3), as on pages; the
    document's own where it has none."""
    for part in parts:
        first = None if part.is_figure else _STRONG.search(part.text.translate(_CLASSES))
        if first:
            return Direction.LTR if first.group() == "l" else Direction.RTL
    return default


def levels_of(parts: Sequence[Piece], base: Direction) -> str:
    """The level of each letter of the parts, as one digit each; letters of no level have that of the one before."""
    classes = "".join(_FIGURE if part.is_figure else part.text.translate(_CLASSES) for part in parts)
    if _UNEXPECTED in classes:
        return "".join(map(str, _by_library(parts, base)))
    if not base.is_rtl and not ("r" in classes or "a" in classes or "2" in classes):
        return "0" * sum(len(part.text) for part in parts)
    outside = _flat("".join(_FIGURE if part.is_figure else part.text for part in parts), classes, base)
    levels: list[str] = []
    place = 0
    for part in parts:
        length = 1 if part.is_figure else len(part.text)
        levels.append(_INSIDE_FIGURE * len(part.text) if part.is_figure else outside[place : place + length])
        place += length
    return "".join(levels)


def _flat(text: str, classes: str, base: Direction) -> str:
    """Rules W1 to I2 for one sequence at the level of its paragraph."""
    edge = "r" if base.is_rtl else "l"
    found = edge + classes
    if "m" in found:
        found = _MARKED.sub(lambda run: run[1] * len(run[0]), found)
    if "a" in found:
        found = _AFTER_ARABIC.sub(lambda run: run[0].replace("1", "2"), found).replace("a", "r")
    found = _BETWEEN_ARABIC.sub("2", _BETWEEN_EUROPEAN.sub("1", found))
    found = _TERMINATORS.sub(lambda run: "1" * len(run[0]), found)
    found = _SEPARATORS.sub("o", found)
    found = _AFTER_LEFT.sub(lambda run: run[0].replace("1", "l"), found)
    found = _bracketed(text, classes, found, edge)
    found = _BETWEEN_LEFT.sub(lambda run: "l" * len(run[0]), found + edge)
    found = _BETWEEN_RIGHT.sub(lambda run: "r" * len(run[0]), found)
    found = found.replace("o", edge)[1:-1]
    return found.translate(_LEVELS_RTL if base.is_rtl else _LEVELS_LTR)


_LEVELS_LTR = str.maketrans("lr12", "0122")
_LEVELS_RTL = str.maketrans("lr12", "2122")

_OPENING = {"(": ")", "[": "]", "{": "}"}
_BRACKET = re.compile(f"[{re.escape(_BRACKETS)}]")
_MOST_OPEN = 63


def _bracketed(text: str, classes: str, found: str, edge: str) -> str:
    """Rule N0: brackets take the direction of what they hold. `found` begins with the edge, `text` does not."""
    pairs = sorted(_pairs(text))
    if not pairs:
        return found
    letters = list(found)
    for opening, closing in pairs:
        inside = set(letters[opening + 2 : closing + 1])
        strong = {"l" if letter == "l" else "r" for letter in inside if letter != "o"}
        if not strong:
            continue
        side = edge
        if edge not in strong:
            before = next((letter for letter in reversed(letters[: opening + 1]) if letter != "o"), edge)
            side = edge if ("l" if before == "l" else "r") == edge else "r" if edge == "l" else "l"
        for place in (opening, closing):
            letters[place + 1] = side
            following = place + 1
            while following < len(classes) and classes[following] == "m":
                letters[following + 1] = side
                following += 1
    return "".join(letters)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Rule BD16: brackets that belong together."""
    waiting: list[tuple[str, int]] = []
    for bracket in _BRACKET.finditer(text):
        letter, place = bracket.group(), bracket.start()
        if letter in _OPENING:
            if len(waiting) == _MOST_OPEN:
                return
            waiting.append((_OPENING[letter], place))
            continue
        for depth in range(len(waiting) - 1, -1, -1):
            if waiting[depth][0] == letter:
                yield waiting[depth][1], place
                del waiting[depth:]
                break


def _by_library(parts: Sequence[Piece], base: Direction) -> Iterator[int]:
    """The same by all rules of the standard; letters that rule X9 removes go with the one before them."""
    isolated = "".join(f"{LRI}{part.text}{PDI}" if part.is_figure else part.text for part in parts)
    last = int(base.is_rtl)
    for letter, level in zip(isolated, embedding_levels(isolated, base), strict=True):
        if letter not in (LRI, PDI):
            last = last if level is None else level
            yield last
