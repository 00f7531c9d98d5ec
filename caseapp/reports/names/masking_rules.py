"""Replacing names by other words. A name is found as a whole word, with or without vowel points, inflected, or joined
to the prefixes of Hebrew and Arabic; rather a word too many is hidden than a name too few."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from caseapp.invisible_rules import INVISIBLE, JOINERS
from caseapp.isolates import visible_text

PART_LETTERS = 3


@dataclass(frozen=True)
class OtherName:
    """A name, and the words that are printed for it."""

    name: str
    words: str


_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
)
# A name is recognised with anything unseen between its letters; \ufe00-\ufe0f choose the form of a letter.
_BETWEEN = rf"[{_MARKS}{''.join(sorted(INVISIBLE | JOINERS))}\ufe00-\ufe0f]*+"
_STARTS = rf"(?<![^\W\d_])(?<![{_MARKS}])"
_ENDS = r"(?![^\W\d_])"
_ALIKE = ("'’‘`´׳", '"”“״', "هة", "يى")
_PARTED = r"[\s\-‐-―־_]"
_JOINTS = rf"[\s\-‐-―־_{_ALIKE[0]}{_ALIKE[1]}.,]*"
# Letters that are joined to a word: and, the, in, to, from, that, as; in Arabic and, so, in, to, as, the.
_HEBREW = f"(?:[והבלמשכ]{_BETWEEN}){{0,4}}[־'\"׳״-]?"
_ARABIC = f"(?:[وف]{_BETWEEN})?(?:[بلك]{_BETWEEN})?(?:ا{_BETWEEN}ل{_BETWEEN}|ل{_BETWEEN})?"
_ARTICLE = "ال"
_RUSSIAN, _RUSSIAN_ENDS = "аяиьоеыую", f"(?:[аяиьоеыуюмвх]{_BETWEEN}){{0,3}}"


def mask(text: str, names: Sequence[OtherName]) -> str:
    """The text with other words in the place of these names; exactly as it was where none of them stands in it."""
    if not names:
        return text
    pattern, words_of = _pattern(names)
    seen = unicodedata.normalize("NFD", visible_text(text))

    def _instead(found: re.Match[str]) -> str:
        joined, words = words_of[found.lastindex or 0]
        return found[joined] + words

    masked, times = pattern.subn(_instead, seen)
    return unicodedata.normalize("NFC", masked) if times else text


def parts_of(name: str) -> list[str]:
    """The whole name, then what of it may stand alone: the first word, and later ones that are no particles. Words
    stand in the order of their length, so that no shorter one is found inside of a longer."""
    words = [word for word in re.split(f"{_PARTED}+", visible_text(name)) if _letters(word)]
    alone = [word for place, word in enumerate(words) if place == 0 or len(_letters(word)) >= PART_LETTERS]
    whole = [" ".join(words)] if len(words) > 1 else []
    return [*whole, *sorted(dict.fromkeys(alone), key=len, reverse=True)]


def _pattern(names: Sequence[OtherName]) -> tuple[re.Pattern[str], dict[int, tuple[int, str]]]:
    """One pattern, and for the group of each name the group of what is joined to it, and the words. Whole names of all
    people come before the parts of any: Dana Cohen is not the Cohen of another line."""
    found = [(place > 0, part, other.words) for other in names for place, part in enumerate(parts_of(other.name))]
    found.sort(key=lambda each: (each[0], -len(each[1])))
    families: list[str] = []
    words_of: dict[int, tuple[int, str]] = {}
    group = 0
    for joined in (_HEBREW, _ARABIC, ""):
        of_family = [(part, words) for _is_part, part, words in found if _joined(part) == joined]
        if of_family:
            group += 1
            words_of |= {group + place: (group, words) for place, (_part, words) in enumerate(of_family, start=1)}
            group += len(of_family)
            families.append(f"({joined})(?:{'|'.join(f'({_one(part)})' for part, _words in of_family)})")
    return re.compile(f"{_STARTS}(?:{'|'.join(families)}){_ENDS}", re.IGNORECASE), words_of


def _joined(name: str) -> str:
    """What may stand before a name inside of its own word; nothing before a single letter, which would be a word."""
    letters = _letters(name)
    if len(letters) > 1 and "א" <= letters[0] <= "ת":
        return _HEBREW
    return _ARABIC if len(letters) > 1 and "ء" <= letters[0] <= "ي" else ""


def _one(name: str) -> str:
    bare = name.removeprefix(_ARTICLE) if len(_letters(name)) > len(_ARTICLE) + 1 else name
    return _JOINTS.join(map(_word, bare.split()))


def _word(word: str) -> str:
    plain = [char for char in unicodedata.normalize("NFD", word) if not re.match(f"[{_MARKS}]", char)]
    is_bent = len(plain) > 1 and bool(re.search("[а-я]", word, re.IGNORECASE))
    if is_bent and len(plain) > 2 and plain[-1].casefold() in _RUSSIAN:
        plain.pop()
    return "".join(_letter(char) + _BETWEEN for char in plain) + (_RUSSIAN_ENDS if is_bent else "")


def _letter(char: str) -> str:
    letters = "".join(dict.fromkeys("".join(alike for alike in _ALIKE if char in alike))) or char
    return f"[{re.escape(letters)}]" if char.isalnum() else f"[{re.escape(letters)}]?"


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if char.isalpha())
