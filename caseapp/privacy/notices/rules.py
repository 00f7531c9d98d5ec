"""What clients are told about their records: a text in versions, and in which way somebody was told of one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from caseapp.errors import RuleBroken
from caseapp.i18n import LANGUAGES, _, _l
from caseapp.i18n.length_rules import check_length

TEXT_MAX = 6_000
USUAL = "he"


class Manner(StrEnum):
    """How somebody was told, or that it could not be done yet."""

    READ_ALOUD = "read_aloud"
    ON_PAPER = "on_paper"
    SENT = "sent"
    NOT_YET = "not_yet"


MANNER_NAMES = {
    Manner.READ_ALOUD: _l("Read aloud and talked over"),
    Manner.ON_PAPER: _l("Given on paper"),
    Manner.SENT: _l("Sent"),
    Manner.NOT_YET: _l("Could not be told yet"),
}


class Hindrance(StrEnum):
    """Why somebody could not be told yet; whoever looks after notices reads it, so it says nothing about health."""

    NOT_NOW = "not_now"
    NO_INTERPRETER = "no_interpreter"
    NOT_REACHED = "not_reached"
    NOT_WANTED = "not_wanted"
    OTHER = "other"


HINDRANCE_NAMES = {
    Hindrance.NOT_NOW: _l("It was not the right time"),
    Hindrance.NO_INTERPRETER: _l("No interpreter was at hand"),
    Hindrance.NOT_REACHED: _l("Could not be reached"),
    Hindrance.NOT_WANTED: _l("Did not want to hear it"),
    Hindrance.OTHER: _l("Something else"),
}
WITH_A_TEXT = frozenset({Manner.ON_PAPER, Manner.SENT})
"""The manners that hand over a text; aloud somebody can be told in a language that nobody wrote."""


@dataclass(frozen=True)
class NoticeTexts:
    """The notice in each language; empty where it was not translated yet."""

    he: str = ""
    ar: str = ""
    ru: str = ""
    en: str = ""

    @property
    def languages(self) -> list[str]:
        """The languages in which there is a text."""
        return [code for code in LANGUAGES if getattr(self, code).strip()]


class NoticeText(NamedTuple):
    """The text for somebody, and the language in which it is."""

    language: str
    words: str


@dataclass(frozen=True)
class NoticeTellingDraft:
    """That a client was told, or that it could not be done yet: why, and when it is tried again."""

    manner: Manner
    language: str
    told_on: date
    back_on: date | None = None
    hindrance: Hindrance | None = None


def text_for(texts: NoticeTexts, wanted: str) -> NoticeText:
    """The text in that language; where there is none, the Hebrew one or else the first."""
    there = texts.languages
    code = next((each for each in (wanted, USUAL) if each in there), there[0])
    return NoticeText(code, getattr(texts, code))


def check_texts(texts: NoticeTexts) -> None:
    """`RuleBroken` where nothing is said in any language, or too much."""
    if not texts.languages:
        raise RuleBroken(_("Write the text in one language at least."), USUAL)
    for code in LANGUAGES:
        check_length(getattr(texts, code), TEXT_MAX, code)


def languages_told(there: list[str], own: list[str]) -> list[str]:
    """The languages in which somebody can be told: those of the texts, and the person's own, aloud."""
    return [*there, *(code for code in own if code not in there)]


def check_telling(draft: NoticeTellingDraft, there: list[str], own: list[str], published_on: date, today: date) -> None:
    """`RuleBroken` where nobody could have been told that then, or nothing says why not and when again."""
    if draft.told_on > today:
        raise RuleBroken(_("This day has not come yet."), "told_on")
    if draft.told_on < published_on:
        raise RuleBroken(_("This version was published after that day."), "told_on")
    if draft.language not in (there if draft.manner in WITH_A_TEXT else languages_told(there, own)):
        raise RuleBroken(_("There is no text in this language."), "language")
    if draft.manner is not Manner.NOT_YET:
        return
    if draft.hindrance is None:
        raise RuleBroken(_("Choose why not yet."), "hindrance")
    if draft.back_on is None or draft.back_on <= today:
        raise RuleBroken(_("Choose a day after today on which it is tried again."), "back_on")
