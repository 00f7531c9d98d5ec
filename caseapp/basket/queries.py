"""The approvals of the viewer's clients."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.basket.models import Approval
from caseapp.basket.rules import FRACTION_PLURAL, ApprovalPhase, ApprovalUnit, Per, format_amount, phase_of, shares_days
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible


class ApprovalRow(NamedTuple):
    """One approval of a client."""

    id: UUID
    service: str
    amount: Decimal
    unit: ApprovalUnit
    per: Per
    starts_on: date
    ends_on: date
    reference: str
    committee: str
    decided_on: date | None

    @property
    def figure(self) -> str:
        """The amount as it is written."""
        return format_amount(self.amount)

    @property
    def number(self) -> int:
        """The number that decides the plural form of the words beside the amount."""
        return int(self.amount) if self.amount == int(self.amount) else FRACTION_PLURAL

    def phase(self, day: date) -> ApprovalPhase:
        """Whether it is upcoming, current or ended on that day."""
        return phase_of(self.starts_on, self.ends_on, day)


COLUMNS = (
    Approval.id,
    Approval.service,
    Approval.amount,
    Approval.unit,
    Approval.per,
    Approval.starts_on,
    Approval.ends_on,
    Approval.reference,
    Approval.committee,
    Approval.decided_on,
)


def find_approval(viewer: Viewer, approval_id: UUID) -> Approval:
    """The approval, or `NotVisible`."""
    found = about_visible_clients(viewer, Approval).where(Approval.id == approval_id)
    approval: Approval | None = db.session.scalar(found)
    if approval is None:
        raise NotVisible
    return approval


def list_approvals(viewer: Viewer, client_id: UUID) -> list[ApprovalRow]:
    """All approvals of the client, the latest first."""
    found = (
        about_visible_clients(viewer, Approval, *COLUMNS)
        .where(Approval.client_id == client_id)
        .order_by(Approval.ends_on.desc(), Approval.starts_on.desc(), Approval.id.desc())
    )
    return [ApprovalRow(**row._mapping) for row in db.session.execute(found)]


def list_overlapping(viewer: Viewer, approval: Approval) -> list[ApprovalRow]:
    """The client's other approvals that share a day with this one."""
    return [
        other
        for other in list_approvals(viewer, approval.client_id)
        if other.id != approval.id and shares_days(approval.starts_on, approval.ends_on, other.starts_on, other.ends_on)
    ]
