"""What a password must be: long and hard to guess. There are no rules about kinds of characters."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from caseapp.errors import RuleBroken
from caseapp.i18n import _l

PASSWORD_MIN = 15
PASSWORD_MAX = 128
ENOUGH_PARTS = 9
COMMON_WORD_PARTS = 2
SHORTEST_PIECE = 3
LONGEST_PIECE = 40
OWN_WORDS = ("caseapp", "administrator", "supervisor", "mentor")

KEYS = ("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
HEBREW_KEYS = ("1234567890-=", "/'קראטוןםפ][", "שדגכעיחלךף,", "זסבהנמצתץ.")
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשת", "01234567890123456789")


def normal_password(text: str) -> str:
    """The form that is hashed: keyboards differ in how they compose the same letters."""
    return unicodedata.normalize("NFC", text)


def check_password(text: str, context: Iterable[str], field: str | None = None) -> str:
    """The password in its normal form; `RuleBroken` where it is too short, too long or easily guessed.

    `context` holds what somebody guessing would know: username, name, organisation.
    """
    password = normal_password(text)
    if len(password) < PASSWORD_MIN:
        raise RuleBroken(
            _l(
                "A password needs at least %(least)d characters. A short sentence is easy to remember.",
                least=PASSWORD_MIN,
            ),
            field,
        )
    if len(password) > PASSWORD_MAX:
        raise RuleBroken(_l("A password can have at most %(most)d characters.", most=PASSWORD_MAX), field)
    if count_parts(password, context) < ENOUGH_PARTS:
        raise RuleBroken(
            _l(
                "This password is easy to guess: it contains common words, names, keyboard patterns or "
                "repeats. Choose a few unrelated words."
            ),
            field,
        )
    return password


def count_parts(password: str, context: Iterable[str]) -> int:
    """How many parts somebody would have to guess.

    A word known about the person, a row of keys, an alphabet or a repetition counts as one part, a common password
    as two, any other character as one.
    """
    text = unicodedata.normalize("NFKC", password).casefold()
    known, common = _words(context), _common_words()
    parts = place = 0
    while place < len(text):
        rest = text[place:]
        pieces = (
            (_repeat_length(text, place), 1),
            (_walk_length(rest), 1),
            (_zigzag_length(rest), 1),
            (_word_length(rest, known), 1),
            (_word_length(rest, common), COMMON_WORD_PARTS),
        )
        length, worth = max(pieces, key=lambda piece: (piece[0], -piece[1]))
        place, parts = (place + length, parts + worth) if length >= SHORTEST_PIECE else (place + 1, parts + 1)
    return parts


def _repeat_length(text: str, place: int) -> int:
    """How many characters from here repeat earlier ones; the repetition may overlap, as `ab` does in `ababab`."""
    length = 0
    while place + length < len(text) and text.find(text[place : place + length + 1], 0, place + length) != -1:
        length += 1
    return length


def _walk_length(text: str) -> int:
    """How far the text follows a row or column of keys or an alphabet, or stays on one key."""
    length = len(text) - len(text.lstrip(text[:1]))
    for line in _lines():
        while len(text) > length and text[: length + 1] in line:
            length += 1
    return length


def _zigzag_length(text: str) -> int:
    """How far two interleaved walks go, as in `1q2w3e`."""
    steps = min(_walk_length(text[0::2]), _walk_length(text[1::2]))
    return 2 * steps if steps >= SHORTEST_PIECE else 0


def _word_length(text: str, words: frozenset[str]) -> int:
    return next((n for n in range(min(LONGEST_PIECE, len(text)), 0, -1) if text[:n] in words), 0)


def _words(texts: Iterable[str]) -> frozenset[str]:
    folded = [unicodedata.normalize("NFKC", text).casefold() for text in (*texts, *OWN_WORDS)]
    pieces = [piece for text in folded for piece in (text, *re.split(r"[\W_]+", text))]
    return _on_both_keyboards(piece for piece in pieces if len(piece) >= SHORTEST_PIECE)


def _on_both_keyboards(words: Iterable[str]) -> frozenset[str]:
    """The words, and what they become when typed with the other keyboard layout."""
    latin, hebrew = "".join(KEYS), "".join(HEBREW_KEYS)
    to_hebrew, to_latin = str.maketrans(latin, hebrew), str.maketrans(hebrew, latin)
    kept = list(words)
    return frozenset(form for word in kept for form in (word, word.translate(to_hebrew), word.translate(to_latin)))


@cache
def _common_words() -> frozenset[str]:
    text = files("caseapp.accounts").joinpath("common_words.txt").read_text(encoding="utf-8")
    return _on_both_keyboards(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _lines() -> tuple[str, ...]:
    lines = [*ALPHABETS]
    for rows in (KEYS, HEBREW_KEYS):
        lines += [*rows, *("".join(column) for column in zip(*rows, strict=False))]
    return tuple(form for line in lines for form in (line, line[::-1]))
