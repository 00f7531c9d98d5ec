"""Which letters a drawn document would lack, told without loading the typefaces."""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

from caseapp.documents.blocks import Document
from caseapp.isolates import visible_text

# Ranges of code points, one a line, that the faces in that folder have.
COVERED = Path(__file__).parent / "fonts" / "covered.txt"


def undrawn_letters(document: Document) -> str:
    """The letters of the document that would be boxes on paper, in the order in which they come."""
    found: dict[str, None] = {}
    for text in _texts(document):
        found.update(dict.fromkeys(char for char in visible_text(text) if not _is_drawn(char)))
    return "".join(found)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


@cache
def _is_drawn(char: str) -> bool:
    if char.isspace() or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return True
    parts = unicodedata.normalize("NFD", char)
    return ord(char) in _covered() or all(ord(part) in _covered() for part in parts)


@cache
def _covered() -> frozenset[int]:
    ranges = (line.split("-") for line in COVERED.read_text("ascii").split())
    return frozenset(code for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1))
