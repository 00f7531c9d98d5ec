"""What was approved for the viewer's clients."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.basket.models import Approval
from caseapp.basket.rules import (
    AMOUNT_MOST,
    SERVICE_NAMES,
    Per,
    Service,
    Unit,
    amount_figure,
    is_unusual_beside,
    shares_days,
)
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible


class ApprovalRow(NamedTuple):
    """One approval of a client."""

    id: UUID
    service: Service
    amount: Decimal
    unit: Unit
    per: Per
    starts_on: date
    ends_on: date
    reference: str

    @property
    def service_name(self) -> str:
        """The service in words."""
        return str(SERVICE_NAMES[self.service])

    @property
    def figure(self) -> str:
        """The amount as it is written."""
        return amount_figure(self.amount)

    @property
    def number(self) -> int:
        """The number by which the words beside the amount are inflected; a part of an hour takes the general form."""
        return int(self.amount) if self.amount == int(self.amount) else AMOUNT_MOST

    def is_present(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.starts_on <= day <= self.ends_on


COLUMNS = (
    Approval.id,
    Approval.service,
    Approval.amount,
    Approval.unit,
    Approval.per,
    Approval.starts_on,
    Approval.ends_on,
    Approval.reference,
)


def find_approval(viewer: Viewer, approval_id: UUID) -> Approval:
    """The approval, or `NotVisible`."""
    found = about_visible_clients(viewer, Approval).where(Approval.id == approval_id)
    approval: Approval | None = db.session.scalar(found)
    if approval is None:
        raise NotVisible
    return approval


def list_approvals(viewer: Viewer, client_id: UUID) -> list[ApprovalRow]:
    """Everything that was approved for the client, what lasts longest first."""
    found = _of(viewer, client_id).order_by(Approval.ends_on.desc(), Approval.starts_on.desc(), Approval.id.desc())
    return [ApprovalRow(*row) for row in db.session.execute(found)]


def current_approval(
    viewer: Viewer, client_id: UUID, on: date, service: Service = Service.SOCIAL_MENTORING
) -> ApprovalRow | None:
    """The approval of a service that holds on that day; of several the one that began last."""
    found = (
        _of(viewer, client_id)
        .where(Approval.service == service, Approval.starts_on <= on, Approval.ends_on >= on)
        .order_by(Approval.starts_on.desc(), Approval.id.desc())
        .limit(1)
    )
    row = db.session.execute(found).first()
    return ApprovalRow(*row) if row else None


def unusual_beside(viewer: Viewer, approval: Approval) -> list[ApprovalRow]:
    """The client's other approvals of the same days that committees do not usually give together with this one."""
    return [
        other
        for other in list_approvals(viewer, approval.client_id)
        if other.id != approval.id
        and is_unusual_beside(approval.service, other.service)
        and shares_days(approval.starts_on, approval.ends_on, other.starts_on, other.ends_on)
    ]


def _of(viewer: Viewer, client_id: UUID) -> sa.Select[UUID, Service, Decimal, Unit, Per, date, date, str]:
    return about_visible_clients(viewer, Approval, *COLUMNS).where(Approval.client_id == client_id)
