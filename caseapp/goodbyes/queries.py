"""The goodbyes of the viewer's clients, and the look back on them."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.file.models import StatusChange
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.goodbyes.models import Goodbye, GoodbyeTie, LookBack
from caseapp.goodbyes.rules import GoodbyeDraft, GoodbyeKind, Holds, HowItIs, NamedTie
from caseapp.ties.models import Tie
from caseapp.ties.queries import list_ties


class LookBackRow(NamedTuple):
    """A look back, opened."""

    id: UUID
    answered_on: date
    how: HowItIs
    holds: Holds | None
    words: str
    by: str
    error_reason: str
    is_in_error: bool


class GoodbyeRow(NamedTuple):
    """A goodbye, opened, with the ties that were named and the look back on it; struck ones are among them."""

    id: UUID
    kind: GoodbyeKind
    held_on: date
    look_on: date | None
    why: str
    stays: str
    helps: str
    hard: str
    by: str
    error_reason: str
    is_in_error: bool
    is_over: bool
    ties: tuple[NamedTie, ...]
    looks: tuple[LookBackRow, ...]

    @property
    def stands(self) -> bool:
        """Whether it counts for the client's present end."""
        return not (self.is_in_error or self.is_over)

    @property
    def look(self) -> LookBackRow | None:
        """The look back that counts."""
        return next((look for look in self.looks if not look.is_in_error), None)

    @property
    def may_look(self) -> bool:
        """Whether it is asked today how it is."""
        return self.stands and self.look is None and self.look_on is not None and self.look_on <= today()


def is_over() -> sa.ColumnElement[bool]:
    """The condition that the client was taken back since: the goodbye is history, and the next end needs its own."""
    of = StatusChange
    return sa.exists(
        sa.select(of.id).where(
            of.client_id == Goodbye.client_id,
            of.status == ClientStatus.ACTIVE,
            of.starts_on >= Goodbye.held_on,
            of.created_at > Goodbye.created_at,
        )
    )


def stands() -> sa.ColumnElement[bool]:
    """The condition that a goodbye counts for the client's present end."""
    return sa.and_(Goodbye.not_in_error(), sa.not_(is_over()))


def find_goodbye(viewer: Viewer, goodbye_id: UUID) -> Goodbye:
    """The goodbye, or `NotVisible`."""
    goodbye: Goodbye | None = db.session.scalar(about_visible_clients(viewer, Goodbye).where(Goodbye.id == goodbye_id))
    if goodbye is None:
        raise NotVisible
    return goodbye


def find_look_back(viewer: Viewer, look_back_id: UUID) -> LookBack:
    """The look back, or `NotVisible`."""
    found = about_visible_clients(viewer, LookBack).where(LookBack.id == look_back_id)
    look: LookBack | None = db.session.scalar(found)
    if look is None:
        raise NotVisible
    return look


def list_goodbyes(viewer: Viewer, client_id: UUID) -> list[GoodbyeRow]:
    """The client's goodbyes, the latest first."""
    found = (
        about_visible_clients(viewer, Goodbye, Goodbye, is_over().label("is_over"), User.name.label("by"))
        .join(User, User.id == Goodbye.by_id)
        .where(Goodbye.client_id == client_id)
        .order_by(Goodbye.held_on.desc(), Goodbye.created_at.desc(), Goodbye.id.desc())
    )
    ties, looks = _ties_of(viewer, client_id), _looks_of(viewer, client_id)
    return [
        GoodbyeRow(
            id=goodbye.id,
            kind=goodbye.kind,
            held_on=goodbye.held_on,
            look_on=goodbye.look_on,
            why=goodbye.why,
            stays=goodbye.stays,
            helps=goodbye.helps,
            hard=goodbye.hard,
            by=by,
            error_reason=goodbye.error_reason,
            is_in_error=goodbye.is_in_error,
            is_over=is_over,
            ties=tuple(ties.get(goodbye.id, ())),
            looks=tuple(looks.get(goodbye.id, ())),
        )
        for goodbye, is_over, by in db.session.execute(found)
    ]


