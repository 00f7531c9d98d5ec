"""What changed between two texts, word by word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

MOST_PAIRS = 50_000_000  # of words compared with words: a tenth of a second; beyond it the texts are shown whole
WORD = re.compile(r"\S+\s*|\s+")


class Change(StrEnum):
    """What happened to a part of a text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class DiffPiece:
    """A part of a text that stayed, was removed or was added."""

    change: Change
    text: str


def difference(old: str, new: str) -> tuple[DiffPiece, ...]:
    """The parts of both texts in reading order. Those that stayed or were added make up the new text letter for letter,
    those that stayed or were removed the old one word for word: changed spacing is no change."""
    return tuple(_joined(_pieces(WORD.findall(old), WORD.findall(new))))


def is_changed(pieces: Iterable[DiffPiece]) -> bool:
    """Whether anything was added or removed."""
    return any(piece.change is not Change.SAME for piece in pieces)


def count_words(pieces: Iterable[DiffPiece], change: Change) -> int:
    """How many words were changed in that way."""
    return sum(len(piece.text.split()) for piece in pieces if piece.change is change)


def _pieces(before: list[str], after: list[str]) -> Iterator[DiffPiece]:
    """The shortest way from one text to the other (longest common subsequence of words)."""
    from rapidfuzz.distance import Indel

    if len(before) * len(after) > MOST_PAIRS:
        yield DiffPiece(Change.REMOVED, "".join(before))
        yield DiffPiece(Change.ADDED, "".join(after))
        return
    for step in Indel.opcodes([word.strip() for word in before], [word.strip() for word in after]):
        if step.tag == "equal":
            yield DiffPiece(Change.SAME, "".join(after[step.dest_start : step.dest_end]))
        else:
            yield DiffPiece(Change.REMOVED, "".join(before[step.src_start : step.src_end]))
            yield DiffPiece(Change.ADDED, "".join(after[step.dest_start : step.dest_end]))


def _joined(pieces: Iterable[DiffPiece]) -> Iterator[DiffPiece]:
    """Adjacent parts joined; between two parts that stayed, removed text comes before added text."""
    for stayed, group in groupby(pieces, lambda piece: piece.change is Change.SAME):
        neighbours = list(group)
        for change in (Change.SAME,) if stayed else (Change.REMOVED, Change.ADDED):
            if text := "".join(piece.text for piece in neighbours if piece.change is change):
                yield DiffPiece(change, text)
