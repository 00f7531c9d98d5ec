"""What a note asks for."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.activities.rules import Outcome, is_contact
from caseapp.errors import RuleBroken
from caseapp.i18n import _


class GoalToChoose(NamedTuple):
    """A goal that a note can be about: its title, and its name on a chip."""

    id: UUID
    title: str
    called: str


def is_wordless(outcome: Outcome, texts: Iterable[str]) -> bool:
    """Whether people met, and not a word was written about it."""
    return is_contact(outcome) and not any(texts)


def check_step(words: str, on: date | None) -> None:
    """`RuleBroken` for a next step without its day, and for a day without its step."""
    if words and not on:
        raise RuleBroken(_("Choose a day for the next step."), "next_day")
    if on and not words:
        raise RuleBroken(_("Say what the next step is, or choose “No day”."), "next_step")
