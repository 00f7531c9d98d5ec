"""What leaves about many clients at once: how many they are, and who may confirm it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure, may
from caseapp.accounts.models import User
from caseapp.audit import Act
from caseapp.audit.models import Entry, set_members
from caseapp.batches.models import Batch, BatchItem, BatchTable, BatchTeam
from caseapp.batches.queries import ChosenReport
from caseapp.batches.rules import (
    CONFIRM_WITHIN,
    CONFIRMATION_NAMES,
    COUNTED_TOGETHER,
    FETCH_WITHIN,
    BatchFormat,
    ConfirmationState,
    ItemState,
)
from caseapp.batches.table_queries import ids_in_charge
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import now
from caseapp.db import db
from caseapp.db.prepared import Rows, kept_alias, prepared
from caseapp.errors import NotVisible
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.reports.models import Report
from caseapp.reports.status_rules import ReportStatus

BY_SECOND_PERSON = "confirmed_by"
LEFT = (Act.RECORDS_EXPORTED, Act.WHOLE_FILE_ASKED)
"""What the trail calls it when records leave: as a table, or as a client's whole file."""
DECIDING = kept_alias(User)


class ConfirmationRow(NamedTuple):
    """What somebody wants to take along: what, about how many clients, and what a second person said."""

    id: UUID
    by_id: UUID
    by: str
    shape: BatchFormat
    table: str | None
    total: int
    people: int
    created_at: datetime
    confirm_until: datetime
    decision: ConfirmationState | None
    decided_by: str | None
    cancelled_at: datetime | None

    @property
    def state(self) -> ConfirmationState:
        """What became of it."""
        if self.decision is None and self.confirm_until <= now():
            return ConfirmationState.EXPIRED
        return self.decision or ConfirmationState.WAITING

    @property
    def state_name(self) -> str:
        """What became of it, in words."""
        return str(CONFIRMATION_NAMES[self.state])


def is_many(viewer: Viewer, clients: Collection[UUID]) -> bool:
    """Whether these clients, with those whose records the viewer took along lately without a second person, are more
    than one person takes along."""
    most = threshold(Threshold.MANY_LEAVE)
    return len(clients) > most or (bool(clients) and len({*clients, *_taken_lately(viewer)}) > most)


def counted_clients(viewer: Viewer, chosen: Sequence[ChosenReport]) -> frozenset[UUID]:
    """The clients of these reports who count: all but those of signed reports of the viewer's own teams."""
    own = ids_in_charge(viewer)
    return frozenset(
        report.client_id for report in chosen if report.status is not ReportStatus.SIGNED or report.client_id not in own
    )


def teams_of_clients(viewer: Viewer, clients: Collection[UUID]) -> list[UUID]:
    """The teams of these clients, as far as the viewer sees them."""
    found = about_visible_clients(viewer, Client, Client.team_id).where(Client.id.in_(list(clients)))
    return list(db.session.scalars(found.distinct()))


def export_news(viewer: Viewer) -> list[ConfirmationRow]:
    """What waits for the viewer's word, and what became of the viewer's own questions, the newest first. Mentors, who
    confirm nothing, read it on the page of what they asked for."""
    if not may(viewer, Capability.CONFIRM_EXPORTS):
        return []
    since = now() - CONFIRM_WITHIN - FETCH_WITHIN
    found = db.session.execute(*_news(viewer.id, *_scope(viewer), since, now()))
    return [ConfirmationRow(**row._mapping) for row in found]


def find_confirmation(viewer: Viewer, batch_id: UUID) -> ConfirmationRow:
    """What waits for the viewer's word, or `NotVisible`."""
    ensure(viewer, Capability.CONFIRM_EXPORTS)
    found = _selection().where(
        Batch.id == batch_id, _may_confirm(viewer.id, *_scope(viewer)), Batch.waits_for_a_word(now())
    )
    row = db.session.execute(found).first()
    if row is None:
        raise NotVisible
    return ConfirmationRow(**row._mapping)


def purpose_of(viewer: Viewer, batch_id: UUID) -> str:
    """What whoever asked said that it is for."""
    find_confirmation(viewer, batch_id)
    batch: Batch = db.session.get_one(Batch, batch_id)
    return str(batch.reason or "")


@prepared
def _news(viewer_id: UUID, teams: list[UUID], is_of_all: bool, since: datetime, moment: datetime) -> Rows:
    own = sa.and_(Batch.by_id == viewer_id, Batch.created_at > since, Batch.cancelled_at.is_(None))
    waits = sa.and_(_may_confirm(viewer_id, teams, is_of_all), Batch.waits_for_a_word(moment))
    return _selection().where(Batch.confirm_until.is_not(None), sa.or_(own, waits))


def _may_confirm(viewer_id: UUID, teams: list[UUID], is_of_all: bool) -> sa.ColumnElement[bool]:
    """The condition that it is somebody else's, and about nobody outside the teams that the viewer is in charge of."""
    if is_of_all:
        return Batch.by_id != viewer_id
    of = BatchTeam
    inside = sa.exists().where(of.batch_id == Batch.id, of.team_id.in_(teams))
    outside = sa.exists().where(of.batch_id == Batch.id, of.team_id.not_in(teams))
    return sa.and_(Batch.by_id != viewer_id, inside, ~outside)


def _scope(viewer: Viewer) -> tuple[list[UUID], bool]:
    """The teams for which the viewer may confirm, and whether it is all of them."""
    return sorted(viewer.team_ids_in_charge), may(viewer, Capability.CONFIRM_ALL_EXPORTS)


def _selection() -> sa.Select[*tuple[Any, ...]]:
    named = {"by": User.name, "table": BatchTable.kind, "decided_by": DECIDING.name}
    columns = (named[name] if name in named else getattr(Batch, name) for name in ConfirmationRow._fields)
    return (
        sa.select(*(column.label(name) for name, column in zip(ConfirmationRow._fields, columns, strict=True)))
        .join(User, User.id == Batch.by_id)
        .outerjoin(BatchTable, BatchTable.batch_id == Batch.id)
        .outerjoin(DECIDING, DECIDING.id == Batch.decided_by_id)
        .order_by(Batch.created_at.desc(), Batch.id)
    )


def _taken_lately(viewer: Viewer) -> set[UUID]:
    since = now() - COUNTED_TOGETHER
    tables = (
        sa.select(set_members.c.client_id)
        .join(Entry, Entry.client_set_id == set_members.c.set_id)
        .where(Entry.actor_id == viewer.id, Entry.act.in_(LEFT), Entry.at > since)
        .where(Entry.detail.not_like(f"%{BY_SECOND_PERSON}%"))
    )
    is_taken = sa.or_(Batch.cancelled_at.is_(None), BatchItem.state == ItemState.DONE)
    reports = (
        about_visible_clients(viewer, BatchItem, Report.id, BatchItem.client_id, Report.status)
        .join(Batch, Batch.id == BatchItem.batch_id)
        .join(Report, Report.id == BatchItem.report_id)
        .where(Batch.by_id == viewer.id, Batch.created_at > since, Batch.confirm_until.is_(None), is_taken)
    )
    printed = [ChosenReport(**row._mapping) for row in db.session.execute(reports)]
    return {*db.session.scalars(tables), *counted_clients(viewer, printed)}
