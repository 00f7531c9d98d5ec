"""Whole acts on what was approved."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.basket.models import Approval
from caseapp.basket.queries import find_approval
from caseapp.basket.rules import Terms, check_terms
from caseapp.clients.queries import ensure_visible, in_charge
from caseapp.clock import today
from caseapp.db import Submission, act, db, expect_version, is_repeated


@act
def record_approval(client_id: UUID, terms: Terms, *, by: Viewer, submission: Submission) -> Approval:
    """Keep what the committee approved for a client."""
    ensure(by, Capability.OPEN_FILES)
    ensure_visible(by, client_id, in_charge)
    if is_repeated(submission, by.id):
        return find_approval(by, submission.id)
    approval = Approval(id=submission.id, client_id=client_id)
    _write(approval, terms)
    db.session.add(approval)
    db.session.flush()
    record(Act.APPROVAL_RECORDED, by, about=approval, clients=[client_id])
    return approval


@act
def change_approval(approval: Approval, terms: Terms, version: int | None, *, by: Viewer) -> None:
    """Correct what was kept of an approval."""
    ensure(by, Capability.OPEN_FILES)
    ensure_visible(by, approval.client_id, in_charge)
    expect_version(approval, version)
    _write(approval, terms)
    record(Act.APPROVAL_CHANGED, by, about=approval, clients=[approval.client_id])


def _write(approval: Approval, terms: Terms) -> None:
    check_terms(terms, today())
    approval.service = terms.service
    approval.amount, approval.unit, approval.per = terms.amount, terms.unit, terms.per
    approval.starts_on, approval.ends_on = terms.starts_on, terms.ends_on
    approval.committee, approval.decided_on, approval.reference = terms.committee, terms.decided_on, terms.reference
