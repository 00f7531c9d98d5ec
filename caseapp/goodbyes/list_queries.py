"""Which of the viewer's clients are at an end or past it, list by list."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.goodbyes.models import Goodbye, LookBack
from caseapp.goodbyes.queries import stands
from caseapp.goodbyes.rules import LISTED_FOR, EndList, GoodbyeKind, HowItIs

LISTED = 200
Counting = Callable[[Viewer], sa.ScalarSelect[int]]


class EndRow(NamedTuple):
    """A client on one of the lists, with the day that the list is about."""

    client_id: UUID
    client_name: str
    day: date
    goodbye_id: UUID | None
    how: HowItIs | None


class EndCounts(NamedTuple):
    """What waits: files that were closed without a goodbye, look backs, and people who were not told about their
    records."""

    missing: int
    asked: int
    untold: int


def list_ends(viewer: Viewer, of: EndList) -> list[EndRow]:
    """One of the lists, the day that is the longest ago first."""
    found = LISTS[of](viewer, today() - LISTED_FOR)
    rows = db.session.execute(found.order_by("day", "client_name", "client_id").limit(LISTED))
    return [EndRow(**row._mapping) for row in rows]


def count_ends(viewer: Viewer) -> dict[EndList, int]:
    """How many clients are on each list."""
    since = today() - LISTED_FOR
    return {
        of: db.session.scalar(sa.select(sa.func.count()).select_from(build(viewer, since).subquery())) or 0
        for of, build in LISTS.items()
    }


def waiting_ends(viewer: Viewer, untold: Counting) -> EndCounts:
    """How many ends wait for whoever is in charge, and, in the same statement, what a package above counts: how many
    people wait for being told."""
    return EndCounts(*db.session.execute(*_waiting(viewer, today() - LISTED_FOR, untold)).one())


def look_backs_asked(viewer: Viewer) -> list[EndRow]:
    """The clients of whom it is asked today how it is since their goodbye."""
    return [EndRow(**row._mapping) for row in db.session.execute(*_asked(viewer, today() - LISTED_FOR))]


@prepared
def _waiting(viewer: Viewer, since: date, untold: Counting) -> Rows:
    missing, asked = _missing(viewer, since).subquery(), _to_look_back(viewer, since).subquery()
    return sa.select(_number(missing), _number(asked), untold(viewer))


def _number(found: Any) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(found).scalar_subquery()


@prepared
def _asked(viewer: Viewer, since: date) -> Rows:
    return _to_look_back(viewer, since).order_by(Goodbye.look_on, Goodbye.id).limit(LISTED)


def _missing(viewer: Viewer, since: date) -> Rows:
    """Files of accompanied people that were closed lately, where no goodbye stands."""
    of = Assignment
    accompanied = sa.exists(
        sa.select(of.id).where(
            of.client_id == Client.id,
            of.starts_on <= Client.status_on,
            sa.or_(of.ends_on.is_(None), of.ends_on >= of.starts_on),
        )
    )
    taken = sa.exists(
        sa.select(Goodbye.id).where(Goodbye.client_id == Client.id, Goodbye.kind != GoodbyeKind.MENTOR, stands())
    )
    return _rows(viewer, Client, Client.status_on).where(
        Client.status == ClientStatus.CLOSED, Client.status_on >= since, accompanied, sa.not_(taken)
    )


def _to_look_back(viewer: Viewer, since: date) -> Rows:
    """`since` is not asked: a question stays until it is answered."""
    return _of_goodbyes(viewer, Goodbye.look_on).where(Goodbye.look_on <= TODAY, stands(), sa.not_(_looked()))


def _ahead(viewer: Viewer, since: date) -> Rows:
    is_one = Goodbye.kind != GoodbyeKind.NONE
    return _of_goodbyes(viewer, Goodbye.held_on).where(is_one, Goodbye.held_on >= TODAY, stands())


def _passed(viewer: Viewer, since: date) -> Rows:
    is_open = Client.status != ClientStatus.CLOSED
    of_service = Goodbye.kind == GoodbyeKind.SERVICE
    return _of_goodbyes(viewer, Goodbye.held_on).where(of_service, Goodbye.held_on < TODAY, is_open, stands())


def _seen_back(viewer: Viewer, since: date) -> Rows:
    return (
        _rows(viewer, LookBack, LookBack.answered_on, Goodbye.id, LookBack.how)
        .join(Client, Client.id == LookBack.client_id)
        .join(Goodbye, Goodbye.id == LookBack.goodbye_id)
        .where(LookBack.not_in_error(), Goodbye.not_in_error(), LookBack.answered_on >= since)
    )


def _explained(viewer: Viewer, since: date) -> Rows:
    is_none = Goodbye.kind == GoodbyeKind.NONE
    return _of_goodbyes(viewer, Goodbye.held_on).where(is_none, Goodbye.held_on >= since, stands())


def _looked() -> sa.ColumnElement[bool]:
    return sa.exists(sa.select(LookBack.id).where(LookBack.goodbye_id == Goodbye.id, LookBack.not_in_error()))


def _of_goodbyes(viewer: Viewer, day: Any) -> Rows:
    return _rows(viewer, Goodbye, day, Goodbye.id).join(Client, Client.id == Goodbye.client_id)


def _rows(viewer: Viewer, of: Any, day: Any, goodbye_id: Any = None, how: Any = None) -> Rows:
    columns = (
        Client.id.label("client_id"),
        Client.name.label("client_name"),
        day.label("day"),
        (sa.null() if goodbye_id is None else goodbye_id).label("goodbye_id"),
        (sa.null() if how is None else how).label("how"),
    )
    return about_visible_clients(viewer, of, *columns)


LISTS: dict[EndList, Callable[[Viewer, date], Rows]] = {
    EndList.MISSING: _missing,
    EndList.LOOK_BACK: _to_look_back,
    EndList.AHEAD: _ahead,
    EndList.PASSED: _passed,
    EndList.LOOKED: _seen_back,
    EndList.EXPLAINED: _explained,
}
