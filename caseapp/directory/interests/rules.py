"""What a client chose from the cards, and what of it an entry of the directory has."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from caseapp.directory.interest_rules import INTEREST_NAMES
from caseapp.errors import RuleBroken, Unreadable
from caseapp.i18n import _


@dataclass(frozen=True)
class ChosenInterests:
    """The codes of the cards: what the client enjoys, and what the client would try."""

    enjoys: frozenset[str] = frozenset()
    tries: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.enjoys or self.tries)

    def shared_with(self, interests: Iterable[str]) -> "ChosenInterests":
        """What of these interests the client chose."""
        offered = frozenset(interests)
        return ChosenInterests(self.enjoys & offered, self.tries & offered)

    @property
    def weight(self) -> int:
        """How much speaks for what shares these: what is enjoyed counts twice."""
        return 2 * len(self.enjoys) + len(self.tries)


def chosen_from(enjoys: Collection[str], tries: Collection[str]) -> ChosenInterests:
    """What was tapped; whatever is enjoyed need not be tried. `RuleBroken` for what is no card."""
    if not {*enjoys, *tries} <= set(INTEREST_NAMES):
        raise RuleBroken(_("Choose from the cards."), "enjoys")
    return ChosenInterests(frozenset(enjoys), frozenset(tries) - frozenset(enjoys))


def written_interests(chosen: ChosenInterests) -> str:
    """The choice as a text that can be sealed."""
    return json.dumps([sorted(chosen.enjoys), sorted(chosen.tries)])


def read_interests(text: str) -> ChosenInterests:
    """The choice as it was written; nothing where nothing can be read."""
    if not text or isinstance(text, Unreadable):
        return ChosenInterests()
    enjoys, tries = json.loads(text)
    return ChosenInterests(frozenset(enjoys), frozenset(tries))