def present_goodbye(viewer: Viewer, client_id: UUID) -> GoodbyeRow | None:
    """The planned end of the client's time with the service."""
    standing = (each for each in list_goodbyes(viewer, client_id) if each.stands)
    return next((each for each in standing if each.kind is GoodbyeKind.SERVICE), None)


def draft_of(viewer: Viewer, goodbye: Goodbye) -> GoodbyeDraft:
    """The goodbye as a form would send it."""
    of = GoodbyeTie
    named = db.session.scalars(about_visible_clients(viewer, of, of.tie_id).where(of.goodbye_id == goodbye.id))
    words = goodbye.why, goodbye.stays, goodbye.helps, goodbye.hard
    return GoodbyeDraft(goodbye.kind, goodbye.held_on, *words, tie_ids=frozenset(named))


def ties_that_stay(viewer: Viewer, client_id: UUID, named: frozenset[UUID] = frozenset()) -> list[NamedTie]:
    """The client's ties that last and are still there, and those that were named already."""
    ties = [tie for tie in list_ties(viewer, client_id) if not tie.is_in_error]
    return [NamedTie(tie.id, tie.name) for tie in ties if tie.id in named or tie.stays(today())]


def has_other(viewer: Viewer, client_id: UUID, besides: UUID | None = None) -> bool:
    """Whether another goodbye stands for the client's present end."""
    of = Goodbye
    found = about_visible_clients(viewer, of, of.id).where(
        of.client_id == client_id, of.kind != GoodbyeKind.MENTOR, stands()
    )
    return any(found_id != besides for found_id in db.session.scalars(found))


def is_past(viewer: Viewer, goodbye_id: UUID) -> bool:
    """Whether a goodbye no longer counts: the client was taken back, or it was entered in error."""
    found = about_visible_clients(viewer, Goodbye, Goodbye.id).where(Goodbye.id == goodbye_id, stands())
    return db.session.scalar(found) is None


def is_answered(viewer: Viewer, goodbye_id: UUID) -> bool:
    """Whether somebody looked back on it."""
    of = LookBack
    found = about_visible_clients(viewer, of, of.id).where(of.goodbye_id == goodbye_id, of.not_in_error())
    return db.session.scalar(found.limit(1)) is not None


def client_of_goodbye(viewer: Viewer, goodbye_id: UUID) -> Client:
    """The client whose goodbye it is, or `NotVisible`."""
    found = about_visible_clients(viewer, Client).join(Goodbye, Goodbye.client_id == Client.id)
    client: Client | None = db.session.scalar(found.where(Goodbye.id == goodbye_id))
    if client is None:
        raise NotVisible
    return client


def _ties_of(viewer: Viewer, client_id: UUID) -> dict[UUID, list[NamedTie]]:
    of = GoodbyeTie
    found = (
        about_visible_clients(viewer, of, of.goodbye_id, Tie.id, Tie.name_sealed)
        .join(Tie, Tie.id == of.tie_id)
        .where(of.client_id == client_id, Tie.not_in_error())
        .order_by(Tie.thought_on, Tie.id)
    )
    named: dict[UUID, list[NamedTie]] = {}
    for row in db.session.execute(found):
        named.setdefault(row.goodbye_id, []).append(NamedTie(row.id, Tie.name.open(row.id, row.name_sealed)))
    return named


def _looks_of(viewer: Viewer, client_id: UUID) -> dict[UUID, list[LookBackRow]]:
    found = (
        about_visible_clients(viewer, LookBack, LookBack, User.name.label("by"))
        .join(User, User.id == LookBack.by_id)
        .where(LookBack.client_id == client_id)
        .order_by(LookBack.answered_on.desc(), LookBack.created_at.desc(), LookBack.id.desc())
    )
    looks: dict[UUID, list[LookBackRow]] = {}
    for look, by in db.session.execute(found):
        looks.setdefault(look.goodbye_id, []).append(_look_row(look, by))
    return looks


def _look_row(look: Any, by: str) -> LookBackRow:
    return LookBackRow(
        id=look.id,
        answered_on=look.answered_on,
        how=look.how,
        holds=look.holds,
        words=look.words,
        by=by,
        error_reason=look.error_reason,
        is_in_error=look.is_in_error,
    )
