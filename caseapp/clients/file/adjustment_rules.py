"""What to mind in meeting a client, in planning and on paper: chosen by tapping, stored as one sealed text of codes."""

from collections.abc import Iterable
from enum import StrEnum

from caseapp.errors import RuleBroken, Unreadable
from caseapp.i18n import _, _l


class Adjustment(StrEnum):
    """What makes meeting, reading and going somewhere easier for a client."""

    HEARING = "hearing"
    LARGE_PRINT = "large_print"
    EASY_WORDS = "easy_words"
    CALM = "calm"
    SHORT = "short"
    COMPANY = "company"
    LIFT = "lift"


ADJUSTMENT_NAMES = {
    Adjustment.HEARING: _l("Hearing: face to face, in a quiet place"),
    Adjustment.LARGE_PRINT: _l("Reading: large print"),
    Adjustment.EASY_WORDS: _l("Reading: short sentences, easy words"),
    Adjustment.CALM: _l("Light and noise: a calm place"),
    Adjustment.SHORT: _l("Tires: short meetings"),
    Adjustment.COMPANY: _l("Company on the way"),
    Adjustment.LIFT: _l("Needs a lift"),
}
ON_THE_WAY = frozenset({Adjustment.HEARING, Adjustment.CALM, Adjustment.SHORT, Adjustment.COMPANY, Adjustment.LIFT})
"""What is minded where somebody goes; the others are about paper."""


def written_adjustments(chosen: Iterable[str]) -> str:
    """The choice as a text that can be sealed. `RuleBroken` for what is not offered."""
    codes = set(chosen)
    if not codes <= set(Adjustment):
        raise RuleBroken(_("Choose from the list."), "adjustments")
    return " ".join(each for each in Adjustment if each in codes)


def read_adjustments(text: str) -> tuple[Adjustment, ...]:
    """The choice as it was written; nothing where nothing can be read."""
    if isinstance(text, Unreadable):
        return ()
    codes = text.split()
    return tuple(each for each in Adjustment if each in codes)


def minded(text: str, among: frozenset[Adjustment] = frozenset(Adjustment)) -> list[str]:
    """What to mind, in words."""
    return [str(ADJUSTMENT_NAMES[each]) for each in read_adjustments(text) if each in among]


def reads_large(text: str) -> bool:
    """Whether what is printed for the client is set in large type, even where it then takes more pages."""
    return Adjustment.LARGE_PRINT in read_adjustments(text)
