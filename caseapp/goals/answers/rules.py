"""The rules of a client's answer to a goal, the plan or a report."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import TEXT_MAX, check_length

OWN_WORDS_MAX = TEXT_MAX


class Agreement(StrEnum):
    """What the client says. Whoever could not be asked is asked again at each meeting."""

    AGREE = "agree"
    DISAGREE = "disagree"
    NOT_ASKED = "not_asked"


class AnswerSubject(StrEnum):
    """What a client answers to."""

    GOAL = "goal"
    PLAN = "plan"
    REPORT = "report"


AGREEMENT_NAMES = {
    Agreement.AGREE: _l("Agrees"),
    Agreement.DISAGREE: _l("Does not agree"),
    Agreement.NOT_ASKED: _l("Could not be asked"),
}
OWN_AGREEMENT_NAMES = {
    Agreement.AGREE: _l("I agree"),
    Agreement.DISAGREE: _l("I do not agree"),
}
SUBJECT_NAMES = {
    AnswerSubject.GOAL: _l("Goal"),
    AnswerSubject.PLAN: _l("The whole plan"),
    AnswerSubject.REPORT: _l("Report"),
}


@dataclass(frozen=True)
class AnswerAbout:
    """What is answered to; the plan has no id."""

    subject: AnswerSubject
    id: UUID | None = None

    @property
    def key(self) -> str:
        """As a form sends it."""
        return f"{self.subject}:{self.id}" if self.id else str(self.subject)


PLAN = AnswerAbout(AnswerSubject.PLAN)


@dataclass(frozen=True)
class AnswerDraft:
    """What the client says, to what, and why."""

    about: AnswerAbout
    agreement: Agreement
    own_words: str = ""


def read_about(text: str) -> AnswerAbout:
    """What a form sent; `ValueError` for anything else."""
    subject, _separator, key = text.partition(":")
    return AnswerAbout(AnswerSubject(subject), UUID(key) if key else None)


def check_answer(said: AnswerDraft) -> None:
    """`RuleBroken` where it is not said why, or at too great length."""
    if said.agreement is not Agreement.AGREE and not said.own_words.strip():
        raise RuleBroken(
            _("Say why in a sentence: in the client's words, or why the client was not asked."), "own_words"
        )
    check_length(said.own_words, OWN_WORDS_MAX, "own_words")
