"""The approvals of the viewer's clients."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.basket.models import Approval
from caseapp.basket.rules import (
    APPROVED_ONCE,
    FRACTION_PLURAL,
    SOCIAL_MENTORING,
    ApprovalPhase,
    ApprovalTerms,
    ApprovalUnit,
    Per,
    amount_figure,
    phase_of,
    shares_days,
)
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.db.prepared import Prepared, Rows, kept_alias, prepared
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
        """The amount as people read it."""
        return amount_figure(self.amount, self.unit)

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


TERMS = (Approval.service, Approval.amount, Approval.unit, Approval.per, Approval.starts_on, Approval.ends_on)
OF_CLIENT = kept_alias(Approval)


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


def recent_approvals(
    viewer: Viewer, first_on: date, client_ids: list[UUID] | None = None
) -> dict[UUID, list[ApprovalTerms]]:
    """By client the approvals that end on that day or later; of whom none does, those since the last one for
    mentoring, or else the very last. Of all clients, or of these."""
    return _by_client(_recent_approvals(viewer, first_on, client_ids))


def approvals_since(viewer: Viewer, client_ids: list[UUID], first_on: date) -> dict[UUID, list[ApprovalTerms]]:
    """By client the approvals of these clients that end on that day or later."""
    return _by_client(_approvals_since(viewer, client_ids, first_on))


def _by_client(found: Prepared) -> dict[UUID, list[ApprovalTerms]]:
    approvals: dict[UUID, list[ApprovalTerms]] = {}
    for client_id, service, amount, unit, per, starts_on, ends_on in db.session.execute(*found):
        terms = ApprovalTerms(service, amount, unit, per, starts_on, ends_on)
        approvals.setdefault(client_id, []).append(terms)
    return approvals


@prepared
def _approvals_since(viewer: Viewer, client_ids: list[UUID], first_on: date) -> Rows:
    since = Approval.ends_on >= first_on
    return about_visible_clients(viewer, Approval, Approval.client_id, *TERMS).where(
        Approval.client_id.in_(client_ids), since
    )


@prepared
def _recent_approvals(viewer: Viewer, first_on: date, client_ids: list[UUID] | None) -> Rows:
    last_on = _last_end()
    found = (
        about_visible_clients(viewer, Client, Approval.client_id, *TERMS)
        .join(Approval, Approval.client_id == Client.id)
        .where(Approval.ends_on >= sa.case((last_on < first_on, last_on), else_=first_on))
    )
    return found if client_ids is None else found.where(Client.id.in_(client_ids))


def _last_end() -> sa.ColumnElement[date]:
    """The last day of a client's approvals for mentoring, or else of those that are renewed, or else of any; each is
    sought from the newest on."""
    newest = [
        sa.select(OF_CLIENT.ends_on)
        .where(OF_CLIENT.client_id == Client.id, *conditions)
        .order_by(OF_CLIENT.ends_on.desc())
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
        for conditions in ((OF_CLIENT.service == SOCIAL_MENTORING,), (OF_CLIENT.service.not_in(APPROVED_ONCE),), ())
    ]
    return sa.func.coalesce(*newest)


def list_overlapping(viewer: Viewer, approval: Approval) -> list[ApprovalRow]:
    """The client's other approvals that share a day with this one."""
    return [
        other
        for other in list_approvals(viewer, approval.client_id)
        if other.id != approval.id and shares_days(approval.starts_on, approval.ends_on, other.starts_on, other.ends_on)
    ]
