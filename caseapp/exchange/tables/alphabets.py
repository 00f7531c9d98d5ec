"""Decide in which alphabet a text file was saved, by how well the words of the whole file fit each one."""

import codecs
import re
from dataclasses import dataclass

from caseapp.errors import RuleBroken
from caseapp.i18n import _

FITS = 0.9
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BETWEEN_WORDS = re.compile(r"[\x00-\x40\[\\\]^_`{|}~\xa0-\xbf×÷‐-›₪€\u0640\u05be\u05f3\u05f4،؛؟“”„‘’…]+")


@dataclass(frozen=True)
class Alphabet:
    """A codec, its name for people, the form of its words, and its letters from the commonest to the rarest.

    The order of the letters was counted in this product's own translations.
    """

    codec: str
    name: str
    word: re.Pattern[str]
    commonest: str


HEBREW = re.compile(r"(?:[אבגדהוזחטיכלמנסעפצקרשת][\u05b0-\u05c7]*)*[ךםןףץ]?")
HEBREW_ANY_ORDER = re.compile(r"[א-ת]+")
ARABIC = re.compile(r"[ء-يپچژگ][ء-ي\u064b-\u0652پچژگ]*")
CYRILLIC = re.compile(r"[А-ЯЁІЇЄҐ]?[а-яёіїєґ]+|[А-ЯЁІЇЄҐ]+")
LATIN = re.compile(r"(?=(?:.?[A-Za-z]){2})[A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽž]+")
HEBREW_LETTERS = "ויהתמשאלרבדחםנעכפקסצןגזטךףץ"
ARABIC_LETTERS = "الميترونقةعدفبهحسأكجخىصذطشءإغضظثزئآؤ"
CYRILLIC_LETTERS = "оеатнисрвлдпкмчьзуяыгбйёжшхцэщюфъ"
ALPHABETS = (
    Alphabet("cp1255", "Windows-1255", HEBREW, HEBREW_LETTERS),
    Alphabet("cp1256", "Windows-1256", ARABIC, ARABIC_LETTERS),
    Alphabet("cp1251", "Windows-1251", CYRILLIC, CYRILLIC_LETTERS),
    Alphabet("cp1252", "Windows-1252", LATIN, ""),
    Alphabet("cp862", "CP862", HEBREW_ANY_ORDER, HEBREW_LETTERS),
)
FINAL_LETTERS = "םןץף"


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: by the byte order mark, else UTF-8 or UTF-16 if the bytes are that, else
    the alphabet that fits the words of the file; `RuleBroken` where none fits."""
    for mark, codec, name in (
        (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
        (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # begins as the mark of UTF-16 does
        (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
        (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
    ):
        if content.startswith(mark):
            return _decoded(content, codec) or _illegible(), name
    if b"\0" in content and (text := _without_mark(content)):
        return text, "UTF-16"
    if (text := _decoded(content, "utf-8")) is not None:
        return text, "UTF-8"
    return _in_the_alphabet_that_fits(content)


def _without_mark(content: bytes) -> str | None:
    """UTF-16 without a byte order mark: of separators and digits every other byte is zero."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    if max(even, odd) * 20 < len(content) or min(even, odd) * 10 > max(even, odd):
        return None
    return _decoded(content, "utf-16-le" if odd > even else "utf-16-be")


def _in_the_alphabet_that_fits(content: bytes) -> tuple[str, str]:
    fitting = _fitting(content)
    if not fitting:
        _illegible()
    _common, text, alphabet = max(fitting, key=lambda found: found[0])
    if alphabet.word is HEBREW_ANY_ORDER and _is_reversed(text):
        raise RuleBroken(_("The Hebrew letters of this file stand backwards. Save it as CSV (UTF-8)."))
    return text, alphabet.name


def _fitting(content: bytes) -> list[tuple[float, str, Alphabet]]:
    found = [(_decoded(content, alphabet.codec), alphabet) for alphabet in ALPHABETS]
    fits = [(_fit(text, alphabet), text, alphabet) for text, alphabet in found if text is not None]
    return [(fit, text, alphabet) for fit, text, alphabet in fits if fit is not None]


def _fit(text: str, alphabet: Alphabet) -> float | None:
    """How common the letters are, from 0 to 1, if the words are words of this alphabet; None if they are not."""
    if CONTROLS.search(text):
        return None
    words = [word for word in BETWEEN_WORDS.split(text) if not word.isascii()]
    letters = sum(map(len, words))
    good = [word for word in words if alphabet.word.fullmatch(word)]
    if sum(map(len, good)) < FITS * letters or not (good or alphabet.word in (HEBREW, LATIN)):
        return None
    if alphabet.word is CYRILLIC and not any(word[0].isupper() for word in good):
        return None  # names have capitals; Hebrew that is read as Cyrillic has none
    rank = {letter: 1 - place / len(alphabet.commonest) for place, letter in enumerate(alphabet.commonest)}
    counted = "".join(good).casefold()
    return sum(rank.get(letter, 0.0) for letter in counted) / (len(counted) or 1)


def _is_reversed(text: str) -> bool:
    """Whether words begin with final letters, as in files of the time when text was kept as it stood on the screen."""
    words = [word for word in BETWEEN_WORDS.split(text) if HEBREW_ANY_ORDER.fullmatch(word) and len(word) > 1]
    first = sum(word[0] in FINAL_LETTERS for word in words)
    return first > sum(word[-1] in FINAL_LETTERS for word in words)


def _decoded(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _illegible() -> str:
    raise RuleBroken(_("The characters in this file cannot be read. Save it as CSV (UTF-8)."))
