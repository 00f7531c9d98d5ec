"""The rules of supervision points."""

from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.i18n.length_rules import TEXT_MAX

WORDS_MAX = TEXT_MAX


def check_point(words: str) -> None:
    """`RuleBroken` if nothing was written."""
    if not words.strip():
        raise RuleBroken(_("Say what you want to talk about."), "words")


def check_outcome(words: str) -> None:
    """`RuleBroken` if a point is closed without a word."""
    if not words.strip():
        raise RuleBroken(_("Say in a few words what came out of it."), "outcome")
