"""Who is to come to see clients, who may confirm it, and what the team is told."""

import hmac
from base64 import b32encode
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure, may
from caseapp.accounts.joining_rules import (
    CODE_BYTES,
    INDEPENDENT_AFTER,
    NOTICE_FOR,
    Decision,
    JoiningKind,
    are_independent,
)
from caseapp.accounts.models import Joining, Link, Team, User
from caseapp.accounts.queries import in_charge_of_team
from caseapp.clock import now
from caseapp.db import db
from caseapp.db.prepared import Rows, kept_alias, prepared
from caseapp.db.sealing import key_ring
from caseapp.errors import NotVisible

ASKING, DECIDING = kept_alias(User), kept_alias(User)


class JoiningRow(NamedTuple):
    """Somebody who is to see clients, or was lately let in: by what, by whose word, and for which team."""

    id: UUID
    person_id: UUID
    name: str
    username: str
    kind: JoiningKind
    role: str
    team_id: UUID | None
    team: str | None
    ends_on: date | None
    asked_by_id: UUID | None
    asked_by: str | None
    asked_at: datetime
    decision: Decision | None
    decided_by_id: UUID | None
    decided_by: str | None
    decided_at: datetime | None


class Waiting(NamedTuple):
    """What waits about a person, whether its team has somebody to confirm it, and whether the viewer may."""

    row: JoiningRow
    has_supervisor: bool
    may_confirm: bool


def holds_clients() -> bool:
    """Whether the installation has a client: nothing else of that table, which packages above know."""
    clients = sa.table("clients", sa.column("id"))
    return db.session.scalar(sa.select(sa.literal(1)).select_from(clients).limit(1)) is not None


def team_joinings(viewer: Viewer) -> list[JoiningRow]:
    """Who is to join the viewer's teams, and who joined them lately; the newest first."""
    teams = {*viewer.team_ids_in_charge, *((viewer.team_id,) if viewer.team_id else ())}
    found = db.session.execute(*_of_teams(sorted(teams), now() - NOTICE_FOR))
    return [JoiningRow(**row._mapping) for row in found]


@prepared
def _of_teams(teams: list[UUID], since: datetime) -> Rows:
    by_another = sa.or_(Joining.decided_by_id.is_not(None), Joining.kind == JoiningKind.SHELL)
    is_new = sa.and_(Joining.decision == Decision.CONFIRMED, Joining.decided_at > since, by_another)
    return _selection().where(Joining.team_id.in_(teams), sa.or_(Joining.decision.is_(None), is_new))


def waiting_joinings(viewer: Viewer, person_id: UUID) -> list[Waiting]:
    """What waits about a person; for whoever manages users."""
    ensure(viewer, Capability.MANAGE_USERS)
    rows = _rows(sa.and_(Joining.person_id == person_id, Joining.decision.is_(None)))
    found = [(row, has_supervisor(row)) for row in rows]
    return [Waiting(row, supervised, not supervised and is_second_person(viewer, row)) for row, supervised in found]


def team_waiting(viewer: Viewer, team_id: UUID) -> list[JoiningRow]:
    """Who is to join a team; for whoever manages users."""
    ensure(viewer, Capability.MANAGE_USERS)
    return _rows(sa.and_(Joining.team_id == team_id, Joining.decision.is_(None)))


def open_joinings_of(username: str) -> list[JoiningRow]:
    """What waits about a person, for the shell of the installation."""
    return _rows(sa.and_(User.username == username, Joining.decision.is_(None)))


def find_joining(viewer: Viewer, joining_id: UUID) -> Joining:
    """One that the viewer may decide about: an administrator, whoever is in charge of the team, the person."""
    joining = db.session.get(Joining, joining_id)
    if joining is None or not is_concerned(viewer, joining):
        raise NotVisible
    return joining


def is_concerned(viewer: Viewer, joining: Joining) -> bool:
    """Whether the viewer may decide anything about it."""
    is_own = joining.person_id == viewer.id
    return is_own or may(viewer, Capability.MANAGE_USERS) or joining.team_id in viewer.team_ids_in_charge


def has_supervisor(joining: Joining | JoiningRow) -> bool:
    """Whether somebody who can sign in, and is not the one who joins, is in charge of the team today."""
    if joining.team_id is None:
        return False
    found = sa.select(User.id).where(
        in_charge_of_team(joining.team_id),
        User.password_hash.is_not(None),
        User.id.not_in([each for each in (joining.person_id, joining.asked_by_id) if each]),
    )
    return db.session.scalar(found.limit(1)) is not None


def is_second_person(viewer: Viewer, joining: Joining | JoiningRow) -> bool:
    """Whether the viewer is somebody else than who asked: neither was lately brought in by the other, however far
    around."""
    asked_by = joining.asked_by_id
    return asked_by is not None and are_independent(viewer.id, asked_by, _lately_let_in())


def confirmation_code(joining: Joining | JoiningRow) -> str:
    """The code with which the host's shell confirms this one; only the keys of the installation make it."""
    code = b32encode(key_ring().blind("joining", joining.id.hex)[:CODE_BYTES]).decode()
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def is_code_of(joining: Joining, code: str) -> bool:
    """Whether that is its code, however it was typed."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return hmac.compare_digest(typed.encode(), confirmation_code(joining).replace("-", "").encode())


def _rows(wanted: sa.ColumnElement[bool]) -> list[JoiningRow]:
    return [JoiningRow(**row._mapping) for row in db.session.execute(_selection().where(wanted))]


def _selection() -> sa.Select[Any]:
    columns = {
        "name": User.name,
        "username": User.username,
        "team": Team.name,
        "asked_by": ASKING.name,
        "decided_by": DECIDING.name,
    }
    return (
        sa.select(
            *(columns[name].label(name) if name in columns else getattr(Joining, name) for name in JoiningRow._fields)
        )
        .join(User, User.id == Joining.person_id)
        .outerjoin(Team, Team.id == Joining.team_id)
        .outerjoin(ASKING, ASKING.id == Joining.asked_by_id)
        .outerjoin(DECIDING, DECIDING.id == Joining.decided_by_id)
        .order_by(Joining.asked_at.desc(), Joining.id)
    )


def _lately_let_in() -> list[tuple[UUID, UUID]]:
    """Who let whom in since then: by a link that was used, by another role, by enabling the account."""
    since = now() - INDEPENDENT_AFTER
    links = sa.select(Link.issued_by_id, Link.user_id).where(Link.used_at > since, Link.issued_by_id.is_not(None))
    others = sa.select(Joining.asked_by_id, Joining.person_id).where(
        Joining.decision == Decision.CONFIRMED, Joining.decided_at > since, Joining.asked_by_id.is_not(None)
    )
    return [(by, whom) for by, whom in db.session.execute(links.union(others)) if by]
