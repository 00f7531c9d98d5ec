"""What a person can ask of those who keep records about them, by when it is answered, and what a decision needs."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

NAME_MAX = 120
PAPERS_MAX = 300
WORDS_MAX = 2_000
REASONS_MAX = 2_000


class RequestKind(StrEnum):
    """What is asked for."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    RESTRICTION = "restriction"


class AskedBy(StrEnum):
    """Who asks."""

    PERSON = "person"
    REPRESENTATIVE = "representative"


class RequestDecision(StrEnum):
    """What was decided."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


REQUEST_KIND_NAMES = {
    RequestKind.ACCESS: _l("To see what is stored"),
    RequestKind.CORRECTION: _l("To correct something"),
    RequestKind.ERASURE: _l("To erase something"),
    RequestKind.RESTRICTION: _l("To restrict how it is used"),
}
ASKED_BY_NAMES = {
    AskedBy.PERSON: _l("The person"),
    AskedBy.REPRESENTATIVE: _l("A representative"),
}
DECISION_NAMES = {
    RequestDecision.GRANTED: _l("Granted"),
    RequestDecision.PARTLY: _l("Granted in part"),
    RequestDecision.REFUSED: _l("Refused, with reasons"),
    RequestDecision.WITHDRAWN: _l("Withdrawn, or recorded by mistake"),
}


@dataclass(frozen=True)
class RequestDraft:
    """A request as it came in."""

    kind: RequestKind
    asked_by: AskedBy
    received_on: date
    words: str = ""
    representative: str = ""
    papers: str = ""


@dataclass(frozen=True)
class DecisionDraft:
    """What was decided, and why."""

    decision: RequestDecision
    reasons: str


def due_on(received_on: date, days: int) -> date:
    """The last day on which it is answered in time."""
    return received_on + timedelta(days=days)


def check_request(draft: RequestDraft, day: date) -> None:
    """`RuleBroken` where it comes from the future, or a representative is not named with the papers that were seen."""
    if draft.received_on > day:
        raise RuleBroken(_("The day on which it was received has not come yet."), "received_on")
    if draft.asked_by is AskedBy.REPRESENTATIVE:
        if not draft.representative.strip():
            raise RuleBroken(_("Say who the representative is."), "representative")
        if not draft.papers.strip():
            raise RuleBroken(_("Say which papers you saw, such as an appointment as guardian."), "papers")
    check_length(draft.words, WORDS_MAX, "words")
    check_length(draft.representative, NAME_MAX, "representative")
    check_length(draft.papers, PAPERS_MAX, "papers")


def check_decision(draft: DecisionDraft) -> None:
    """`RuleBroken` where no reasons are given."""
    if not draft.reasons.strip():
        raise RuleBroken(_("Give the reasons, in plain words. They are printed in the answer."), "reasons")
    check_length(draft.reasons, REASONS_MAX, "reasons")
