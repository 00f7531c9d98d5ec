"""The page on which passages about others are looked for."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.privacy.contents.queries import text_records
from caseapp.privacy.contents.rules import blackening, count_places
from caseapp.privacy.whole_file.record_queries import passages_of

RECORDS = 50


class MarkedPassage(NamedTuple):
    """A passage that is blackened, and in how many places."""

    id: UUID
    words: str
    places: int


class TextRow(NamedTuple):
    """A record with free text: of which kind it is, its number and day, and its texts as the file will show them."""

    heading: str
    number: int
    when: str
    texts: list[tuple[str, str]]


class TextPage(NamedTuple):
    """Some records with their texts, the passages that are blackened, and the number of pages."""

    rows: list[TextRow]
    passages: list[MarkedPassage]
    number: int
    pages: int


def texts_of(viewer: Viewer, client_id: UUID, number: int) -> TextPage:
    """One page of the client's free texts, in the order of the file."""
    passages = passages_of(viewer, client_id)
    blacken = blackening(words for _id, words in passages)
    stored = text_records(viewer, client_id)
    whole = [words for row in stored for _name, words in row.texts] if passages else []
    marked = [MarkedPassage(passage_id, words, count_places(words, whole)) for passage_id, words in passages]
    rows = stored[(number - 1) * RECORDS : number * RECORDS]
    shown = [TextRow(row.heading, row.number, row.when, _blackened(row.texts, blacken)) for row in rows]
    return TextPage(shown, marked, number, max(1, -(-len(stored) // RECORDS)))


def _blackened(texts: list[tuple[str, str]], blacken: Callable[[str], str]) -> list[tuple[str, str]]:
    return [(name, blacken(words)) for name, words in texts]
