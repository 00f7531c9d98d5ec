"""How wide a text is at most when it is drawn in the application's typeface, in any weight and any form of a letter.

Measured from the two weights of Rubik, in fiftieths of the size; `tests/charts/test_letter_widths.py` measures again.
"""

import re
import unicodedata
from functools import cache
from itertools import accumulate

ELLIPSIS = "…"
_PARTS = 50
_RIGHT_TO_LEFT = "\u200f"  # keeps the ellipsis at the end of a Hebrew or Arabic name on a page of another direction
_JOINER = "\u200d"
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))  # two of them are a flag
_OTHER = 70  # a letter of another typeface, or a picture
_BOX = 35  # what paper has instead of a mark that the typeface lacks
_MARKS = re.compile(  # they take no room: those of the typeface, what chooses a picture's form, a key around a digit
    "[\u0300-\u0304\u0306-\u0308\u030a-\u030c\u0312\u0326-\u0328\u0335\u0337\u0338\u05b0-\u05bc\u05c1\u05c2\u05c7"
    "\u064b-\u0656\u0670\ufe0e\ufe0f\u20e3]"
)
_MEASURED = {
    0x20: (
        "13 15 23 35 34 41 38 13 20 20 23 32 14 25 15 27 34 25 33 33 35 33 33 29 34 33 15 15 26 29 26 30 "
        "43 36 36 36 36 32 31 36 38 17 34 34 30 42 36 36 34 36 35 34 32 37 35 42 35 35 33 20 27 20 24 38 "
        "20 30 32 30 32 30 23 32 33 15 16 30 15 46 33 31 32 32 23 28 24 33 30 42 30 30 28 22 14 22 28"
    ),
    0xA0: "13 15 30 37 31 35 14 31 23 42 19 32 29 25 42 22 21 29 18 18 20 33 32 17 16 15 18 32 43 42 46 30",
    0xC0: (
        "36 36 36 36 36 36 49 36 32 32 32 32 17 17 17 17 37 36 36 36 36 36 36 31 36 37 37 37 37 35 34 32 "
        "30 30 30 30 30 30 46 30 30 30 30 30 15 15 15 15 31 33 31 31 31 31 31 28 31 33 33 33 33 30 32 30"
    ),
    0x400: (
        "32 32 39 29 35 34 17 17 34 54 54 40 36 39 33 38 36 33 36 29 40 32 54 34 39 39 36 39 42 38 36 38 "
        "34 36 32 33 47 35 39 35 50 52 39 48 33 35 52 36 30 31 31 23 33 30 46 28 32 32 31 32 37 32 31 32 "
        "32 30 28 30 41 30 33 31 42 43 33 42 28 30 44 31 30 30 33 23 30 28 15 15 16 44 44 35 31 32 30 32"
    ),
    0x5D0: "32 29 25 28 33 15 21 33 33 15 29 28 27 32 34 15 23 33 32 30 30 28 30 34 28 39 36",
    0x5F3: "14 25",
    0x621: "27 16 16 27 16 43 16 49 29 49 48 38 38 38 32 32 21 21 66 66 66 66 40 40 32 32",
    0x641: "55 43 45 38 35 37 36 27 43 43",
    0x660: "17 17 25 34 28 31 29 33 33 30 33",
    0x2013: "29 39",
    0x2018: "14 14",
    0x201C: "25 25",
    0x2026: "37",
}


@cache
def _widths() -> dict[str, int]:
    return {
        chr(first + number): int(width)
        for first, measured in _MEASURED.items()
        for number, width in enumerate(measured.split())
    }


def width_of(text: str, size: float) -> float:
    """The room that a line of this size takes at most."""
    return sum(_width(whole) for whole in _whole_letters(text)) * size / _PARTS


def _whole_letters(text: str) -> list[str]:
    """Letters with their marks, and pictures of several signs."""
    found: list[str] = []
    for letter in text:
        if found and _goes_on(found[-1], letter):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _goes_on(before: str, letter: str) -> bool:
    """Whether a sign is a part of what stands before it."""
    if letter.isalnum() or letter == " ":
        return False
    is_joined = before.endswith(_JOINER) or letter in _SKIN_TONES
    is_second = letter in _FLAG_LETTERS and len(before) == 1 and before in _FLAG_LETTERS
    return is_joined or is_second or _is_mark(letter)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) in ("Mn", "Me", "Cf")


def _width(whole: str) -> int:
    letter = 0 if _is_mark(whole[0]) else _widths().get(whole[0], _OTHER)
    return letter + _BOX * sum(map(_is_box, whole))


def _is_box(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Me") and not _MARKS.match(sign)


def shortened(text: str, size: float, room: float) -> str:
    """The text, or as much of its beginning as has room before an ellipsis: the first letter, if nothing more."""
    if width_of(text, size) <= room:
        return text
    letters = _whole_letters(text)
    ends = accumulate((_width(whole) * size / _PARTS for whole in letters), initial=width_of(ELLIPSIS, size))
    count = sum(end <= room for end in ends) - 1
    kept = "".join(letters[: max(count, 1)]).rstrip()
    return f"{kept}{ELLIPSIS}{_RIGHT_TO_LEFT if _begins_right(kept) else ''}"


def _begins_right(text: str) -> bool:
    sides = (unicodedata.bidirectional(letter) for letter in text)
    return next((side in ("R", "AL") for side in sides if side in ("L", "R", "AL")), False)
