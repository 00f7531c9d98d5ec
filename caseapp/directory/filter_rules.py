"""What the directory is searched by. Within one question one answer is enough; every question has to be met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from caseapp.directory.rules import PartOfDay, SourceDraft, day_part

SEVERAL = ("what", "day", "part", "area", "lang")
WORDS_MOST = 100
VALUES_MOST = 40


class Arguments(Protocol):
    """What an address asks for."""

    def getlist(self, key: str) -> Sequence[str]: ...
    def get(self, key: str, default: str) -> str: ...


@dataclass(frozen=True)
class SourceFilter:
    """Words, and the chosen answers of each question by the name that it has in addresses."""

    words: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_mine: bool = False
    is_over: bool = False

    @classmethod
    def read(cls, arguments: Arguments) -> "SourceFilter":
        """What an address asks for; what nobody offers finds nothing."""
        chosen = {name: frozenset(arguments.getlist(name)[:VALUES_MOST]) for name in SEVERAL}
        return cls(
            words=arguments.get("q", "").strip()[:WORDS_MOST],
            chosen={name: values for name, values in chosen.items() if values},
            is_mine=arguments.get("list", "") == "mine",
            is_over=arguments.get("list", "") == "over",
        )

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
        return asked | ({"list": "mine"} if self.is_mine else {"list": "over"} if self.is_over else {})

    def toggled(self, question: str, value: str) -> "SourceFilter":
        """The filter with this answer chosen, or no longer chosen."""
        values = self.chosen.get(question, frozenset()) ^ {value}
        rest = {name: kept for name, kept in self.chosen.items() if name != question}
        return replace(self, chosen=rest | ({question: values} if values else {}))

    def finds(self, source: SourceDraft) -> bool:
        """Whether an entry answers everything that is asked."""
        if self.words and not all(word in _text_of(source) for word in self.words.casefold().split()):
            return False
        given = answers_of(source)
        return all(values & given[question] for question, values in self.chosen.items())


def answers_of(source: SourceDraft) -> dict[str, frozenset[str]]:
    """The answers of an entry to each question; without an hour it is at any time of the day."""
    parts = {day_part(source.starts_at)} if source.starts_at else set(PartOfDay)
    return {
        "what": frozenset(source.interests),
        "day": frozenset(str(day) for day in source.weekdays),
        "part": frozenset(str(part) for part in parts),
        "area": frozenset({source.area} if source.area else ()),
        "lang": frozenset(source.languages),
    }


def _text_of(source: SourceDraft) -> str:
    told = (source.name, source.organisation, source.about, source.for_whom, source.area, source.place)
    return " ".join(told).casefold()
