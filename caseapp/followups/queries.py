"""Follow-ups and concerns of the viewer's clients."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.in_charge_queries import current_owner
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, in_charge
from caseapp.clock import today
from caseapp.db import db
from caseapp.db.prepared import Rows, kept_alias, prepared
from caseapp.errors import NotVisible
from caseapp.followups.models import Concern, FollowUp
from caseapp.followups.rules import SAFETY_NAMES, STATE_NAMES, FollowUpSource, FollowUpState, Safety

PAGE = 50
CLOSED_SHOWN = 20

# The nearest day first, then what has no day.
STEPS_IN_ORDER = (sa.case((FollowUp.due_on.is_(None), 1), else_=0), FollowUp.due_on, FollowUp.id)

Raiser, Acknowledger, Closer = kept_alias(User), kept_alias(User), kept_alias(User)


class FollowUpRow(NamedTuple):
    """One follow-up in a list."""

    id: UUID
    version: int
    client_id: UUID
    client_name: str
    owner_id: UUID | None
    owner: str | None
    words: str
    due_on: date | None
    state: FollowUpState
    closed_at: datetime | None
    closing: str
    source: FollowUpSource
    source_id: UUID | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state is FollowUpState.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether it is still to be done and its due date has passed."""
        return self.is_open and self.due_on is not None and self.due_on < today()

    @property
    def state_name(self) -> str:
        """Its state in words."""
        return str(STATE_NAMES[self.state])


class ConcernRow(NamedTuple):
    """One concern in a list."""

    id: UUID
    version: int
    client_id: UUID
    client_name: str
    level: Safety
    words: str
    happened_on: date
    raised_by: str | None
    raised_at: datetime
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    closing: str
    source: FollowUpSource
    source_id: UUID | None
    may_close: bool

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.closed_at is None

    @property
    def level_name(self) -> str:
        """How serious it is, in words."""
        return str(SAFETY_NAMES[self.level])


def find_follow_up(viewer: Viewer, follow_up_id: UUID) -> FollowUp:
    """The follow-up, or `NotVisible`."""
    found = about_visible_clients(viewer, FollowUp).where(FollowUp.id == follow_up_id, FollowUp.not_in_error())
    row: FollowUp | None = db.session.scalar(found)
    if row is None:
        raise NotVisible
    return row


def find_concern(viewer: Viewer, concern_id: UUID) -> Concern:
    """The concern, or `NotVisible`."""
    found = about_visible_clients(viewer, Concern).where(Concern.id == concern_id, Concern.not_in_error())
    row: Concern | None = db.session.scalar(found)
    if row is None:
        raise NotVisible
    return row


def find_follow_up_row(viewer: Viewer, follow_up_id: UUID) -> FollowUpRow:
    """One follow-up with the names of client and owner, or `NotVisible`."""
    for row in _follow_up_rows(_follow_ups(viewer).where(FollowUp.id == follow_up_id)):
        return row
    raise NotVisible


def open_follow_ups(viewer: Viewer, owner_id: UUID | None = None, limit: int = PAGE + 1) -> list[FollowUpRow]:
    """The open follow-ups of the viewer's clients by due date, those without one last; only of one owner, if given."""
    found = _follow_ups(viewer).where(FollowUp.is_open())
    if owner_id:
        found = found.where(User.id == owner_id)
    return _follow_up_rows(found.order_by(*STEPS_IN_ORDER).limit(limit))


def due_follow_ups(viewer: Viewer, day: date, limit: int) -> list[FollowUpRow]:
    """The open follow-ups of the viewer's clients that are due on that day or were before, the newest first; without
    those that belong to somebody else."""
    return [_follow_up_row(row) for row in db.session.execute(*_due(viewer, day, limit))]


@prepared
def _due(viewer: Viewer, day: date, limit: int) -> Rows:
    found = _follow_ups(viewer).where(FollowUp.is_open(), FollowUp.due_on <= day, User.id == viewer.id)
    return found.order_by(FollowUp.due_on.desc(), FollowUp.id).limit(limit)


def follow_ups_of(viewer: Viewer, client_id: UUID) -> list[FollowUpRow]:
    """A client's follow-ups: open ones by due date, then the latest closed ones."""
    is_closed = sa.case((FollowUp.state == FollowUpState.OPEN, 0), else_=1)
    found = (
        _follow_ups(viewer)
        .where(FollowUp.client_id == client_id)
        .order_by(is_closed, FollowUp.closed_at.desc(), *STEPS_IN_ORDER)
        .limit(PAGE + CLOSED_SHOWN)
    )
    return _follow_up_rows(found)


def owners_of(viewer: Viewer) -> list[tuple[UUID, str]]:
    """The people who have open follow-ups for the viewer's clients, by name."""
    found = (
        about_visible_clients(viewer, FollowUp, User.id, User.name)
        .join(User, User.id == _owner())
        .where(FollowUp.is_open())
        .distinct()
        .order_by(User.name)
    )
    return [(row.id, row.name) for row in db.session.execute(found)]


