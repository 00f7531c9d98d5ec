"""Requests about the clients for whom the viewer answers, and how many days are left for each."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Role, Viewer
from caseapp.accounts.models import User
from caseapp.accounts.queries import has_privacy_officer
from caseapp.clients.models import Client
from caseapp.clients.queries import answered_for
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.privacy.requests.models import PrivacyRequest
from caseapp.privacy.requests.rules import (
    ASKED_BY_NAMES,
    DECISION_NAMES,
    REQUEST_KIND_NAMES,
    AskedBy,
    RequestDecision,
    RequestKind,
)

ANSWERED = 50


class RequestRow(NamedTuple):
    """A request, for a list and for its page."""

    id: UUID
    client_id: UUID
    name: str
    kind: RequestKind
    asked_by: AskedBy
    received_on: date
    due_on: date
    decision: RequestDecision | None
    decided_at: datetime | None
    decided_by: str | None

    @property
    def kind_name(self) -> str:
        """What is asked for, in words."""
        return str(REQUEST_KIND_NAMES[self.kind])

    @property
    def asked_by_name(self) -> str:
        """Who asks, in words."""
        return str(ASKED_BY_NAMES[self.asked_by])

    @property
    def decision_name(self) -> str:
        """What was decided, in words; empty while nothing is."""
        return str(DECISION_NAMES[self.decision]) if self.decision else ""

    @property
    def days_left(self) -> int:
        """How many days there still are; fewer than none where it is late."""
        return (self.due_on - today()).days


def open_requests(viewer: Viewer) -> list[RequestRow]:
    """What is still to be decided, the most urgent first."""
    found = _rows(viewer).where(PrivacyRequest.decision.is_(None))
    return _read(found.order_by(PrivacyRequest.due_on, PrivacyRequest.id))


def decided_requests(viewer: Viewer) -> list[RequestRow]:
    """The latest decisions."""
    found = _rows(viewer).where(PrivacyRequest.decision.is_not(None))
    return _read(found.order_by(PrivacyRequest.decided_at.desc(), PrivacyRequest.id).limit(ANSWERED))


def requests_of(viewer: Viewer, client_id: UUID) -> list[RequestRow]:
    """All requests about one client, the latest first."""
    found = _rows(viewer).where(PrivacyRequest.client_id == client_id)
    return _read(found.order_by(PrivacyRequest.received_on.desc(), PrivacyRequest.id.desc()))


def find_request(viewer: Viewer, request_id: UUID) -> PrivacyRequest:
    """A request about a client for whom the viewer answers, or `NotVisible`."""
    of = PrivacyRequest
    request: PrivacyRequest | None = db.session.scalar(
        sa.select(of).where(of.id == request_id, answered_for(viewer, of.client_id))
    )
    if request is None:
        raise NotVisible
    return request


def row_of(viewer: Viewer, request_id: UUID) -> RequestRow:
    """The same request as lists show it."""
    (row,) = _read(_rows(viewer).where(PrivacyRequest.id == request_id))
    return row


def may_decide(viewer: Viewer) -> bool:
    """Whether the viewer decides: the privacy officer, and where nobody is that, whoever is in charge of the team."""
    return viewer.role == Role.PRIVACY_OFFICER or not has_privacy_officer()


def _rows(viewer: Viewer) -> sa.Select[*tuple[Any, ...]]:
    of = PrivacyRequest
    return (
        sa.select(
            *(of.id, of.client_id, Client.name.label("name"), of.kind, of.asked_by, of.received_on, of.due_on),
            *(of.decision, of.decided_at, User.name.label("decided_by")),
        )
        .join(Client, Client.id == of.client_id)
        .outerjoin(User, User.id == of.decided_by_id)
        .where(answered_for(viewer, of.client_id))
    )


def _read(found: sa.Select[*tuple[Any, ...]]) -> list[RequestRow]:
    return [RequestRow(**row._mapping) for row in db.session.execute(found)]
