"""Every SELECT about follow-ups and concerns, narrowed to the viewer's clients."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.in_charge_queries import bears_today
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, in_charge
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.followups.models import Concern, FollowUp
from caseapp.followups.rules import SAFETY_NAMES, STATE_NAMES, FollowUpState, Safety, Source

PAGE = 50
CLOSED_SHOWN = 20
Raiser, Seer, Closer = aliased(User), aliased(User), aliased(User)


class FollowUpTold(NamedTuple):
    """One follow-up as lists tell it."""

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
    source: Source
    source_id: UUID | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.state is FollowUpState.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        return self.is_open and self.due_on is not None and self.due_on < today()

    @property
    def state_name(self) -> str:
        """Where it stands, in words."""
        return str(STATE_NAMES[self.state])


class ConcernTold(NamedTuple):
    """One concern as lists tell it."""

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
    source: Source
    source_id: UUID | None
    may_close: bool

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its end."""
        return self.closed_at is None

    @property
    def level_name(self) -> str:
        """How grave it is, in words."""
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


def tell_follow_up(viewer: Viewer, follow_up_id: UUID) -> FollowUpTold:
    """One follow-up with its names, or `NotVisible`."""
    for told in _told(_follow_ups(viewer).where(FollowUp.id == follow_up_id)):
        return told
    raise NotVisible


def open_follow_ups(viewer: Viewer, owner_id: UUID | None = None, limit: int = PAGE + 1) -> list[FollowUpTold]:
    """What waits with the viewer's clients, by day, those without one last; of one owner where named."""
    found = _follow_ups(viewer).where(FollowUp.state == FollowUpState.OPEN)
    if owner_id:
        found = found.where(User.id == owner_id)
    undated = sa.case((FollowUp.due_on.is_(None), 1), else_=0)
    return _told(found.order_by(undated, FollowUp.due_on, FollowUp.id).limit(limit))


def follow_ups_of(viewer: Viewer, client_id: UUID) -> list[FollowUpTold]:
    """A client's follow-ups: open ones by day, then those that ended last."""
    is_closed = sa.case((FollowUp.state == FollowUpState.OPEN, 0), else_=1)
    found = (
        _follow_ups(viewer)
        .where(FollowUp.client_id == client_id)
        .order_by(is_closed, FollowUp.closed_at.desc(), FollowUp.due_on, FollowUp.id)
        .limit(PAGE + CLOSED_SHOWN)
    )
    return _told(found)


def raised_at(viewer: Viewer, source_ids: Iterable[UUID]) -> dict[UUID, list[FollowUpTold]]:
    """The follow-ups that these activities or meetings raised, by source."""
    found = _follow_ups(viewer).where(FollowUp.source_id.in_(list(source_ids))).order_by(FollowUp.due_on, FollowUp.id)
    by_source: dict[UUID, list[FollowUpTold]] = {}
    for told in _told(found):
        if told.source_id:
            by_source.setdefault(told.source_id, []).append(told)
    return by_source


def owners_of(viewer: Viewer) -> list[tuple[UUID, str]]:
    """Who has something open with the viewer's clients, by name."""
    found = (
        about_visible_clients(viewer, FollowUp, User.id, User.name)
        .join(User, User.id == _owner())
        .where(FollowUp.state == FollowUpState.OPEN, FollowUp.not_in_error())
        .distinct()
        .order_by(User.name)
    )
    return [(owner_id, name) for owner_id, name in db.session.execute(found)]


def rows_from(viewer: Viewer, source_id: UUID) -> tuple[list[FollowUp], list[Concern]]:
    """What one activity or meeting raised, as rows to keep in step with it."""
    follow_ups = about_visible_clients(viewer, FollowUp).where(FollowUp.source_id == source_id)
    concerns = about_visible_clients(viewer, Concern).where(Concern.source_id == source_id)
    return list(db.session.scalars(follow_ups)), list(db.session.scalars(concerns))


def open_concerns(viewer: Viewer, limit: int = PAGE) -> list[ConcernTold]:
    """The open concerns about the viewer's clients: not yet acknowledged first, then the oldest."""
    unseen = sa.case((Concern.acknowledged_at.is_(None), 0), else_=1)
    found = _concerns(viewer).where(Concern.is_open()).order_by(unseen, Concern.raised_at, Concern.id)
    return _concerns_told(found.limit(limit))


def concerns_of(viewer: Viewer, client_id: UUID) -> list[ConcernTold]:
    """All concerns about a client: open ones first, the newest of the closed ones after them."""
    is_closed = sa.case((Concern.closed_at.is_(None), 0), else_=1)
    found = _concerns(viewer).where(Concern.client_id == client_id)
    return _concerns_told(found.order_by(is_closed, Concern.raised_at.desc()).limit(PAGE))


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
    """Whose a follow-up is today: what waits passes on with the client, what has ended stays with who had it."""
    passes_on = FollowUp.state == FollowUpState.OPEN
    return sa.case((passes_on, bears_today(FollowUp.owner_id, FollowUp.client_id)), else_=FollowUp.owner_id)


def _told(found: sa.Select[Any]) -> list[FollowUpTold]:
    return [FollowUpTold(**_opened(FollowUp, row._mapping)) for row in db.session.execute(found)]


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
            Seer.name.label("acknowledged_by"),
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
        .outerjoin(Seer, Seer.id == Concern.acknowledged_by_id)
        .outerjoin(Closer, Closer.id == Concern.closed_by_id)
        .where(Concern.not_in_error())
    )


def _concerns_told(found: sa.Select[Any]) -> list[ConcernTold]:
    return [ConcernTold(**_opened(Concern, row._mapping)) for row in db.session.execute(found)]


def _opened(of: type[FollowUp] | type[Concern], row: sa.RowMapping) -> dict[str, Any]:
    """The columns of a row under their names, with the sealed texts opened."""
    told = {name: value for name, value in row.items() if not name.endswith("_sealed")}
    told["words"] = of.words.open(row["id"], row["words_sealed"])
    told["closing"] = of.closing.open(row["id"], row["closing_sealed"])
    return told
