"""Whoever counts something on a page says which list the figure opens."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"ngettext\(\s*\"((?:[^\"\\]|\\.)*)\"")
BEFORE, AFTER = 260, 420

# What a plural counts where it counts no records.
NO_RECORDS = {
    "%(num)s to be decided": "the row leads to the list",
    "%(num)s not told yet": "the row leads to the list",
    "%(num)s to look at": "the row leads to the list",
    "%(num)s file": "the row leads to the list",
    "%(num)s row": "rows of files that are not records yet",
    "%(num)s value": "cells of a file that are not records yet",
    "%(num)s member": "what a file has of groups",
    "%(num)s meeting": "what a file has of groups",
    "%(num)s attendance mark": "what a file has of groups",
    "Import %(num)s record": "rows of files that are not records yet",
    "The rejected row as a file to correct": "it leads to the rows",
    "There is one thing to correct.": "the list of mistakes stands below it",
    "There is one thing to correct. Your text is kept.": "the list of mistakes stands below it",
    "Give it only to this person, if possible in person or by phone. It works once, within %(num)d hour.": "hours",
    "%(num)d minute": "minutes",
    "%(num)d minute, of %(whole)s": "minutes",
    "%(mode)s, %(minutes)s minute": "minutes",
    "%(mode)s, partly held, %(minutes)s minute": "minutes",
    "One hour a week": "what was approved",
    "One hour a month": "what was approved",
    "Last confirmed %(num)d day ago; %(name)s is asked again": "days",
    "One day a week": "what was approved",
    "One day a month": "what was approved",
    "One meeting a week": "what was approved",
    "One meeting a month": "what was approved",
    "one meeting attended": "what a group asks for",
    "One place is taken by a client of another team.": "people whom the viewer does not see, as it says",
    "%(num)d guest without a name": "guests of whom no record is kept, as it says",
    "One more is about somebody whom you no longer see.": "people whom the viewer does not see, as it says",
    "One left": "how far it has come; the page of the batch has the lists",
    "One report": "the row opens the batch, whose figures open the lists",
    "To be reported within %(num)d hour. The organisation sets this number: no source names a time.": "hours",
    "Holds for %(num)d month": "months",
    "Leave empty: it then holds for %(num)d month.": "months",
    "%(num)s text cannot be read": "their numbers stand beside it",
    "Up one level": "levels",
    "One level below the start": "levels",
    "Up %(num)d level; unchanged since %(day)s": "levels",
    "%(num)d level below the start since %(day)s": "levels",
    "Goal attainment (T) of %(num)d rated goal, %(change)s": "its tile opens the goals that are counted",
    "%(there)s of %(num)d group meeting attended in twelve weeks": "its tile opens the marks of those attended",
    "%(name)s's own rating and the mentor's are one level apart. It is worth talking about.": "levels",
    "One goal is written in another language than this report.": "they stand below it",
    "%(num)d word": "words of a text",
    "%(num)d person": "the filter for everybody, beside it, opens the list",
    "%(num)s day late": "days",
    "Files that were closed %(num)s year ago or earlier": "years",
    "%(num)s day left": "days",
    "%(num)s hour left": "hours",
    "Every %(num)d month": "months",
    "It is to be answered within %(num)s day. The administrator sets the number; it is a suggestion and not the wording"
    " of a law.": "days",
    "%(num)s client": "how many a second person answers for, who is shown no name",
    "In %(num)s place": "places in the texts that stand on the page",
    "Show one more person": "it is the way to them",
}


def unlinked(path: str, text: str) -> list[str]:
    """The plurals of a template that are neither near a link to a list nor known to count no records."""
    return [
        f"{path}: {call[1]!r} opens no list"
        for call in CALL.finditer(text)
        if call[1] not in NO_RECORDS and not _opens(text, call)
    ]


def _opens(text: str, call: re.Match[str]) -> bool:
    before = text[max(call.start() - BEFORE, 0) : call.start()]
    return "counted(" in before or "data-counts" in before + text[call.end() : call.end() + AFTER]


def templates() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text() for path in sorted(Path(ROOT, "templates").rglob("*.html"))}


def test_each_plural_of_a_template_opens_a_list_or_counts_no_records():
    assert [fault for path, text in templates().items() for fault in unlinked(path, text)] == []


def test_each_reason_is_of_a_plural_that_there_is():
    used = {call[1] for text in templates().values() for call in CALL.finditer(text)}
    assert set(NO_RECORDS) - used == set()


@pytest.mark.parametrize(
    ("planted", "faults"),
    [
        ('<p>{{ ngettext("%(num)d concern", "%(num)d concerns", n) }}</p>', 1),
        ('{{ counted(ngettext("%(num)d concern", "%(num)d concerns", n), n, url) }}', 0),
        ('{{ ngettext("%(num)d minute", "%(num)d minutes", n) }}', 0),
    ],
)
def test_a_planted_figure_without_a_list_is_found(planted, faults):
    assert len(unlinked("planted.html", planted)) == faults
