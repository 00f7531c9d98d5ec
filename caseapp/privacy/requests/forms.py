"""The forms of requests."""

from caseapp.clock import today
from caseapp.i18n import _l
from caseapp.privacy.requests.rules import (
    ASKED_BY_NAMES,
    DECISION_NAMES,
    NAME_MAX,
    PAPERS_MAX,
    REASONS_MAX,
    REQUEST_KIND_NAMES,
    WORDS_MAX,
    AskedBy,
    DecisionDraft,
    RequestDecision,
    RequestDraft,
    RequestKind,
)
from caseapp.web.fields import Chips, Day, Line, Text, choices_of
from caseapp.web.forms import EditForm, NewRecordForm


class RequestForm(NewRecordForm):
    """A request as it came in."""

    kind = Chips(_l("What was asked for"), choices_of(REQUEST_KIND_NAMES), default=str(RequestKind.ACCESS))
    received_on = Day(_l("Received on"), required=True, default=today)
    asked_by = Chips(_l("Who asks"), choices_of(ASKED_BY_NAMES), default=str(AskedBy.PERSON))
    representative = Line(_l("Name of the representative"), longest=NAME_MAX)
    papers = Line(_l("Papers that were seen"), longest=PAPERS_MAX)
    words = Text(_l("The request in its own words"), longest=WORDS_MAX)

    def draft(self) -> RequestDraft:
        """What was typed."""
        return RequestDraft(
            kind=RequestKind(self.kind.data),
            asked_by=AskedBy(self.asked_by.data),
            received_on=self.received_on.data,
            words=self.words.data or "",
            representative=self.representative.data or "",
            papers=self.papers.data or "",
        )


class DecisionForm(EditForm):
    """What was decided, and why."""

    decision = Chips(_l("Decision"), choices_of(DECISION_NAMES), default=str(RequestDecision.GRANTED))
    reasons = Text(_l("Reasons"), required=True, longest=REASONS_MAX)

    def draft(self) -> DecisionDraft:
        """What was chosen."""
        return DecisionDraft(RequestDecision(self.decision.data), self.reasons.data or "")
