"""The list of people, and what was agreed with each for the next time."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.queries import last_met
from caseapp.basket.models import Approval
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.models import Client
from caseapp.clients.queries import PAGE, about_visible_clients, after_client, mentors_of
from caseapp.clients.rules import ClientStatus
from caseapp.clock import today
from caseapp.db import db
from caseapp.followups.models import FollowUp
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.progress.rules import Since, since


class PersonRow(NamedTuple):
    """One client of the list; `apart` tells namesakes apart. Mentors are named to the supervisor only: a
    mentor's list is the own one."""

    id: UUID
    name: str
    apart: str
    status: ClientStatus
    mentors: list[str]
    met: Since
    last_on: date | None
    approved_until: date | None


class PeoplePage(NamedTuple):
    """Some of the viewer's people, and after whom the next page begins."""

    rows: list[PersonRow]
    after: UUID | None


class AgreedStep(NamedTuple):
    """What was agreed on for the next time, and when; either may be missing."""

    client_id: UUID
    words: str
    on: date | None


def list_people(viewer: Viewer, after: UUID | None = None, limit: int = PAGE) -> PeoplePage:
    """The viewer's clients by name, following the client `after`."""
    with_neighbour = sa.or_(after_client(viewer, after), Client.id == after)
    found = _people(viewer).where(with_neighbour).order_by(Client.search_name, Client.id)
    rows = db.session.execute(found.limit(limit + 2)).all()
    apart = _apart(rows)
    following = [row for row in rows if row.id != after]
    shown = _told(viewer, following[:limit], apart)
    return PeoplePage(shown, shown[-1].id if len(following) > limit else None)


def open_people(viewer: Viewer) -> list[PersonRow]:
    """All of the viewer's clients whose file is not closed: those longest unmet first, never met before all."""
    rows = db.session.execute(_people(viewer).where(Client.status != ClientStatus.CLOSED)).all()
    return sorted(_told(viewer, rows, _apart(rows)), key=lambda row: (row.last_on or date.min, row.name))


def agreed_steps(viewer: Viewer) -> dict[UUID, AgreedStep]:
    """What waits next with each visible client: the open follow-up with the nearest day, one without a day last."""
    undated = sa.case((FollowUp.due_on.is_(None), 1), else_=0)
    nearest = sa.func.row_number().over(
        partition_by=FollowUp.client_id, order_by=(undated, FollowUp.due_on, FollowUp.id)
    )
    ranked = (
        about_visible_clients(
            viewer,
            FollowUp,
            FollowUp.id,
            FollowUp.client_id,
            FollowUp.words_sealed,
            FollowUp.due_on,
            nearest.label("n"),
        )
        .where(FollowUp.is_open())
        .subquery()
    )
    return {
        row.client_id: AgreedStep(row.client_id, FollowUp.words.open(row.id, row.words_sealed), row.due_on)
        for row in db.session.execute(sa.select(ranked).where(ranked.c.n == 1))
    }


def rhythm_of(status: ClientStatus, every_days: int | None, last_on: date | None) -> Since:
    """Where the rhythm stands, by the file's own interval or else the organisation's; only active clients are expected
    to be met."""
    every = every_days or threshold(Threshold.EXPECTED_MEETING_DAYS)
    return since(last_on, today(), every, status is ClientStatus.ACTIVE)


def approved_until() -> sa.ScalarSelect[date]:
    """The last day of what is approved today, as a column of a statement about clients."""
    return (
        sa.select(sa.func.max(Approval.ends_on))
        .where(Approval.client_id == Client.id, Approval.starts_on <= today(), Approval.ends_on >= today())
        .correlate(Client)
        .scalar_subquery()
    )


def _people(viewer: Viewer) -> sa.Select[Any]:
    return about_visible_clients(
        viewer,
        Client,
        Client.id,
        Client.name.label("name"),
        Client.birth_on,
        Client.status,
        Client.meeting_every_days,
        approved_until().label("approved_until"),
    )


def _apart(rows: Sequence[Any]) -> dict[UUID, str]:
    return disambiguate(ListedPerson(row.id, row.name, row.birth_on) for row in rows)


def _told(viewer: Viewer, rows: Sequence[Any], apart: dict[UUID, str]) -> list[PersonRow]:
    met = last_met(viewer) if rows else {}
    is_team = bool(viewer.team_ids_in_charge)
    mentors = mentors_of(viewer, [row.id for row in rows]) if rows and is_team else {}
    return [
        PersonRow(
            id=row.id,
            name=row.name,
            apart=apart.get(row.id, ""),
            status=row.status,
            mentors=mentors.get(row.id, []),
            met=rhythm_of(row.status, row.meeting_every_days, met.get(row.id)),
            last_on=met.get(row.id),
            approved_until=row.approved_until,
        )
        for row in rows
    ]
