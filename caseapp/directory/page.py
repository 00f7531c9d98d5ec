"""Puts together the pages of the directory: the questions with their answers, and what was found."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from caseapp.access import Viewer
from caseapp.clients.rules import LANGUAGE_NAMES
from caseapp.directory.filter_rules import Answers, SourceFilter, answers_of
from caseapp.directory.interest_rules import INTEREST_NAMES
from caseapp.directory.interests.rules import ChosenInterests
from caseapp.directory.lasting.queries import lasting_counts
from caseapp.directory.lasting.rules import LastingCount
from caseapp.directory.queries import SourceRow, list_sources
from caseapp.directory.rules import DAY_PART_NAMES, SHOWN_AT_ONCE
from caseapp.directory.words import SourceFact, facts_about, interest_words, under_name
from caseapp.groups.rules import WEEKDAY_NAMES
from caseapp.i18n import _

NOTHING_CHOSEN, NOT_TOLD = ChosenInterests(), LastingCount()

Address = Callable[[SourceFilter], str]


@dataclass(frozen=True)
class ChipLink:
    """One answer to a question, with the address at which it is chosen or no longer chosen."""

    label: str
    url: str
    current: bool
    count: None = None


@dataclass(frozen=True)
class Question:
    """A row of answers."""

    name: str
    answers: Sequence[ChipLink]


@dataclass(frozen=True)
class SourceCard:
    """One entry as a card: what it is, and what somebody has to know who wants to go there."""

    row: SourceRow
    under_name: str
    facts: Sequence[SourceFact]
    shared: ChosenInterests = NOTHING_CHOSEN
    lasted: LastingCount = NOT_TOLD

    @property
    def enjoyed(self) -> str:
        """What of it the client enjoys, in words."""
        return interest_words(self.shared.enjoys)

    @property
    def tried(self) -> str:
        """What of it the client would try, in words."""
        return interest_words(self.shared.tries)

    @property
    def first_interest(self) -> str:
        """The interest whose picture stands for the entry; empty where it has none."""
        return self.row.draft.interests[0] if self.row.draft.interests else ""


@dataclass(frozen=True)
class DirectoryPage:
    """What was found, of which one page shows so many; what the viewer is asked to confirm; what has ended."""

    asked: SourceFilter
    questions: Sequence[Question]
    found: Sequence[SourceCard]
    start: int
    number: int
    total: int
    mine_old: int
    chosen: ChosenInterests = NOTHING_CHOSEN
    is_offered: bool = False

    @property
    def next_start(self) -> int | None:
        """Where the next page begins."""
        after = self.start + SHOWN_AT_ONCE
        return after if after < self.number else None


def directory_page(viewer: Viewer, asked: SourceFilter, today: date, start: int, address: Address) -> DirectoryPage:
    """The entries that the filter finds, by name."""
    rows = list_sources(viewer, is_over=asked.is_over)
    given = {row.id: answers_of(row.draft) for row in rows}
    mine = [row for row in rows if row.confirmed_by_id == viewer.id and row.is_old(today) and not row.draft.is_over]
    found = [row for row in (mine if asked.is_mine else rows) if asked.finds(row.draft, given[row.id])]
    return DirectoryPage(
        asked=asked,
        questions=_questions(given.values(), asked, address),
        found=with_counts(viewer, [card_of(row) for row in found[start : start + SHOWN_AT_ONCE]], today),
        start=start,
        number=len(found),
        total=len(rows),
        mine_old=len(mine),
    )


def clients_directory_page(
    viewer: Viewer, asked: SourceFilter, chosen: ChosenInterests, today: date, start: int, address: Address
) -> DirectoryPage:
    """The entries that the filter finds, those first that share most with a client's cards. Where no interest is asked
    for, only what shares something is shown, unless all is asked for."""
    rows = list_sources(viewer)
    given = {row.id: answers_of(row.draft) for row in rows}
    shared = {row.id: chosen.shared_with(given[row.id]["what"]).weight for row in rows}
    is_offered = bool(chosen) and not asked.is_all and "what" not in asked.chosen and not asked.words
    found = [row for row in rows if (shared[row.id] or not is_offered) and asked.finds(row.draft, given[row.id])]
    found.sort(key=lambda row: -shared[row.id])
    shown = [card_of(row, chosen) for row in found[start : start + SHOWN_AT_ONCE]]
    return DirectoryPage(
        asked=asked,
        questions=_questions(given.values(), asked, address),
        found=with_counts(viewer, shown, today),
        start=start,
        number=len(found),
        total=len(rows),
        mine_old=0,
        chosen=chosen,
        is_offered=is_offered,
    )


def card_of(row: SourceRow, chosen: ChosenInterests = NOTHING_CHOSEN) -> SourceCard:
    """An entry as a card, with what of it a client chose."""
    draft = row.draft
    return SourceCard(row, under_name(draft), facts_about(draft), chosen.shared_with(draft.interests))


def with_counts(viewer: Viewer, cards: Sequence[SourceCard], today: date) -> list[SourceCard]:
    """The cards with what lasted of each."""
    counts = lasting_counts(viewer, [card.row.id for card in cards], today)
    return [replace(card, lasted=counts[card.row.id]) for card in cards]


def _questions(given: Collection[Answers], asked: SourceFilter, address: Address) -> list[Question]:
    """The questions with the answers that entries give."""
    areas = sorted(frozenset().union(*(answers["area"] for answers in given)), key=str.casefold)
    names: dict[str, tuple[str, Mapping[Any, Any]]] = {
        "what": (_("What"), INTEREST_NAMES),
        "day": (_("When"), {str(day): name for day, name in WEEKDAY_NAMES.items()}),
        "part": (_("Time of day"), DAY_PART_NAMES),
        "area": (_("Where"), {area: area for area in areas}),
        "lang": (_("Language"), LANGUAGE_NAMES),
    }
    questions = []
    for question, (label, all_answers) in names.items():
        used = asked.chosen.get(question, frozenset()).union(*(answers[question] for answers in given))
        answers = [
            ChipLink(str(name), address(asked.toggled(question, str(value))), asked.has(question, str(value)))
            for value, name in all_answers.items()
            if str(value) in used
        ]
        if answers:
            questions.append(Question(label, answers))
    return questions
