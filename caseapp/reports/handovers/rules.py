"""Who may be given a report: how much each kind of report tells, and the legal bases other than a consent."""

from dataclasses import dataclass
from uuid import UUID

from caseapp.clients.consents.rules import ConsentContent, Recipient
from caseapp.clients.rules import check_name_length
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.status_rules import Handing, LegalBasis, ReportStatus

CONTENT_OF = {
    ReportKind.FULL: ConsentContent.FULL,
    ReportKind.COMMITTEE: ConsentContent.FULL,
    ReportKind.FAMILY: ConsentContent.SUMMARY,
    ReportKind.CLIENT: ConsentContent.SUMMARY,
}
RECIPIENTS_OF = {
    LegalBasis.OWN_RECORD: frozenset({Recipient.CLIENT}),
    LegalBasis.GUARDIAN: frozenset({Recipient.FAMILY, Recipient.OTHER}),
    LegalBasis.BASKET_LAW: frozenset({Recipient.COMMITTEE, Recipient.COORDINATOR}),
    LegalBasis.COURT: frozenset(Recipient) - {Recipient.CLIENT},
    LegalBasis.DANGER: frozenset(Recipient) - {Recipient.CLIENT},
}


@dataclass(frozen=True)
class HandoverDraft:
    """Who is given a report, how, and on which basis: a recorded consent or a legal basis."""

    recipient: Recipient
    name: str
    how: Handing
    consent_id: UUID | None = None
    basis: LegalBasis | None = None


def basis_of(recipient: Recipient, basis: LegalBasis | None) -> LegalBasis | None:
    """The legal basis that counts: the client's own right need not be chosen."""
    return LegalBasis.OWN_RECORD if recipient is Recipient.CLIENT else basis


def check_handed(status: ReportStatus) -> None:
    """`RuleBroken` unless the report is signed."""
    if status is not ReportStatus.SIGNED:
        raise RuleBroken(_("Only a signed report can be shared. This one is not signed yet."))


def check_basis(recipient: Recipient, name: str, basis: LegalBasis | None) -> None:
    """`RuleBroken` where sharing without a consent has no legal basis, or one that does not apply."""
    if basis is None:
        raise RuleBroken(
            _(
                "No valid consent covers sharing this report with this recipient. Ask the client and "
                "record the consent, or ask your supervisor whether the law allows it."
            ),
            "to",
        )
    if recipient not in RECIPIENTS_OF[basis]:
        raise RuleBroken(_("This legal basis does not apply to this recipient. Choose another."), "basis")
    if recipient is not Recipient.CLIENT and not name.strip():
        raise RuleBroken(_("Enter the recipient's name or role."), "name")
    check_name_length(name, "name")
