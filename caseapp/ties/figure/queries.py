"""The figure of ties that last, and the lists behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients, in_charge, sees
from caseapp.clock import TODAY, today
from caseapp.db import FoundFirst, db
from caseapp.db.prepared import Rows, kept_alias, prepared
from caseapp.errors import NotVisible
from caseapp.ties.models import Tie
from caseapp.ties.rules import LASTS_AFTER, TieStanding

PAGE = 50
EARLIER = kept_alias(Tie)
STANDING = sa.case(
    (Tie.lasting_on.is_not(None), TieStanding.LASTING.value),
    (Tie.ended_on.is_not(None), TieStanding.ENDED.value),
    (Tie.known_on.is_(None), TieStanding.NOT_KNOWN.value),
    else_=TieStanding.FADING.value,
)


class Whose(NamedTuple):
    """Whose ties are counted: a team's, those of one mentor's present clients, or all that the viewer sees."""

    team_id: UUID | None = None
    mentor_id: UUID | None = None


@dataclass(frozen=True)
class TieFigure:
    """How many ties stand in each way of those whose first time alone is at least 84 days ago."""

    standings: Mapping[TieStanding, int]

    @property
    def lasting(self) -> int:
        """The numerator."""
        return self.standings[TieStanding.LASTING]

    @property
    def counted(self) -> int:
        """The denominator."""
        return sum(self.standings.values())


class CountedTie(NamedTuple):
    """A tie that the figure counts."""

    id: UUID
    client_id: UUID
    client_name: str
    name: str
    standing: TieStanding
    alone_on: date
    lasting_on: date | None
    ended_on: date | None


class NamedMentor(NamedTuple):
    """Somebody who mentors clients of the viewer's teams."""

    id: UUID
    name: str


def tie_figure(viewer: Viewer, whose: Whose) -> TieFigure:
    """The figure of today."""
    _ensure_may_see(viewer, whose)
    found = db.session.execute(*_figure(viewer, today() - LASTS_AFTER, *_parts(viewer, whose)))
    counts = {row.standing: row.number for row in found}
    return TieFigure({standing: counts.get(standing.value, 0) for standing in TieStanding})


def counted_ties(
    viewer: Viewer, whose: Whose, standing: TieStanding | None = None, after: UUID | None = None
) -> list[CountedTie]:
    """The ties behind a number of the figure, those alone most recently first; one more than a page where there are
    more."""
    _ensure_may_see(viewer, whose)
    border = today() - LASTS_AFTER
    found = db.session.execute(*_counted(viewer, border, *_parts(viewer, whose), standing, after, PAGE + 1))
    return [
        CountedTie(
            id=row.id,
            client_id=row.client_id,
            client_name=row.client_name,
            name=Tie.name.open(row.id, row.name_sealed),
            standing=TieStanding(row.standing),
            alone_on=row.alone_on,
            lasting_on=row.lasting_on,
            ended_on=row.ended_on,
        )
        for row in found
    ]


def mentors_in_charge_of(viewer: Viewer) -> list[NamedMentor]:
    """The present mentors of the clients whom the viewer is in charge of, by name."""
    if not viewer.team_ids_in_charge:
        return []
    found = (
        sa.select(User.id, User.name)
        .join(Assignment, Assignment.mentor_id == User.id)
        .where(Assignment.lasts_on(today()), in_charge(viewer, Assignment.client_id))
        .distinct()
        .order_by(User.name, User.id)
    )
    return [NamedMentor(row.id, row.name) for row in db.session.execute(found)]


def _ensure_may_see(viewer: Viewer, whose: Whose) -> None:
    """`NotVisible` for the figure of another mentor, unless the viewer is in charge; only of those clients then."""
    if whose.mentor_id not in (None, viewer.id) and not viewer.team_ids_in_charge:
        raise NotVisible
    if whose.team_id is not None and whose.team_id not in viewer.team_ids_in_charge:
        raise NotVisible


@prepared
def _figure(viewer: Viewer, border: date, team_id: UUID | None, mentor_id: UUID | None, led: bool) -> Rows:
    columns = (STANDING.label("standing"), sa.func.count().label("number"))
    return _narrowed(viewer, border, team_id, mentor_id, led, *columns).group_by(STANDING)


@prepared
def _counted(
    viewer: Viewer,
    border: date,
    team_id: UUID | None,
    mentor_id: UUID | None,
    led: bool,
    standing: TieStanding | None,
    after: UUID | None,
    most: int,
) -> Rows:
    days = (Tie.alone_on, Tie.lasting_on, Tie.ended_on)
    columns = (Tie.id, Tie.client_id, Client.name.label("client_name"), Tie.name_sealed, *days)
    found = _narrowed(viewer, border, team_id, mentor_id, led, *columns, STANDING.label("standing"))
    found = found.join(Client, Client.id == Tie.client_id).order_by(Tie.alone_on.desc(), Tie.id).limit(most)
    if standing is not None:
        found = found.where(STANDING.in_([standing.value]))
    if after is not None:
        last = sa.select(EARLIER.alone_on).where(EARLIER.id == after).scalar_subquery()
        found = found.where(sa.or_(Tie.alone_on < last, sa.and_(Tie.alone_on == last, Tie.id > after)))
    return found


def _parts(viewer: Viewer, whose: Whose) -> tuple[UUID | None, UUID | None, bool]:
    """The team, the mentor, and whether only clients are meant whom the viewer is in charge of: another mentor's."""
    return whose.team_id, whose.mentor_id, whose.mentor_id not in (None, viewer.id)


def _narrowed(
    viewer: Viewer, border: date, team_id: UUID | None, mentor_id: UUID | None, led: bool, *columns: Any
) -> sa.Select[Any]:
    counted = sa.and_(Tie.alone_on <= border, Tie.not_in_error())
    if team_id is not None:
        counted = sa.and_(counted, Tie.client_id.in_(sa.select(Client.id).where(Client.team_id == team_id)))
    if mentor_id is None:
        return about_visible_clients(viewer, Tie, *columns).where(counted)
    may_see = in_charge if led else sees
    of_mentor = sa.and_(Assignment.mentor_id == mentor_id, Assignment.lasts_on(TODAY))
    own = sa.select(Assignment.client_id).where(of_mentor, may_see(viewer, Assignment.client_id))
    return sa.select(*columns).select_from(Tie).where(FoundFirst(Tie.client_id, own), counted)
