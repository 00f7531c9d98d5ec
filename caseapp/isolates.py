"""Typed text made safe and readable: invisible characters are dropped, figures keep their own direction."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup, escape

from caseapp.invisible_rules import INVISIBLE

LRI = "\u2066"
FSI = "\u2068"
PDI = "\u2069"

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT_TO_RIGHT = re.compile("[A-Za-z\u00c0-\u02b8\u0370-\u0589]")

_LATIN = "A-Za-zÀ-ɏͰ-ӿ"
_FRACTION = "¼-¾⅐-⅞"
_GROUPED = (
    rf"[0-9]{{1,3}}(?=[ \u00a0\u2009\u202f][0-9{_FRACTION}])"
    rf"(?:(?:(?:[\u00a0\u2009\u202f][0-9]{{3}})+|(?: [0-9]{{3}}){{2,}})(?:[.,][0-9]+)?| (?:[1-9]/[2-9]|[{_FRACTION}]))"
)
_NUMBER = rf"(?:{_GROUPED}|[0-9]+(?:[.,:/][0-9]+)*[{_FRACTION}]?|[{_FRACTION}])"
_DASH = "[-‐-―−]"
_MONEY = "$¢-¥₠-₿"
_MEASURE = (
    r"(?:[kcmdnµμ]?[gmlLs]|kg|k?cal|[kMG]?Hz|[kKMGT]B|mmHg|mmol|mEq|bpm|ppm|I?U|mcg|min|hrs?|h|lbs?|oz|ft|[kM]?W|kWh|m?V"
    r"|NIS|ILS|USD|EUR|GBP|JOD|RUB|[AaPp]\.?[Mm])(?![A-Za-z0-9_@])(?:[²³]|(?<=[ap]\.m)\.)?"
)
_MEASURES = rf"{_MEASURE}(?:/(?:{_MEASURE}|d[lL]\b|day\b|week\b|month\b))?"
_UNIT = rf"(?:°[CF]?|[%‰′″℃℉{_MONEY}]|[ \u00a0](?=[!-~°µμ‰℃℉])(?:[%‰℃℉]|°[CF]|{_MEASURES}))"
_SPACED_RANGE = (
    rf"(?:[0-9]+(?:[.:/][0-9]+)+ {_DASH} [0-9]+(?:[.:/][0-9]+)+"
    rf"|{_NUMBER}{_UNIT} {_DASH} {_NUMBER}{_UNIT})"
)
_ATTACHED = rf"(?![.,:/@_\-]?[{_LATIN}0-9_@])"  # the figure would be torn out of a longer word
_BEFORE = f"{_MONEY}%№#°~≈≤≥<>"
_ALONE = r"(?<![\w.,:/)\]׳״'\"\-‐-―−])"
_SIGN = rf"(?:(?:{_ALONE}[-−–+±]|(?<=[א-ת]-)[-−+±])[{_BEFORE}]?)"
_SPACED_SIGN = rf"{_ALONE}[±~≈≤≥№] "
# A sum, a product, a change: an arrow to the right between numbers would lead from the later to the earlier one.
_JOINS = rf"(?:[×÷*=+→⇒➔➜][-−+]?|{_DASH}[{_MONEY}−+-]?|/[-−+]| [×÷=+xX/→⇒➔➜] [-−+]?)"

_SIGNED_NUMBERS = (
    rf"(?:{_SPACED_SIGN}|{_SIGN}|(?<![{_BEFORE}])[{_BEFORE}][-−+]?)?(?<![*•])[*•]{{0,9}}(?<![0-9.,:/]){_NUMBER}{_UNIT}?"
    rf"(?:{_JOINS}{_NUMBER}{_UNIT}?)*[+#]?{_ATTACHED}"
)
_BEGINS = rf"(?=[0-9A-Za-z+(±−–\-*•{_FRACTION}{_BEFORE}])"
_FIGURE = re.compile(
    f"{_BEGINS}(?:"
    + "|".join(
        (
            # Repeats are bounded and begin where a word begins: a long hostile word costs linear time.
            r"(?<![A-Za-z0-9._%+])(?<![A-Za-z0-9]-)[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}",
            r"(?:https?://|www\.)[!-~]{0,300}[A-Za-z0-9/]",
            rf"\(\+[0-9]{{1,4}}\)[ -]?[0-9][0-9 -]{{5,14}}[0-9]{_ATTACHED}",
            rf"(?:\+|(?<![0-9])00)[0-9][0-9() -]{{6,16}}[0-9]{_ATTACHED}",
            rf"\(0[0-9]{{1,2}}\)[ -]?[0-9]{{3}}[ -]?[0-9]{{4}}{_ATTACHED}",
            rf"(?<![0-9])0[0-9]{{1,2}}[ -][0-9]{{3}}[ -]?[0-9]{{4}}{_ATTACHED}",
            rf"(?<![0-9.,:/]){_SPACED_RANGE}{_ATTACHED}",
            _SIGNED_NUMBERS,
        )
    )
    + ")"
)
_AFTER_LATIN = re.compile(rf"[{_LATIN}][{_LATIN}0-9]*(?:[ \-.:/#+−_=<>]{{1,2}}[0-9]+)*[ \-.:/#+−_=<>]{{0,2}}$")
_LOOK_BACK = 40

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_KEYCAP = re.compile("\ufe0f?\u20e3")
_MAY_HOLD = re.compile(r"[0-9@¼-¾⅐-⅞]|//|www")
_WHOLE = Markup('<bdi dir="ltr" class="whole">{}</bdi>')
_ADDRESS = Markup('<bdi dir="ltr">{}</bdi>')
_OWN = Markup("<bdi>{}</bdi>")
_SET_APART = re.compile(f"{FSI}([^{FSI}{PDI}]*){PDI}")
_REPLACEMENT = "\ufffd"


class Piece(NamedTuple):
    """A part of a text: a figure, or what stands between figures."""

    text: str
    is_figure: bool


def visible_text(text: str) -> str:
    """The text without control characters that reorder, hide or break it; line ends become newlines, tabs spaces."""
    return _LINE_ENDS.sub("\n", text).translate(_SEEN)


def printed_text(text: str) -> str:
    """The same for paper, where a keycap is its digit: no typeface has the key."""
    return _KEYCAP.sub("", visible_text(text))


class _Seen(dict[int, str]):
    """The visible form of each character, computed when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _visible(chr(code))
        return self[code]


