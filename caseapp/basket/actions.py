"""Recording and correcting approvals."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.basket.models import Approval
from caseapp.basket.queries import find_approval
from caseapp.basket.rules import ApprovalTerms, check_terms
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.clock import today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction


@transaction
def record_approval(viewer: Viewer, client_id: UUID, terms: ApprovalTerms, key: IdempotencyKey) -> Approval:
    """Record what the committee approved for a client."""
    ensure(viewer, Capability.OPEN_FILES)
    ensure_visible(viewer, client_id, in_charge)
    if is_repeated(key, viewer.id):
        return find_approval(viewer, key.id)
    approval = Approval(id=key.id, client_id=client_id)
    _write(approval, terms)
    db.session.add(approval)
    db.session.flush()
    record(Act.APPROVAL_RECORDED, viewer, about=approval, clients=[client_id])
    return approval


@transaction
def change_approval(viewer: Viewer, approval: Approval, terms: ApprovalTerms, version: int | None) -> None:
    """Correct an approval."""
    ensure(viewer, Capability.OPEN_FILES)
    ensure_visible(viewer, approval.client_id, in_charge)
    expect_version(approval, version)
    _write(approval, terms)
    record(Act.APPROVAL_CHANGED, viewer, about=approval, clients=[approval.client_id])


def _write(approval: Approval, terms: ApprovalTerms) -> None:
    check_terms(terms, today())
    approval.service = terms.service
    approval.amount, approval.unit, approval.per = terms.amount, terms.unit, terms.per
    approval.starts_on, approval.ends_on = terms.starts_on, terms.ends_on
    approval.committee, approval.decided_on, approval.reference = terms.committee, terms.decided_on, terms.reference
