"""Which letters a drawn document would lack, told without loading the typefaces."""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from pathlib import Path

from caseapp.documents.blocks import Document
from caseapp.isolates import printed_text

# Ranges of code points, one a line, that the faces in that folder have.
COVERED = Path(__file__).parent / "fonts" / "covered.txt"
_CHOOSING_FORMS = "\ufe0e\ufe0f"  # of the sign before them; nothing is drawn for them
_MOST_KNOWN = 4096


def undrawn_letters(document: Document) -> str:
    """The letters of the document that would be boxes on paper, in the order in which they come."""
    found: dict[str, None] = {}
    for text in _texts(document):
        found.update(dict.fromkeys(whole for whole in _with_marks(printed_text(text)) if not _is_drawn(whole)))
    return "".join(found)


def _with_marks(text: str) -> list[str]:
    """The letters of the text, each with its marks."""
    letters: list[str] = []
    for char in text:
        if letters and char not in _CHOOSING_FORMS and unicodedata.category(char) in ("Mn", "Me"):
            letters[-1] += char
        else:
            letters.append(char)
    return letters


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


@lru_cache(_MOST_KNOWN)
def _is_drawn(whole: str) -> bool:
    return all(map(_has_outline, unicodedata.normalize("NFC", whole)))


def _has_outline(char: str) -> bool:
    if char.isspace() or char in _CHOOSING_FORMS or unicodedata.category(char) == "Cf":
        return True
    parts = unicodedata.normalize("NFD", char)
    return ord(char) in _covered() or all(ord(part) in _covered() for part in parts)


@cache
def _covered() -> frozenset[int]:
    ranges = (line.split("-") for line in COVERED.read_text("ascii").split())
    return frozenset(code for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1))
