"""The search in notes: what is found, how it is marked, and how far back one request looks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from caseapp.clients.rules import LETTERS, folded, search_words

SECONDS = 0.1  # of looking, in one request
NOTES = 2000  # read at once
FOUND = 20  # shown on one page
SHORTEST = 2
AROUND = 80
WINDOWS = (timedelta(weeks=8), timedelta(weeks=64))


@dataclass(frozen=True)
class Excerpt:
    """A piece of an excerpt, marked where it is what was sought."""

    text: str
    is_sought: bool


def sought_words(text: str) -> list[str]:
    """The words as they are sought; none where they are too short to tell notes apart."""
    words = search_words(text)
    return words if sum(map(len, words)) >= SHORTEST else []


def is_among(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether each of the words is in one of a note's texts."""
    together = folded("\n".join(texts))
    return all(word in together for word in words)


def windows_before(day: date, of_one_client: bool) -> Sequence[date | None]:
    """The first days of the windows in which notes are read, each earlier than the one before; None is the beginning.

    The notes of one client are read in order as they are stored. Those of many must be sorted, so that few days of them
    are read at first.
    """
    return [None] if of_one_client else [*(day - window for window in WINDOWS), None]


def excerpt(texts: Iterable[str], words: Sequence[str]) -> list[Excerpt]:
    """The first text that has one of the words, as much of it as is around the first of them, with the words marked."""
    for text in texts:
        spans = _spans(text, words)
        if spans:
            return list(_parts(text, spans))
    return []


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words are in the text as it was written, each place once."""
    origins = [place for place, letter in enumerate(text) for _each in LETTERS[ord(letter)]]
    plain = folded(text)
    marked: set[int] = set()
    for word in words:
        at = plain.find(word)
        while at >= 0:
            marked.update(range(origins[at], origins[at + len(word) - 1] + 1))
            at = plain.find(word, at + 1)
    return list(_runs(sorted(marked)))


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    if not places:
        return
    first = places[0]
    for place, following in pairwise([*places, places[-1] + 2]):
        if following > place + 1:
            yield first, place + 1
            first = following


def _parts(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Excerpt]:
    begin = _at_a_word(text, max(spans[0][0] - AROUND, 0))
    end = min(spans[0][1] + 2 * AROUND, len(text))
    at = begin
    for first, last in spans:
        if first >= end:
            break
        yield Excerpt(("…" if at == begin and begin else "") + text[at:first], is_sought=False)
        yield Excerpt(text[first:last], is_sought=True)
        at = last
    yield Excerpt(text[at : max(end, at)] + ("…" if max(end, at) < len(text) else ""), is_sought=False)


def _at_a_word(text: str, place: int) -> int:
    """That place, or the beginning of the next word if one begins soon."""
    following = text.find(" ", place, place + AROUND // 2)
    return following + 1 if place and following >= 0 else place
