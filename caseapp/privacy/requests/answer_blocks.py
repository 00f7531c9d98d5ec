"""The letter that answers a request: what was asked, what was decided and why. Nothing else about the person."""

from dataclasses import dataclass
from datetime import date

from caseapp.charts.shapes import Direction
from caseapp.documents.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    RunningFooter,
    RunningHeader,
    SignatureLines,
    paragraph,
)
from caseapp.i18n import _, direction, language
from caseapp.privacy.requests.rules import DECISION_NAMES, REQUEST_KIND_NAMES, RequestDecision, RequestKind
from caseapp.web.filters import day


@dataclass(frozen=True)
class AnswerLetter:
    """What the letter says; `about` is the person where somebody else is addressed."""

    addressee: str
    about: str
    kind: RequestKind
    received_on: date
    decision: RequestDecision
    decided_on: date
    reasons: str
    decided_by: str
    organisation: str
    contact: str


def answer_document(answer: AnswerLetter) -> Document:
    """The letter in the current language."""
    return Document(
        title=_("Answer to your request"),
        subtitle=answer.addressee,
        language=language(),
        direction=Direction(direction()),
        header=RunningHeader(answer.organisation, contact=answer.contact),
        footer=RunningFooter(_("Page {page} of {pages}"), (_("Confidential: for the addressee only"),)),
        blocks=_blocks(answer),
    )


def _blocks(answer: AnswerLetter) -> tuple[Block, ...]:
    facts = (
        (_("What was asked for"), str(REQUEST_KIND_NAMES[answer.kind])),
        (_("Received on"), day(answer.received_on)),
        (_("Decided on"), day(answer.decided_on)),
    )
    again = _("If you do not agree with this decision, write to us; it is looked at again.")
    contact = ": ".join(words for words in (answer.organisation, answer.contact) if words)
    return (
        Facts(((_("About"), answer.about), *facts) if answer.about else facts),
        Heading(1, _("Decision")),
        paragraph(str(DECISION_NAMES[answer.decision])),
        Heading(1, _("Reasons")),
        paragraph(answer.reasons),
        paragraph(again),
        *((paragraph(contact),) if contact else ()),
        SignatureLines((_("%(name)s, date", name=answer.decided_by),)),
    )
