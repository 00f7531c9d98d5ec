"""What the directory is searched by. Within one question one answer is enough; every question has to be met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from caseapp.directory.rules import PartOfDay, SourceDraft, day_part

SEVERAL = ("what", "day", "part", "area", "lang")
LISTS = frozenset({"mine", "over", "all"})
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


def start_of(arguments: Arguments) -> int:
    """Where the page begins that an address asks for."""
    text = arguments.get("start", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
