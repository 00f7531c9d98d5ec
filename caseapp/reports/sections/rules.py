"""What is written in a section, and when a report can be submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.reports.kind_rules import SECTION_NAMES, Recommendation, ReportKind, SectionKind, has_recommendation

SECTION_MAX = 60_000


@dataclass(frozen=True)
class QuotedSentence:
    """A sentence of a note, by its place in the note."""

    activity_id: UUID
    place: int


@dataclass(frozen=True)
class SectionDraft:
    """A section as it was typed: its words, the notes that they quote, and a sentence that is to be added."""

    words: str
    source_ids: tuple[UUID, ...] = ()
    quoted: QuotedSentence | None = None
    recommendation: Recommendation | None = None

    @property
    def all_sources(self) -> tuple[UUID, ...]:
        """The quoted notes, with the one of the added sentence."""
        return (*self.source_ids, self.quoted.activity_id) if self.quoted else self.source_ids


def read_quoted_sentence(text: str) -> QuotedSentence | None:
    """The sentence that a button names; nothing where it names none."""
    activity, _colon, place = text.partition(":")
    try:
        return (
            QuotedSentence(UUID(activity), int(place))
            if place.isascii() and place.isdigit() and len(place) < 5
            else None
        )
    except ValueError:
        return None


def check_submission(kind: ReportKind, recommendation: Recommendation | None, texts: Mapping[SectionKind, str]) -> None:
    """`RuleBroken` where a report is not ready for review: nobody wrote in it, it recommends nothing although it
    should, or a section is longer than can be printed."""
    if not any(text.strip() for text in texts.values()):
        raise RuleBroken(_("Nothing has been written in the report yet. Write at least one section."))
    if has_recommendation(kind) and recommendation is None:
        raise RuleBroken(_("Choose your recommendation first, in the section “Recommendation”."))
    for section, text in texts.items():
        if len(text) > SECTION_MAX:
            name = SECTION_NAMES[section]
            raise RuleBroken(
                _(
                    "“%(section)s” is too long to print: use at most %(most)s characters.",
                    section=name,
                    most=SECTION_MAX,
                )
            )
