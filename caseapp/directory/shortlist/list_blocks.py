"""A client's list on paper: where, when, how to get there, and whom to ask. No word of it says who gave it."""

from collections.abc import Sequence

from caseapp.charts.shapes import Direction
from caseapp.directory.queries import SourceRow
from caseapp.directory.shortlist.rules import ALL_UP_TO, LARGE_UP_TO
from caseapp.directory.words import contact_words, facts_about, under_name
from caseapp.documents.blocks import Block, Document, Heading, KeepTogether, Note, RunningHeader, paragraph
from caseapp.i18n import _, direction, language

LEADS_THERE = ("clock", "map-pin", "bus")
BESIDE = ("way_in", "noise", "shield", "cost")
BETWEEN = " · "


def list_document(called: str, rows: Sequence[SourceRow], *, reads_large: bool) -> Document:
    """The list as a document of one page in the current language: a short one in large type, a very long one in
    small type, and only with what leads there. Whoever reads large type gets it, on as many pages as it takes."""
    entries = [(row.draft.name, *_lines_about(row)) for row in rows]
    characters = sum(len(text) for entry in entries for text in entry)
    return Document(
        title=_("Places for %(name)s", name=called),
        language=language(),
        direction=Direction(direction()),
        header=RunningHeader(""),
        blocks=tuple(_entry(*entry, with_all=reads_large or characters <= ALL_UP_TO) for entry in entries),
        is_large=reads_large or characters <= LARGE_UP_TO,
    )


def _lines_about(row: SourceRow) -> tuple[str, str]:
    """What leads there, and what else one may want to know."""
    facts = {fact.picture: fact.words for fact in facts_about(row.draft)}
    leads = [*(facts.get(name, "") for name in LEADS_THERE), contact_words(row.draft)]
    beside = [under_name(row.draft), *(facts.get(name, "") for name in BESIDE)]
    return BETWEEN.join(filter(None, leads)), BETWEEN.join(filter(None, beside))


def _entry(name: str, leads: str, beside: str, *, with_all: bool) -> Block:
    if not with_all:
        return KeepTogether((Heading(1, name), Note(leads)))
    return KeepTogether((Heading(1, name), *((paragraph(leads),) if leads else ()), Note(beside)))
