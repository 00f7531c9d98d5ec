"""The consents of a client, and who may receive what."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.consents.models import Consent
from caseapp.clients.consents.rules import (
    CONTENT_NAMES,
    MANNER_NAMES,
    RECIPIENT_NAMES,
    STANDING_NAMES,
    Content,
    Recipient,
    Standing,
    may_receive,
    standing,
)
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold

WITHDRAWER = sa.orm.aliased(User)
ORDER = (Standing.VALID, Standing.AHEAD, Standing.EXPIRED, Standing.WITHDRAWN, Standing.IN_ERROR)


class ConsentTold(NamedTuple):
    """One consent with its words opened."""

    id: UUID
    recipient: Recipient
    who: str
    content: Content
    purpose: str
    manner_name: str
    starts_on: date
    ends_on: date | None
    taken_by: str
    taken_on: date
    recorded_by: str
    recorded_by_id: UUID
    withdrawn_on: date | None
    withdrawn_by: str | None
    withdrawal: str
    error_at: datetime | None
    error_reason: str

    @property
    def is_in_error(self) -> bool:
        """Whether it was struck through."""
        return self.error_at is not None

    @property
    def standing(self) -> Standing:
        """Whether it holds today."""
        return standing(self, today())

    @property
    def standing_name(self) -> str:
        """The same in words."""
        return str(STANDING_NAMES[self.standing])

    @property
    def recipient_name(self) -> str:
        """Who receives, in words."""
        return str(RECIPIENT_NAMES[self.recipient])

    @property
    def content_name(self) -> str:
        """How much, in words."""
        return str(CONTENT_NAMES[self.content])

    @property
    def is_ending(self) -> bool:
        """Whether it is valid and ends soon."""
        return self.standing is Standing.VALID and self.ends_on is not None and self.ends_on <= ending_by()


def list_consents(viewer: Viewer, client_id: UUID) -> list[ConsentTold]:
    """Every consent of a client: those that hold first, then by how they ended, the latest first."""
    found = (
        about_visible_clients(viewer, Consent, Consent, User.name, WITHDRAWER.name)
        .join(User, User.id == Consent.created_by_id)
        .outerjoin(WITHDRAWER, WITHDRAWER.id == Consent.withdrawn_by_id)
        .where(Consent.client_id == client_id)
        .order_by(Consent.starts_on.desc(), Consent.id.desc())
    )
    told = [_told(consent, by, withdrawer) for consent, by, withdrawer in db.session.execute(found)]
    return sorted(told, key=lambda consent: ORDER.index(consent.standing))


def find_consent(viewer: Viewer, consent_id: UUID) -> Consent:
    """A consent, or `NotVisible`."""
    found = about_visible_clients(viewer, Consent).where(Consent.id == consent_id)
    consent: Consent | None = db.session.scalar(found)
    if consent is None:
        raise NotVisible
    return consent


def find_valid_consent(viewer: Viewer, client_id: UUID, recipient: Recipient, content: Content) -> Consent | None:
    """The consent on which this may be handed over today, if there is one."""
    found = about_visible_clients(viewer, Consent).where(Consent.client_id == client_id, Consent.holds_on(today()))
    held: Sequence[Consent] = db.session.scalars(found).all()
    return may_receive(held, recipient, content, today())


def ending_by() -> date:
    """Until when a consent that ends is spoken of beforehand."""
    return today() + timedelta(days=threshold(Threshold.CONSENT_WARNING_DAYS))


def valid_consents() -> sa.ScalarSelect[int]:
    """How many consents hold today, as a part of a statement about clients."""
    return _of_client(sa.func.count(Consent.id))


def next_consent_end() -> sa.ScalarSelect[date]:
    """The first day, within the time of warning, on which a consent that holds today ends; a part likewise."""
    return _of_client(sa.func.min(Consent.ends_on), Consent.ends_on <= ending_by())


def _of_client(column: sa.ColumnElement[Any], *more: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    found = sa.select(column).where(Consent.client_id == Client.id, Consent.holds_on(today()), *more)
    return found.correlate(Client).scalar_subquery()


def _told(consent: Consent, recorded_by: str, withdrawn_by: str | None) -> ConsentTold:
    return ConsentTold(
        consent.id,
        consent.recipient,
        consent.who,
        consent.content,
        consent.purpose,
        str(MANNER_NAMES[consent.manner]),
        consent.starts_on,
        consent.ends_on,
        consent.taken_by,
        consent.taken_on,
        recorded_by,
        consent.created_by_id,
        consent.withdrawn_on,
        withdrawn_by,
        consent.withdrawal,
        consent.error_at,
        consent.error_reason,
    )
