"""The consents of a client."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.consents.models import Consent
from caseapp.clients.consents.rules import (
    CONSENT_STATUS_NAMES,
    CONTENT_NAMES,
    MANNER_NAMES,
    RECIPIENT_NAMES,
    ConsentContent,
    ConsentStatus,
    Recipient,
    consent_status,
)
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import kept_alias
from caseapp.errors import NotVisible
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold

WITHDRAWER = kept_alias(User)
ORDER = list(ConsentStatus)


class ConsentRow(NamedTuple):
    """One consent."""

    id: UUID
    recipient: Recipient
    who: str
    content: ConsentContent
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
        """Whether it was entered in error."""
        return self.error_at is not None

    @property
    def status(self) -> ConsentStatus:
        """Whether it is valid today, and if not, why."""
        return consent_status(self, today())

    @property
    def status_name(self) -> str:
        """The same in words."""
        return str(CONSENT_STATUS_NAMES[self.status])

    @property
    def recipient_name(self) -> str:
        """The kind of recipient in words."""
        return str(RECIPIENT_NAMES[self.recipient])

    @property
    def content_name(self) -> str:
        """What may be shared, in words."""
        return str(CONTENT_NAMES[self.content])

    @property
    def is_ending(self) -> bool:
        """Whether it is valid and ends soon."""
        return self.status is ConsentStatus.VALID and self.ends_on is not None and self.ends_on <= ending_by()


def list_consents(viewer: Viewer, client_id: UUID) -> list[ConsentRow]:
    """All consents of a client: valid ones first, then by status, the latest first."""
    found = (
        about_visible_clients(
            viewer, Consent, Consent, User.name.label("recorded_by"), WITHDRAWER.name.label("withdrawn_by")
        )
        .join(User, User.id == Consent.created_by_id)
        .outerjoin(WITHDRAWER, WITHDRAWER.id == Consent.withdrawn_by_id)
        .where(Consent.client_id == client_id)
        .order_by(Consent.starts_on.desc(), Consent.id.desc())
    )
    rows = [_row(row.Consent, row.recorded_by, row.withdrawn_by) for row in db.session.execute(found)]
    return sorted(rows, key=lambda consent: ORDER.index(consent.status))


def find_consent(viewer: Viewer, consent_id: UUID) -> Consent:
    """A consent, or `NotVisible`."""
    found = about_visible_clients(viewer, Consent).where(Consent.id == consent_id)
    consent: Consent | None = db.session.scalar(found)
    if consent is None:
        raise NotVisible
    return consent


def ending_by() -> date:
    """The last day on which the end of a consent is announced already today."""
    return today() + timedelta(days=threshold(Threshold.CONSENT_WARNING_DAYS))


def valid_consents() -> sa.ScalarSelect[int]:
    """The number of valid consents, as a column of a statement about clients."""
    return _of_client(sa.func.count(Consent.id))


def next_consent_end(by: date) -> sa.ScalarSelect[date]:
    """The first end of a valid consent up to that day, as a column of a statement about clients."""
    return _of_client(sa.func.min(Consent.ends_on), Consent.ends_on <= by)


def _of_client(column: sa.ColumnElement[Any], *more: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    found = sa.select(column).where(Consent.client_id == Client.id, Consent.is_valid_on(TODAY), *more)
    return found.correlate(Client).scalar_subquery()


def _row(consent: Consent, recorded_by: str, withdrawn_by: str | None) -> ConsentRow:
    return ConsentRow(
        id=consent.id,
        recipient=consent.recipient,
        who=consent.who,
        content=consent.content,
        purpose=consent.purpose,
        manner_name=str(MANNER_NAMES[consent.manner]),
        starts_on=consent.starts_on,
        ends_on=consent.ends_on,
        taken_by=consent.taken_by,
        taken_on=consent.taken_on,
        recorded_by=recorded_by,
        recorded_by_id=consent.created_by_id,
        withdrawn_on=consent.withdrawn_on,
        withdrawn_by=withdrawn_by,
        withdrawal=consent.withdrawal,
        error_at=consent.error_at,
        error_reason=consent.error_reason,
    )
