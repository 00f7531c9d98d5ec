"""What a note asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from caseapp.activities.rules import MINUTES_AT_FIRST, Mode, Outcome, is_contact
from caseapp.errors import RuleBroken
from caseapp.i18n import _


class GoalToChoose(NamedTuple):
    """A goal that a note can be about: its title, and its name on a chip."""

    id: UUID
    title: str
    called: str


@dataclass(frozen=True)
class LastNote:
    """The latest contact with a client: how long and how they met, and what was noted. Without an id there was none."""

    id: UUID | None = None
    held_on: date | None = None
    minutes: int = MINUTES_AT_FIRST
    mode: Mode = Mode.IN_PERSON
    note: str = ""
    next_step: str = ""
    kinds: tuple[str, ...] = ()
    place: str = ""
    place_words: str = ""
    discreet: bool = False

    @property
    def again(self) -> dict[str, Any]:
        """What the next note may say in the same words: what was done, and where."""
        told = {
            "kinds": list(self.kinds),
            "place": self.place,
            "place_words": self.place_words,
            "discreet": self.discreet,
        }
        return {name: value for name, value in told.items() if value}


NO_NOTE = LastNote()


def is_wordless(outcome: Outcome, texts: Iterable[str]) -> bool:
    """Whether people met, and not a word was written about it."""
    return is_contact(outcome) and not any(texts)


def check_step(words: str, on: date | None) -> None:
    """`RuleBroken` for a next step without its day, and for a day without its step."""
    if words and not on:
        raise RuleBroken(_("Choose a day for the next step."), "next_day")
    if on and not words:
        raise RuleBroken(_("Say what the next step is, or choose “No day”."), "next_step")
