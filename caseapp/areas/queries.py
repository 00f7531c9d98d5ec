"""The areas of the life of the viewer's clients, and the talks about them."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.areas.models import AreaRating, AreaTalk, LifeArea
from caseapp.areas.rules import AreaNamed
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible

TALKS_SHOWN = 30


class RatingOfArea(NamedTuple):
    """How an area was in a talk, and whether it was talked about."""

    area_id: UUID
    level: int | None
    is_chosen: bool


class TalkRow(NamedTuple):
    """One talk, opened."""

    id: UUID
    held_on: date
    by: str
    understand: str
    forward: str
    options: str
    agreed: str
    ratings: tuple[RatingOfArea, ...]
    error_reason: str
    is_in_error: bool


def find_area(viewer: Viewer, area_id: UUID) -> LifeArea:
    """The area, or `NotVisible`."""
    area: LifeArea | None = db.session.scalar(about_visible_clients(viewer, LifeArea).where(LifeArea.id == area_id))
    if area is None:
        raise NotVisible
    return area


def find_talk(viewer: Viewer, talk_id: UUID) -> AreaTalk:
    """The talk, or `NotVisible`."""
    talk: AreaTalk | None = db.session.scalar(about_visible_clients(viewer, AreaTalk).where(AreaTalk.id == talk_id))
    if talk is None:
        raise NotVisible
    return talk


def list_areas(viewer: Viewer, client_id: UUID) -> list[AreaNamed]:
    """All areas that the client has named, in the order in which they were named."""
    of = LifeArea
    found = (
        about_visible_clients(viewer, of, of.id, of.words_sealed, of.ended_on)
        .where(of.client_id == client_id)
        .order_by(of.created_at, of.id)
    )
    return [
        AreaNamed(row.id, of.words.open(row.id, row.words_sealed), row.ended_on) for row in db.session.execute(found)
    ]


def list_talks(viewer: Viewer, client_id: UUID) -> list[TalkRow]:
    """The client's latest talks, the newest first."""
    of = AreaTalk
    found = (
        about_visible_clients(viewer, of, of, User.name.label("by"))
        .join(User, User.id == of.by_id)
        .where(of.client_id == client_id)
        .order_by(of.held_on.desc(), of.created_at.desc(), of.id.desc())
        .limit(TALKS_SHOWN)
    )
    talks = db.session.execute(found).all()
    ratings = _ratings_of(viewer, [talk.id for talk, _by in talks])
    return [
        TalkRow(
            id=talk.id,
            held_on=talk.held_on,
            by=by,
            understand=talk.understand,
            forward=talk.forward,
            options=talk.options,
            agreed=talk.agreed,
            ratings=tuple(ratings.get(talk.id, ())),
            error_reason=talk.error_reason,
            is_in_error=talk.is_in_error,
        )
        for talk, by in talks
    ]


def _ratings_of(viewer: Viewer, talk_ids: list[UUID]) -> dict[UUID, list[RatingOfArea]]:
    of = AreaRating
    found = (
        about_visible_clients(viewer, of, of.talk_id, of.area_id, of.level, of.is_chosen)
        .join(LifeArea, LifeArea.id == of.area_id)
        .where(of.talk_id.in_(talk_ids))
        .order_by(LifeArea.created_at, LifeArea.id)
    )
    ratings: dict[UUID, list[RatingOfArea]] = {}
    for row in db.session.execute(found) if talk_ids else ():
        ratings.setdefault(row.talk_id, []).append(RatingOfArea(row.area_id, row.level, row.is_chosen))
    return ratings
