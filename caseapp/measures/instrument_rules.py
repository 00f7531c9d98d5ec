"""What the definition of an instrument holds, and what makes it a valid one. The names of fields follow the Open Scale
Definition (openscales.net) where they fit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from caseapp.i18n import _l


class ScoreMethod(StrEnum):
    """How a score is made of the answers."""

    SUM = "sum"
    MEAN = "mean"


class TranslationState(StrEnum):
    """Where the text in a language comes from."""

    OFFICIAL = "official"
    PUBLISHED = "published"
    LOCAL = "local"


class InstrumentNote(StrEnum):
    """What has to be said wherever a score of the instrument is shown."""

    NOT_VALIDATED = "not_validated"
    LOW_STRUCTURE = "low_structure"
    NO_SCREENING = "no_screening"


STATE_NAMES = {
    TranslationState.OFFICIAL: _l("Official text"),
    TranslationState.PUBLISHED: _l("Published text"),
    TranslationState.LOCAL: _l("Our own text, not validated"),
}
NOTE_NAMES = {
    InstrumentNote.NOT_VALIDATED: _l("It is not validated. It says something only beside this person's own answers."),
    InstrumentNote.LOW_STRUCTURE: _l("There is low to moderate evidence that its questions measure one thing."),
    InstrumentNote.NO_SCREENING: _l("It is not a screening tool."),
}


@dataclass(frozen=True)
class ScaleInfo:
    """Who made it, under which terms; `confirm_terms` where an administrator says first that they are kept."""

    code: str
    name: str
    version: str
    citation: str
    license: str
    url: str = ""
    confirm_terms: bool = False
    note: InstrumentNote | None = None


@dataclass(frozen=True)
class LikertOptions:
    """The lowest and the highest answer; `falling` where the highest is shown first."""

    min: int
    max: int
    falling: bool = False

    @property
    def values(self) -> range:
        """The answers in the order in which they are shown."""
        return range(self.max, self.min - 1, -1) if self.falling else range(self.min, self.max + 1)


@dataclass(frozen=True)
class Item:
    """One question, and by which answers it is answered."""

    id: str
    options: str = "main"


@dataclass(frozen=True)
class Scoring:
    """One score: of which items, which of them are turned round, and how many of them may be missing."""

    id: str
    method: ScoreMethod
    items: tuple[str, ...]
    reverse: tuple[str, ...] = ()
    factor: int = 1
    may_miss: int = 0


@dataclass(frozen=True)
class LowRule:
    """At which score, and beyond it, a person should not be left alone with it, and who says so."""

    at: int
    source: str
    any_item_at_most: int | None = None


@dataclass(frozen=True)
class ChangeRule:
    """How many points for the worse count, under the mean of up to `over` scores before, and who says so."""

    points: int
    source: str
    over: int = 1


@dataclass(frozen=True)
class Wording:
    """The text in one language; `ends` where only the lowest and the highest answer have words."""

    state: TranslationState
    items: dict[str, str]
    name: str = ""
    question: str = ""
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Instrument:
    """One instrument. Without a text in a language it is not offered in that language."""

    scale_info: ScaleInfo
    translations: dict[str, Wording]
    likert_options: dict[str, LikertOptions] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    scoring: tuple[Scoring, ...] = ()
    higher_is_better: bool = True
    low: LowRule | None = None
    change: ChangeRule | None = None
    period_days: int | None = None

    @property
    def code(self) -> str:
        """Under which name its records are kept."""
        return self.scale_info.code

    def options_of(self, item_id: str) -> LikertOptions:
        """The answers to one of its questions."""
        return self.likert_options[next(item.options for item in self.items if item.id == item_id)]


def faults_of(instrument: Instrument) -> list[str]:
    """What is wrong with a definition, in sentences for whoever wrote it."""
    return [*_scoring_faults(instrument), *_wording_faults(instrument)]


def _scoring_faults(of: Instrument) -> Iterator[str]:
    known = [item.id for item in of.items]
    if len(known) != len(set(known)):
        yield "two items have the same id"
    for item in of.items:
        if item.options not in of.likert_options:
            yield f"item {item.id}: there are no likert_options {item.options!r}"
    for name, options in of.likert_options.items():
        if options.min >= options.max:
            yield f"likert_options {name}: min must be less than max"
    for score in of.scoring:
        if not score.items or not set(score.items) <= set(known):
            yield f"score {score.id}: its items must be among the items of the instrument"
        if not set(score.reverse) <= set(score.items):
            yield f"score {score.id}: what is reversed must be among its items"
        if not 0 <= score.may_miss < max(len(score.items), 1):
            yield f"score {score.id}: may_miss must leave at least one answer"
        if score.method is ScoreMethod.SUM and score.may_miss:
            yield f"score {score.id}: a sum with a missing answer would count it as zero"
    if of.items and not of.scoring:
        yield "there are items, and nothing says how they are scored"


def _wording_faults(of: Instrument) -> Iterator[str]:
    known = {item.id for item in of.items}
    if of.translations and not known:
        yield "there is a text, and there are no items"
    for language, text in of.translations.items():
        if set(text.items) != known:
            yield f"{language}: there must be a text for each item, and for no other"
        for name, options in of.likert_options.items():
            number = len(text.options.get(name, ()))
            if number != len(options.values) and not (number == 0 and len(text.ends) == 2):
                yield f"{language}: there must be words for each of the {len(options.values)} answers {name!r}"
