"""What the record already says for the written sections of a new report, in people's own words."""

from collections.abc import Iterable, Mapping, Sequence

from caseapp.goals.rules import BARRIER_NAMES
from caseapp.i18n import _, in_language
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.record_queries import GoalBackground, PlannedStep
from caseapp.web.filters import day


def prefill_sections(
    language: str,
    *,
    writers: Sequence[str],
    background: str,
    goals: Sequence[GoalBackground],
    steps: Iterable[PlannedStep],
) -> Mapping[SectionKind, str]:
    """The beginning of each section that the record can begin; names and words as they were written down."""
    with in_language(language):
        return {
            SectionKind.TOOK_PART: "\n".join(writers),
            SectionKind.BACKGROUND: background,
            SectionKind.STRENGTHS: "\n".join(_once(goal.strengths for goal in goals)),
            SectionKind.BARRIERS: "\n".join(_once(_barriers(goal) for goal in goals)),
            SectionKind.NEXT_STEPS: "\n".join(_once(_step(step) for step in steps if step.done_on is None)),
        }


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _barriers(goal: GoalBackground) -> str:
    named = _(", ").join(str(BARRIER_NAMES[barrier]) for barrier in goal.barriers)
    return ": ".join(text for text in (named, goal.barrier_words) if text)


def _step(step: PlannedStep) -> str:
    return f"{step.words} ({day(step.due_on)})" if step.due_on else step.words
