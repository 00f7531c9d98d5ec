"""What the directory is searched by. Within one question one answer is enough; every question has to be met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Protocol

from caseapp.directory.rules import KEPT_SOURCES, PartOfDay, SourceDraft, day_part

SEVERAL = ("what", "day", "part", "area", "lang")
LISTS = frozenset({"mine", "over", "all"})
WORDS_MOST = 100
VALUES_MOST = 40
ALL_DAY = frozenset(PartOfDay)

Answers = Mapping[str, frozenset[str]]


class Arguments(Protocol):
    """What an address asks for."""

    def getlist(self, key: str) -> Sequence[str]: ...
    def get(self, key: str, default: str) -> str: ...


@dataclass(frozen=True)
class SourceFilter:
    """Words, and the chosen answers of each question by the name that it has in addresses."""

    words: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    which: str = ""

    @classmethod
    def read(cls, arguments: Arguments) -> "SourceFilter":
        """What an address asks for; what nobody offers finds nothing."""
        chosen = {name: frozenset(arguments.getlist(name)[:VALUES_MOST]) for name in SEVERAL}
        return cls(
            words=arguments.get("q", "").strip()[:WORDS_MOST],
            chosen={name: values for name, values in chosen.items() if values},
            which=which if (which := arguments.get("list", "")) in LISTS else "",
        )

    @property
    def is_mine(self) -> bool:
        """Whether only what the viewer has to confirm is asked for."""
        return self.which == "mine"

    @property
    def is_over(self) -> bool:
        """Whether what is no longer offered is asked for."""
        return self.which == "over"

    @property
    def is_all(self) -> bool:
        """Whether everything is asked for, chosen or not."""
        return self.which == "all"

    @property
    def is_narrow(self) -> bool:
        """Whether something is asked for."""
        return bool(self.words or self.chosen)

    def has(self, question: str, value: str) -> bool:
        """Whether this answer is chosen."""
        return value in self.chosen.get(question, frozenset())

    def query(self) -> dict[str, Any]:
        """The filter as it stands in an address."""
        asked: dict[str, Any] = {name: sorted(values) for name, values in self.chosen.items()}
        asked |= {"q": self.words} if self.words else {}
        return asked | ({"list": self.which} if self.which else {})

    def toggled(self, question: str, value: str) -> "SourceFilter":
        """The filter with this answer chosen, or no longer chosen."""
        values = self.chosen.get(question, frozenset()) ^ {value}
        rest = {name: kept for name, kept in self.chosen.items() if name != question}
        return replace(self, chosen=rest | ({question: values} if values else {}))

    def finds(self, source: SourceDraft, given: Answers | None = None) -> bool:
        """Whether an entry, whose answers may be known already, answers everything that is asked."""
        if self.words and not _has_words(source, self.words.casefold().split()):
            return False
        if not self.chosen:
            return True
        given = given or answers_of(source)
        return all(values & given[question] for question, values in self.chosen.items())


@lru_cache(KEPT_SOURCES)
def answers_of(source: SourceDraft) -> Answers:
    """The answers of an entry to each question; without an hour it is at any time of the day."""
    return {
        "what": frozenset(source.interests),
        "day": frozenset(map(str, source.weekdays)),
        "part": frozenset({day_part(source.starts_at)}) if source.starts_at else ALL_DAY,
        "area": frozenset({source.area} if source.area else ()),
        "lang": frozenset(source.languages),
    }


def _has_words(source: SourceDraft, words: Sequence[str]) -> bool:
    told = (source.name, source.organisation, source.about, source.for_whom, source.area, source.place)
    text = " ".join(told).casefold()
    return all(word in text for word in words)


def start_of(arguments: Arguments) -> int:
    """Where the page begins that an address asks for."""
    text = arguments.get("start", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
