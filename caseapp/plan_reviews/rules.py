"""The rules of a plan review: what it says, and when the next one is."""

from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.i18n.length_rules import check_length

WORDS_MAX = 3_000
WITHIN = timedelta(days=366)


@dataclass(frozen=True)
class PlanReviewDraft:
    """What was decided, the client's own words, and the day of the next review."""

    words: str
    next_on: date
    client_words: str = ""


def check_review(draft: PlanReviewDraft, today: date) -> None:
    """`RuleBroken` where nothing was decided, a text is too long, or the next review is not within a year."""
    if not draft.words.strip():
        raise RuleBroken(_("Say in a few words what was decided."), "words")
    check_length(draft.words, WORDS_MAX, "words")
    check_length(draft.client_words, WORDS_MAX, "client_words")
    if not today < draft.next_on <= today + WITHIN:
        raise RuleBroken(_("Choose a day within a year from today."), "next_on")
