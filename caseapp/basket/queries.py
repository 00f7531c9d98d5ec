"""What was approved for the viewer's clients."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.basket.models import Approval
from caseapp.basket.rules import BROKEN, SOCIAL_MENTORING, Per, Unit, When, amount_figure, shares_days, when_of
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible


class ApprovalRow(NamedTuple):
    """One approval of a client."""

    id: UUID
    service: str
    amount: Decimal
    unit: Unit
    per: Per
    starts_on: date
    ends_on: date
    reference: str
    committee: str
    decided_on: date | None

    @property
    def figure(self) -> str:
        """The amount as it is written."""
        return amount_figure(self.amount)

    @property
    def number(self) -> int:
        """The number by which the words beside the amount are inflected; a part of an hour takes a form of its own."""
        return int(self.amount) if self.amount == int(self.amount) else BROKEN

    def when(self, day: date) -> When:
        """Where it lies on that day."""
        return when_of(self.starts_on, self.ends_on, day)


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
    """Everything that was approved for the client, the newest first."""
    found = _of(viewer, client_id).order_by(Approval.ends_on.desc(), Approval.starts_on.desc(), Approval.id.desc())
    return [ApprovalRow(*row) for row in db.session.execute(found)]


def current_approval(viewer: Viewer, client_id: UUID, on: date, service: str = SOCIAL_MENTORING) -> ApprovalRow | None:
    """The approval of a service that holds on that day; of several the one that began last."""
    found = (
        _of(viewer, client_id)
        .where(Approval.service == service, Approval.starts_on <= on, Approval.ends_on >= on)
        .order_by(Approval.starts_on.desc(), Approval.id.desc())
        .limit(1)
    )
    row = db.session.execute(found).first()
    return ApprovalRow(*row) if row else None


def list_beside(viewer: Viewer, approval: Approval) -> list[ApprovalRow]:
    """The client's other approvals that share a day with this one."""
    return [
        other
        for other in list_approvals(viewer, approval.client_id)
        if other.id != approval.id and shares_days(approval.starts_on, approval.ends_on, other.starts_on, other.ends_on)
    ]


def _of(viewer: Viewer, client_id: UUID) -> sa.Select[UUID, str, Decimal, Unit, Per, date, date, str, str, date | None]:
    return about_visible_clients(viewer, Approval, *COLUMNS).where(Approval.client_id == client_id)
