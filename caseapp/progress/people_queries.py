"""The list of clients, and what was agreed with each for the next meeting."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.queries import last_met_on
from caseapp.basket.queries import approvals_since
from caseapp.basket.rules import approved_until
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.models import Client
from caseapp.clients.queries import PAGE, about_visible_clients, after_client, mentors_of
from caseapp.clients.rules import ClientStatus, meeting_interval
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.progress.rules import LastContact, last_contact


class ClientRow(NamedTuple):
    """One client in the list; `apart` tells namesakes apart. Mentors are named for supervisors only: mentors see a list
    of their own clients."""

    id: UUID
    name: str
    apart: str
    status: ClientStatus
    mentors: list[str]
    met: LastContact
    last_on: date | None


class PeoplePage(NamedTuple):
    """Some of the viewer's clients, until when services are approved for them today, and after whom the next page
    begins."""

    rows: list[ClientRow]
    after: UUID | None
    approved_until: Mapping[UUID, date | None]


def list_people(viewer: Viewer, after: UUID | None = None, limit: int = PAGE) -> PeoplePage:
    """The viewer's clients by name, following the client `after`."""
    rows = db.session.execute(*_people_after(viewer, after, limit + 2)).all()
    apart = _apart(rows)
    following = [row for row in rows if row.id != after]
    shown = _rows(viewer, following[:limit], apart)
    approvals = approvals_since(viewer, [row.id for row in shown], today()) if shown else {}
    until = {row.id: approved_until(approvals.get(row.id, []), today()) for row in shown}
    return PeoplePage(shown, shown[-1].id if len(following) > limit else None, until)


def list_open_clients(viewer: Viewer) -> list[ClientRow]:
    """All of the viewer's clients whose file is not closed; never met first, then by the last meeting, oldest first."""
    rows = db.session.execute(*_open_people(viewer)).all()
    return sorted(_rows(viewer, rows, _apart(rows)), key=lambda row: (row.last_on or date.min, row.name))


def rhythm_of(status: ClientStatus, every_days: int | None, last_on: date | None) -> LastContact:
    """The last contact against the client's own interval, or else the organisation's; only active clients are expected
    to be met."""
    every = meeting_interval(every_days, threshold(Threshold.EXPECTED_MEETING_DAYS))
    return last_contact(last_on, today(), every, status is ClientStatus.ACTIVE)


@prepared
def _people_after(viewer: Viewer, after: UUID | None, limit: int) -> Rows:
    with_previous = sa.or_(after_client(viewer, after), Client.id == after)
    return _people(viewer).where(with_previous).order_by(Client.search_name, Client.id).limit(limit)


@prepared
def _open_people(viewer: Viewer) -> Rows:
    return _people(viewer).where(Client.status != ClientStatus.CLOSED)


def _people(viewer: Viewer) -> sa.Select[Any]:
    return about_visible_clients(
        viewer,
        Client,
        Client.id,
        Client.name.label("name"),
        Client.birth_on,
        Client.status,
        Client.meeting_every_days,
        last_met_on(TODAY).label("last_on"),
    )


def _apart(rows: Sequence[Any]) -> dict[UUID, str]:
    return disambiguate(ListedPerson(row.id, row.name, row.birth_on) for row in rows)


def _rows(viewer: Viewer, rows: Sequence[Any], apart: dict[UUID, str]) -> list[ClientRow]:
    is_team = bool(viewer.team_ids_in_charge)
    mentors = mentors_of(viewer, [row.id for row in rows]) if rows and is_team else {}
    return [
        ClientRow(
            id=row.id,
            name=row.name,
            apart=apart.get(row.id, ""),
            status=row.status,
            mentors=mentors.get(row.id, []),
            met=rhythm_of(row.status, row.meeting_every_days, row.last_on),
            last_on=row.last_on,
        )
        for row in rows
    ]