def raised_by(viewer: Viewer, source_id: UUID) -> tuple[list[FollowUp], list[Concern]]:
    """The follow-ups and concerns that one note or group meeting raised."""
    follow_ups = db.session.scalars(*_follow_ups_of(viewer, source_id)).all()
    return list(follow_ups), list(db.session.scalars(*_concerns_of(viewer, source_id)))


@prepared
def _follow_ups_of(viewer: Viewer, source_id: UUID) -> Rows:
    return about_visible_clients(viewer, FollowUp).where(FollowUp.source_id == source_id)


@prepared
def _concerns_of(viewer: Viewer, source_id: UUID) -> Rows:
    return about_visible_clients(viewer, Concern).where(Concern.source_id == source_id)


def open_concerns(viewer: Viewer, limit: int = PAGE) -> list[ConcernRow]:
    """The open concerns about the viewer's clients: those not yet acknowledged first, then the oldest."""
    unseen = sa.case((Concern.acknowledged_at.is_(None), 0), else_=1)
    found = _concerns(viewer).where(Concern.is_open()).order_by(unseen, Concern.raised_at, Concern.id)
    return _concern_rows(found.limit(limit))


def concerns_of(viewer: Viewer, client_id: UUID) -> list[ConcernRow]:
    """A client's concerns: open ones first, then the latest closed ones."""
    is_closed = sa.case((Concern.closed_at.is_(None), 0), else_=1)
    found = _concerns(viewer).where(Concern.client_id == client_id)
    return _concern_rows(found.order_by(is_closed, Concern.raised_at.desc()).limit(PAGE))


def _follow_ups(viewer: Viewer) -> sa.Select[Any]:
    return (
        about_visible_clients(
            viewer,
            FollowUp,
            FollowUp.id,
            FollowUp.version,
            FollowUp.client_id,
            Client.name.label("client_name"),
            User.id.label("owner_id"),
            User.name.label("owner"),
            FollowUp.words_sealed,
            FollowUp.due_on,
            FollowUp.state,
            FollowUp.closed_at,
            FollowUp.closing_sealed,
            FollowUp.source,
            FollowUp.source_id,
        )
        .join(Client, Client.id == FollowUp.client_id)
        .outerjoin(User, User.id == _owner())
        .where(FollowUp.not_in_error())
    )


def _owner() -> sa.ColumnElement[UUID | None]:
    """Who a follow-up belongs to today: an open one passes on with the client, a closed one stays with its owner."""
    passes_on = FollowUp.state == FollowUpState.OPEN
    return sa.case((passes_on, current_owner(FollowUp.owner_id, FollowUp.client_id)), else_=FollowUp.owner_id)


def _follow_up_rows(found: sa.Select[Any]) -> list[FollowUpRow]:
    return [_follow_up_row(row) for row in db.session.execute(found)]


def _follow_up_row(row: sa.Row[Any]) -> FollowUpRow:
    return FollowUpRow(**_opened(FollowUp, row._mapping))


def _concerns(viewer: Viewer) -> sa.Select[Any]:
    return (
        about_visible_clients(
            viewer,
            Concern,
            Concern.id,
            Concern.version,
            Concern.client_id,
            Client.name.label("client_name"),
            Concern.level,
            Concern.words_sealed,
            Concern.happened_on,
            Raiser.name.label("raised_by"),
            Concern.raised_at,
            Acknowledger.name.label("acknowledged_by"),
            Concern.acknowledged_at,
            Closer.name.label("closed_by"),
            Concern.closed_at,
            Concern.closing_sealed,
            Concern.source,
            Concern.source_id,
            in_charge(viewer, Concern.client_id).label("may_close"),
        )
        .join(Client, Client.id == Concern.client_id)
        .outerjoin(Raiser, Raiser.id == Concern.raised_by_id)
        .outerjoin(Acknowledger, Acknowledger.id == Concern.acknowledged_by_id)
        .outerjoin(Closer, Closer.id == Concern.closed_by_id)
        .where(Concern.not_in_error())
    )


def _concern_rows(found: sa.Select[Any]) -> list[ConcernRow]:
    return [ConcernRow(**_opened(Concern, row._mapping)) for row in db.session.execute(found)]


def _opened(of: type[FollowUp] | type[Concern], row: sa.RowMapping) -> dict[str, Any]:
    """The columns of a row by name, with the sealed texts opened."""
    values = {name: value for name, value in row.items() if not name.endswith("_sealed")}
    values["words"] = of.words.open(row["id"], row["words_sealed"])
    values["closing"] = of.closing.open(row["id"], row["closing_sealed"])
    return values
