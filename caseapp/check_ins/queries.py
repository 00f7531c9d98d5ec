"""The check-ins of the viewer's clients, and what of them nobody has seen yet."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.check_ins.models import CheckIn
from caseapp.check_ins.rules import CheckInState, state_of
from caseapp.clients.consents.models import Consent
from caseapp.clients.consents.rules import ConsentContent, Recipient
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.clock import TODAY, now, today
from caseapp.db import db
from caseapp.db.prepared import Rows, kept_alias, prepared
from caseapp.errors import NotVisible

SHOWN = 20
UNSEEN_MOST = 100
SEER = kept_alias(User)


class CheckInRow(NamedTuple):
    """One link that was sent, and what became of it."""

    id: UUID
    sent_by: str
    created_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    wants_call: bool
    measure_id: UUID | None
    seen_at: datetime | None
    seen_by: str | None
    is_allowed: bool

    @property
    def state(self) -> CheckInState:
        """How it stands now."""
        return state_of(self.answered_at, self.seen_at, self.expires_at, self.is_allowed, now())


class UnseenCheckIn(NamedTuple):
    """An answer that nobody has seen yet."""

    id: UUID
    client_id: UUID
    client_name: str
    answered_at: datetime
    wants_call: bool


def list_check_ins(viewer: Viewer, client_id: UUID) -> list[CheckInRow]:
    """The client's last check-ins, the newest first."""
    of = CheckIn
    plain = (of.id, of.created_at, of.expires_at, of.answered_at, of.wants_call, of.measure_id, of.seen_at)
    people = (User.name.label("sent_by"), SEER.name.label("seen_by"))
    found = (
        _with_grounds(about_visible_clients(viewer, of, *plain, *people, _is_allowed().label("is_allowed")))
        .outerjoin(SEER, SEER.id == of.seen_by_id)
        .where(of.client_id == client_id)
        .order_by(of.created_at.desc(), of.id.desc())
        .limit(SHOWN)
    )
    return [CheckInRow(**row._mapping) for row in db.session.execute(found)]


def find_check_in(viewer: Viewer, check_in_id: UUID) -> CheckIn:
    """A check-in of one of the viewer's clients, or `NotVisible`."""
    found = about_visible_clients(viewer, CheckIn).where(CheckIn.id == check_in_id)
    check_in: CheckIn | None = db.session.scalar(found)
    if check_in is None:
        raise NotVisible
    return check_in


def find_check_in_consent(viewer: Viewer, client_id: UUID) -> UUID | None:
    """The newest consent under which the client is asked by a link today."""
    found = (
        about_visible_clients(viewer, Consent, Consent.id)
        .where(
            Consent.client_id == client_id,
            Consent.recipient == Recipient.CLIENT,
            Consent.content == ConsentContent.CHECK_IN,
            Consent.is_valid_on(today()),
        )
        .order_by(Consent.starts_on.desc(), Consent.id.desc())
        .limit(1)
    )
    consent_id: UUID | None = db.session.scalar(found)
    return consent_id


def find_own_assignment(viewer: Viewer, client_id: UUID) -> UUID | None:
    """By which assignment the viewer accompanies the client today; nothing for whoever does not."""
    of = Assignment
    found = about_visible_clients(viewer, of, of.id).where(
        of.client_id == client_id, of.mentor_id == viewer.id, of.lasts_on(TODAY)
    )
    assignment_id: UUID | None = db.session.scalar(found.order_by(of.starts_on.desc(), of.id).limit(1))
    return assignment_id


def unseen_check_ins(viewer: Viewer) -> list[UnseenCheckIn]:
    """The answers of the viewer's clients that nobody has seen: who wants to be called first, then the oldest."""
    return [UnseenCheckIn(**row._mapping) for row in db.session.execute(*_unseen(viewer))]


@prepared
def _unseen(viewer: Viewer) -> Rows:
    of = CheckIn
    columns = (of.id, of.client_id, Client.name.label("client_name"), of.answered_at, of.wants_call)
    return (
        about_visible_clients(viewer, of, *columns)
        .join(Client, Client.id == of.client_id)
        .where(of.is_unseen())
        .order_by(of.wants_call.desc(), of.answered_at, of.id)
        .limit(UNSEEN_MOST)
    )


def unseen_since() -> sa.ScalarSelect[Any]:
    """When the oldest answer came that nobody has seen, as a column of a statement about clients."""
    found = sa.select(sa.func.min(CheckIn.answered_at)).where(CheckIn.client_id == Client.id, CheckIn.is_unseen())
    return found.correlate(Client).scalar_subquery()


def answerable(found: sa.Select[Any]) -> sa.Select[Any]:
    """Of a statement about check-ins those that can still be answered: in time, not yet answered, while consent,
    assignment, account and file are as they have to be."""
    return _with_grounds(found).where(CheckIn.answered_at.is_(None), CheckIn.expires_at > now(), _is_allowed())


def _with_grounds(found: sa.Select[Any]) -> sa.Select[Any]:
    return (
        found.join(Consent, Consent.id == CheckIn.consent_id)
        .join(Assignment, Assignment.id == CheckIn.assignment_id)
        .join(User, User.id == CheckIn.sent_by_id)
        .join(Client, Client.id == CheckIn.client_id)
    )


def _is_allowed() -> sa.ColumnElement[bool]:
    return sa.and_(
        Consent.is_valid_on(today()),
        Assignment.lasts_on(TODAY),
        User.disabled_at.is_(None),
        Client.status != ClientStatus.CLOSED,
    )
