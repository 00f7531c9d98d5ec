"""What the definition of an instrument holds, and what makes it a valid one. The names of fields follow the Open Scale
Definition (openscales.net) where they fit."""

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


OWN_WORDS = {
    "Made for this product": _l("Made for this product"),
    "Free to use and to change, as the product is (MIT).": _l("Free to use and to change, as the product is (MIT)."),
    "Own rule: two points under the mean of up to four pulses before. Not validated.": _l(
        "Own rule: two points under the mean of up to four pulses before. Not validated."
    ),
}
"""What we say ourselves of our own pulse; whatever authors and publishers say stays as they say it."""


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
    """At which score, and beyond it, a person should not be left alone with it, and who says so. Where no source does,
    it is a setting of the organisation, and this its default."""

    at: int
    source: str
    any_item_at_most: int | None = None
    is_setting: bool = False


@dataclass(frozen=True)
class ChangeRule:
    """How many points for the worse count, under the mean of up to `over` scores before, and who says so."""

    points: int
    source: str
    over: int = 1


@dataclass(frozen=True)
class Wording:
    """The text in one language and who published it; `ends` where only the lowest and the highest answer have words."""

    state: TranslationState
    items: dict[str, str]
    source: str = ""
    name: str = ""
    question: str = ""
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Instrument:
    """One instrument. Without a text in a language it is not offered in that language. `number_of_items` is said where
    the items wait for the author's text."""

    scale_info: ScaleInfo
    translations: dict[str, Wording]
    likert_options: dict[str, LikertOptions] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    scoring: tuple[Scoring, ...] = ()
    higher_is_better: bool = True
    low: LowRule | None = None
    change: ChangeRule | None = None
    period_days: int | None = None
    number_of_items: int | None = None

    @property
    def code(self) -> str:
        """Under which name its records are kept."""
        return self.scale_info.code

    @property
    def version(self) -> str:
        """The version of its definition, by which whatever was answered is read and scored."""
        return self.scale_info.version

    def is_scored_as(self, other: "Instrument") -> bool:
        """Whether scores of the two can stand in one line."""
        return _scored_by(self) == _scored_by(other)

    def options_of(self, item_id: str) -> LikertOptions:
        """The answers to one of its questions."""
        return self.likert_options[next(item.options for item in self.items if item.id == item_id)]


def _scored_by(of: Instrument) -> tuple[object, ...]:
    return of.code, of.items, of.likert_options, of.scoring, of.higher_is_better
