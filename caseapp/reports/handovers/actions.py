"""Sharing a signed report."""

from dataclasses import replace
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.consents.queries import find_consent
from caseapp.clients.consents.rules import may_receive
from caseapp.clients.file.queries import representatives_of
from caseapp.clients.file.representation_rules import DecidedAct, deciding
from caseapp.clients.queries import ensure_visible, is_in_charge
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.errors import NotAllowed, RuleBroken
from caseapp.i18n import _
from caseapp.reports.handovers.models import ReportHandover
from caseapp.reports.handovers.queries import find_handover
from caseapp.reports.handovers.rules import CONTENT_OF, HandoverDraft, basis_of, check_basis, check_handed
from caseapp.reports.models import Report
from caseapp.reports.status_rules import LegalBasis


@transaction
def hand_over(viewer: Viewer, report: Report, draft: HandoverDraft, key: IdempotencyKey) -> ReportHandover:
    """Record that a report is given to somebody, on a consent that covers it today or on a legal basis. Only whoever is
    in charge of the client can name a basis other than the client's own right."""
    ensure(viewer, Capability.WRITE_REPORTS)
    ensure_visible(viewer, report.client_id)
    if is_repeated(key, viewer.id):
        return find_handover(viewer, key.id)
    check_handed(report.status)
    known = _with_basis(viewer, report, draft)
    row = ReportHandover(
        id=key.id,
        report_id=report.id,
        client_id=report.client_id,
        recipient=known.recipient,
        how=known.how,
        consent_id=known.consent_id,
        basis=known.basis,
        by_id=viewer.id,
        at=now(),
    )
    row.recipient_name = known.name
    db.session.add(row)
    db.session.flush()
    basis = "consent" if known.consent_id else str(known.basis)
    what = {"recipient": str(known.recipient), "how": str(known.how), "ground": basis}
    record(Act.REPORT_HANDED_OVER, viewer, about=row, clients=[report.client_id], report=report.id.hex, **what)
    return row


def _with_basis(viewer: Viewer, report: Report, draft: HandoverDraft) -> HandoverDraft:
    """The draft with the recipient that the consent names, or with its legal basis."""
    if draft.consent_id is not None:
        consent = find_consent(viewer, draft.consent_id)
        covers = may_receive([consent], consent.recipient, CONTENT_OF[report.kind], today())
        if consent.client_id != report.client_id or covers is None:
            raise RuleBroken(
                _("This consent does not cover the report, or is no longer valid. Check the consent."), "to"
            )
        return replace(draft, recipient=consent.recipient, name=consent.who, basis=None)
    basis = basis_of(draft.recipient, draft.basis)
    check_basis(draft.recipient, draft.name, basis)
    if basis is not LegalBasis.OWN_RECORD and not is_in_charge(viewer, report.client_id):
        raise NotAllowed(Capability.SUPERVISE)
    if basis is LegalBasis.GUARDIAN:
        _check_representative(viewer, report.client_id)
    return replace(draft, basis=basis)


def _check_representative(viewer: Viewer, client_id: UUID) -> None:
    if not deciding(representatives_of(viewer, client_id), DecidedAct.HANDING_OVER, today()):
        sentence = _("Nobody on the file represents the client in this today. Add the representation first.")
        raise RuleBroken(sentence, "basis")