_SEEN = _Seen()


def _visible(char: str) -> str:
    if char in INVISIBLE:  # before letters: some that have no shape count as such
        return ""
    if char in " \n" or char.isalnum():
        return char
    if char == "\t":
        return " "
    category = unicodedata.category(char)
    if category == "Cc":
        return ""
    return _REPLACEMENT if category in ("Cs", "Cn") else char


def with_marks(text: str) -> str:
    """The same for a place that takes no elements, such as a page that a script fills: figures between marks."""
    return "".join(f"{LRI}{piece.text}{PDI}" if piece.is_figure else piece.text for piece in pieces(visible_text(text)))


def set_apart(text: str, is_rtl: bool) -> str:
    """The text for a place in a sentence of that direction: a stretch of its own if it has letters of the other one.

    Else digits and signs of the sentence that follow a name in another script would join it and change places.
    """
    foreign = _LEFT_TO_RIGHT if is_rtl else _RIGHT_TO_LEFT
    return type(text)(f"{FSI}{text}{PDI}") if foreign.search(text) else text


def isolated(text: object) -> Markup:
    """Text of people as markup: escaped, figures isolated. No line ends inside of a figure that is no address. What
    `set_apart` put into a sentence is an element of its own. Markup stays as it is."""
    if isinstance(text, Markup):
        return text
    words = str(text)
    if FSI not in words:
        return _isolated(words)
    parts = _SET_APART.split(words)
    return Markup("").join(_OWN.format(_isolated(part)) if at % 2 else _isolated(part) for at, part in enumerate(parts))


def _isolated(text: str) -> Markup:
    seen = visible_text(text)
    if not _MAY_HOLD.search(seen):
        return escape(seen)
    return Markup("").join(map(_marked_up, pieces(seen)))


def _marked_up(piece: Piece) -> str:
    if not piece.is_figure:
        return piece.text
    return (_ADDRESS if "@" in piece.text or "//" in piece.text else _WHOLE).format(piece.text)


def pieces(text: str) -> Iterator[Piece]:
    """The text cut into words and figures: phones, dates, times, ranges, signed numbers, addresses."""
    end = 0
    for found in _FIGURE.finditer(text):
        start = found.start()
        if _AFTER_LATIN.search(text, max(end, start - _LOOK_BACK), start):
            continue  # "COVID-19" and "version 2" read left to right by themselves and must not be torn
        if start > end:
            yield Piece(text[end:start], False)
        yield Piece(found.group(), True)
        end = found.end()
    if end < len(text):
        yield Piece(text[end:], False)
