"""Kinds of reports, their sections, and which kind has which: one table."""

from dataclasses import dataclass
from enum import StrEnum

from caseapp.i18n import _l


class ReportKind(StrEnum):
    """For whom a report is written."""

    FULL = "full"
    COMMITTEE = "committee"
    FAMILY = "family"
    CLIENT = "client"


class SectionKind(StrEnum):
    """The sections of a report. Some come from the record, some are written."""

    FACTS = "facts"
    TOOK_PART = "took_part"
    OWN_WORDS = "own_words"
    BACKGROUND = "background"
    STRENGTHS = "strengths"
    GOALS = "goals"
    HOW_IT_WENT = "how_it_went"
    SERVICES = "services"
    GROUPS = "groups"
    CIRCLES = "circles"
    MEASURES = "measures"
    SMALL_WINS = "small_wins"
    BARRIERS = "barriers"
    NEXT_STEPS = "next_steps"
    RECOMMENDATION = "recommendation"


class Detail(StrEnum):
    """How much a section says: every figure, or only what matters to somebody outside the team."""

    FULL = "full"
    SHORT = "short"


class Recommendation(StrEnum):
    """What the writers recommend to those who decide on the service."""

    CONTINUE = "continue"
    CHANGE = "change"
    REDUCE = "reduce"
    CLOSE = "close"


@dataclass(frozen=True)
class Part:
    """A section as one kind of report has it."""

    section: SectionKind
    detail: Detail = Detail.FULL


REPORT_KIND_NAMES = {
    ReportKind.FULL: _l("Full report"),
    ReportKind.COMMITTEE: _l("For the committee"),
    ReportKind.FAMILY: _l("For the family"),
    ReportKind.CLIENT: _l("For the client, in plain language"),
}
SECTION_NAMES = {
    SectionKind.FACTS: _l("About the service"),
    SectionKind.TOOK_PART: _l("Who took part in writing this report"),
    SectionKind.OWN_WORDS: _l("In the client's own words"),
    SectionKind.BACKGROUND: _l("Background"),
    SectionKind.STRENGTHS: _l("Strengths and resources"),
    SectionKind.GOALS: _l("Goals"),
    SectionKind.HOW_IT_WENT: _l("How it went"),
    SectionKind.SERVICES: _l("Meetings and hours"),
    SectionKind.GROUPS: _l("Groups"),
    SectionKind.CIRCLES: _l("Circles of support"),
    SectionKind.MEASURES: _l("Measures"),
    SectionKind.SMALL_WINS: _l("Small wins"),
    SectionKind.BARRIERS: _l("Difficulties, and what helped"),
    SectionKind.NEXT_STEPS: _l("Next steps"),
    SectionKind.RECOMMENDATION: _l("Recommendation"),
}
RECOMMENDATION_NAMES = {
    Recommendation.CONTINUE: _l("Continue the service"),
    Recommendation.CHANGE: _l("Change the service"),
    Recommendation.REDUCE: _l("Reduce the service"),
    Recommendation.CLOSE: _l("End the service"),
}
RENEWING = (ReportKind.FULL, ReportKind.COMMITTEE)
WRITTEN = frozenset(
    {
        SectionKind.TOOK_PART,
        SectionKind.BACKGROUND,
        SectionKind.STRENGTHS,
        SectionKind.HOW_IT_WENT,
        SectionKind.SMALL_WINS,
        SectionKind.BARRIERS,
        SectionKind.NEXT_STEPS,
        SectionKind.RECOMMENDATION,
    }
)
PARTS: dict[ReportKind, tuple[Part, ...]] = {
    ReportKind.FULL: tuple(Part(section) for section in SectionKind),
    ReportKind.COMMITTEE: (
        Part(SectionKind.FACTS),
        Part(SectionKind.TOOK_PART),
        Part(SectionKind.OWN_WORDS),
        Part(SectionKind.BACKGROUND),
        Part(SectionKind.STRENGTHS),
        Part(SectionKind.GOALS),
        Part(SectionKind.HOW_IT_WENT),
        Part(SectionKind.SERVICES),
        Part(SectionKind.GROUPS, Detail.SHORT),
        Part(SectionKind.CIRCLES, Detail.SHORT),
        Part(SectionKind.BARRIERS),
        Part(SectionKind.RECOMMENDATION),
    ),
    ReportKind.FAMILY: (
        Part(SectionKind.FACTS, Detail.SHORT),
        Part(SectionKind.STRENGTHS),
        Part(SectionKind.GOALS, Detail.SHORT),
        Part(SectionKind.SMALL_WINS),
        Part(SectionKind.NEXT_STEPS),
    ),
    ReportKind.CLIENT: (
        Part(SectionKind.FACTS, Detail.SHORT),
        Part(SectionKind.OWN_WORDS),
        Part(SectionKind.STRENGTHS),
        Part(SectionKind.GOALS, Detail.SHORT),
        Part(SectionKind.SERVICES, Detail.SHORT),
        Part(SectionKind.CIRCLES),
        Part(SectionKind.SMALL_WINS),
        Part(SectionKind.NEXT_STEPS),
        Part(SectionKind.RECOMMENDATION, Detail.SHORT),
    ),
}


def written_sections(kind: ReportKind) -> tuple[SectionKind, ...]:
    """The sections of this kind that somebody writes, in reading order."""
    return tuple(part.section for part in PARTS[kind] if part.section in WRITTEN)


def has_recommendation(kind: ReportKind) -> bool:
    """Whether this kind says what is recommended."""
    return SectionKind.RECOMMENDATION in written_sections(kind)
