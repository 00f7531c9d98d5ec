"""The course of one instrument: what the page, the paper and a signed report show alike, and look nothing up for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from caseapp.measures.definitions.instrument_rules import InstrumentNote, Scoring, TranslationState
from caseapp.measures.rules import Helper, MeasureMode, TakenBy


@dataclass(frozen=True)
class CourseScore:
    """What was answered on one day: the score as it is shown, how far up it stands (from 0, worst, to 1, best), and by
    how much it was better than the one before in the same mode; less good with a minus."""

    on: date
    taken_by: TakenBy
    helper: Helper
    score: str = ""
    share: float = 0
    better: str = ""

    @property
    def mode(self) -> MeasureMode:
        """In which way, and who helped."""
        return MeasureMode(self.taken_by, self.helper)


@dataclass(frozen=True)
class MeasureCourse:
    """An instrument as it was defined then, and its scores, the oldest first."""

    name: str
    names: Mapping[str, str]
    version: str
    citation: str
    license: str
    url: str
    note: InstrumentNote | None
    states: Mapping[str, TranslationState]
    least: int
    most: int
    higher_is_better: bool
    items: tuple[str, ...]
    scoring: Scoring
    scores: tuple[CourseScore, ...] = ()


def in_modes(scores: Iterable[CourseScore]) -> dict[MeasureMode, list[CourseScore]]:
    """The scores of each mode; those of two modes are never in one list, so no line joins them."""
    found: dict[MeasureMode, list[CourseScore]] = {}
    for each in scores:
        if each.score:
            found.setdefault(each.mode, []).append(each)
    return found
