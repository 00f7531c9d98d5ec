"""The rules of a measure that was taken: in which way, who helped, and how its answers are kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from caseapp.errors import Unreadable
from caseapp.i18n import _l
from caseapp.measures.definitions.instrument_rules import Instrument, Wording


class TakenBy(StrEnum):
    """In which way it was answered."""

    ALONE = "alone"
    LINK = "link"
    TOGETHER = "together"
    PAPER = "paper"


class Helper(StrEnum):
    """Who helped with it."""

    NOBODY = "nobody"
    MENTOR = "mentor"
    OTHER = "other"


TAKEN_BY_NAMES = {
    TakenBy.ALONE: _l("By the client alone, on the screen"),
    TakenBy.LINK: _l("By the client alone, by a link"),
    TakenBy.TOGETHER: _l("Together with the mentor"),
    TakenBy.PAPER: _l("From paper"),
}
HELPER_NAMES = {
    Helper.NOBODY: _l("Nobody helped"),
    Helper.MENTOR: _l("The mentor helped"),
    Helper.OTHER: _l("Somebody else helped"),
}


class MeasureMode(NamedTuple):
    """In which way, and who helped: only what was taken in the same mode is compared and joined by a line."""

    taken_by: TakenBy
    helper: Helper

    @property
    def words(self) -> str:
        """Both in words."""
        return f"{TAKEN_BY_NAMES[self.taken_by]} · {HELPER_NAMES[self.helper]}"


ALONE = MeasureMode(TakenBy.ALONE, Helper.NOBODY)
BY_LINK = MeasureMode(TakenBy.LINK, Helper.NOBODY)


class Asked(NamedTuple):
    """An instrument as it is shown to somebody: in which version, and in which language."""

    instrument: Instrument
    language: str

    @property
    def text(self) -> Wording:
        """What is read and answered."""
        return self.instrument.translations[self.language]

    @property
    def stamp(self) -> str:
        """Both in one word, which comes back with the answers."""
        return f"{self.language} {self.instrument.version}"


class InstrumentChoice(NamedTuple):
    """Whether an instrument is to be offered, in which version it was shown, and what was confirmed of it."""

    version: str
    to_be_on: bool
    has_terms: bool
    has_scoring: bool


@dataclass(frozen=True)
class MeasureDraft:
    """What was answered: by the ids of the questions; one that was skipped is not there."""

    answers: Mapping[str, int]
    mode: MeasureMode
    language: str


def write_given(answers: Mapping[str, int]) -> str:
    """Answers as they are kept."""
    return json.dumps(answers, sort_keys=True)


def read_given(text: str) -> dict[str, int]:
    """Answers that were kept; none where they cannot be opened."""
    if isinstance(text, Unreadable):
        return {}
    found: dict[str, int] = json.loads(text or "{}")
    return found
