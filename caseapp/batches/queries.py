"""Which reports can be chosen, and the progress of a batch."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.batches.models import Batch, BatchItem
from caseapp.batches.rules import FAILURE_NAMES, TABLES, BatchFormat, Failure, ItemState, ReportFilter, quarter_of
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, for_maintenance
from caseapp.clock import local, today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.reports.kind_rules import REPORT_KIND_NAMES, ReportKind
from caseapp.reports.models import Report
from caseapp.reports.rules import REPORT_LANGUAGE_NAMES
from caseapp.reports.status_rules import STATUS_NAMES, ReportStatus

PAGE = 100
BATCHES = 20


class ChoosableReportRow(NamedTuple):
    """A report that can be chosen."""

    id: UUID
    client_id: UUID
    name: str
    kind: ReportKind
    starts_on: date
    ends_on: date
    status: ReportStatus
    language: str

    @property
    def language_name(self) -> str:
        """The language in which it is written."""
        return str(REPORT_LANGUAGE_NAMES[self.language])

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return str(REPORT_KIND_NAMES[self.kind])

    @property
    def status_name(self) -> str:
        """Where it stands, in words."""
        return str(STATUS_NAMES[self.status])


class MadeReportRow(NamedTuple):
    """A report that was made, as the list that goes with the files shows it."""

    place: int
    made_at: datetime
    kind: ReportKind
    language: str
    starts_on: date
    ends_on: date

    @property
    def words(self) -> tuple[str, str, str]:
        """For whom it is, the language in which it is written, and when it was made, in words."""
        made = f"{local(self.made_at):%Y-%m-%d %H:%M}"
        return str(REPORT_KIND_NAMES[self.kind]), str(REPORT_LANGUAGE_NAMES[self.language]), made


class BatchReportRow(NamedTuple):
    """A report of a batch, and why it was not made where it was not."""

    client_id: UUID
    report_id: UUID
    name: str
    starts_on: date
    ends_on: date
    failure: Failure | None

    @property
    def words(self) -> str:
        """Why it was not made, in words."""
        return str(FAILURE_NAMES[self.failure]) if self.failure else ""


class ChosenReport(NamedTuple):
    """A report that was chosen, and whom it is about."""

    id: UUID
    client_id: UUID
    status: ReportStatus


class Job(NamedTuple):
    """A report to be made, and who asked for it."""

    item: BatchItem
    person: User
    shape: BatchFormat


class ReportPage(NamedTuple):
    """Reports to choose from, and the last of them where older ones follow."""

    rows: list[ChoosableReportRow]
    after: UUID | None


def list_choosable(viewer: Viewer, wanted: ReportFilter, after: UUID | None = None, limit: int = PAGE) -> ReportPage:
    """The reports about the viewer's clients, the newest first."""
    found = (
        about_visible_clients(
            viewer,
            Report,
            Report.id,
            Report.client_id,
            Client.name,
            Report.kind,
            Report.starts_on,
            Report.ends_on,
            Report.status,
            Report.language,
        )
        .join(Client, Client.id == Report.client_id)
        .order_by(Report.id.desc())
        .limit(limit + 1)
    )
    if wanted is ReportFilter.DUE:
        found = found.where(Report.status != ReportStatus.SIGNED)
    if wanted is ReportFilter.QUARTER:
        first, beyond = quarter_of(today())
        found = found.where(Report.ends_on >= first, Report.ends_on < beyond)
    if after:
        found = found.where(Report.id < after)
    rows = [ChoosableReportRow(**row._mapping) for row in db.session.execute(found)]
    return ReportPage(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def chosen_reports(viewer: Viewer, report_ids: Collection[UUID]) -> list[ChosenReport]:
    """Those of the named reports that the viewer sees, in the order of the clients' names."""
    found = (
        about_visible_clients(viewer, Report, Report.id, Report.client_id, Report.status)
        .join(Client, Client.id == Report.client_id)
        .where(Report.id.in_(list(report_ids)))
        .order_by(Client.search_name, Report.ends_on, Report.id)
    )
    return [ChosenReport(**row._mapping) for row in db.session.execute(found)]


def find_batch(viewer: Viewer, batch_id: UUID) -> Batch:
    """The viewer's own batch, or `NotVisible`: nobody else finds it."""
    batch: Batch | None = db.session.scalar(sa.select(Batch).where(Batch.id == batch_id, Batch.by_id == viewer.id))
    if batch is None:
        raise NotVisible
    return batch


def find_begun_print(viewer: Viewer, report_id: UUID, shape: BatchFormat) -> Batch | None:
    """The viewer's print of that report that is being made."""
    found = (
        about_visible_clients(viewer, BatchItem, Batch)
        .join(Batch, Batch.id == BatchItem.batch_id)
        .where(
            BatchItem.report_id == report_id,
            BatchItem.state == ItemState.WAITING,
            Batch.by_id == viewer.id,
            Batch.shape == shape,
            Batch.is_wanted(),
        )
    )
    return db.session.scalars(found).first()


def list_batches(viewer: Viewer) -> list[Batch]:
    """The viewer's latest batches of reports."""
    found = sa.select(Batch).where(Batch.by_id == viewer.id, Batch.shape.not_in(TABLES))
    return list(db.session.scalars(found.order_by(Batch.created_at.desc(), Batch.id.desc()).limit(BATCHES)))


def made_files(viewer: Viewer, batch: Batch) -> list[BatchItem]:
    """The reports of a batch that were made, about clients whom the viewer still sees, in order."""
    found = about_visible_clients(viewer, BatchItem).where(
        BatchItem.batch_id == batch.id, BatchItem.state == ItemState.DONE, BatchItem.pdf_sealed.is_not(None)
    )
    return list(db.session.scalars(found.order_by(BatchItem.place)))


def list_made(viewer: Viewer, batch: Batch) -> dict[int, MadeReportRow]:
    """What a batch's files are, by their places; without names, because the list goes with the files."""
    columns = (BatchItem.place, BatchItem.made_at, Report.kind, Report.language, Report.starts_on, Report.ends_on)
    found = (
        about_visible_clients(viewer, BatchItem, *columns)
        .join(Report, Report.id == BatchItem.report_id)
        .where(BatchItem.batch_id == batch.id, BatchItem.state == ItemState.DONE)
    )
    return {row.place: MadeReportRow(**row._mapping) for row in db.session.execute(found)}


def list_failed(viewer: Viewer, batch: Batch) -> list[BatchReportRow]:
    """The reports that were not made, and why, about clients whom the viewer still sees."""
    return list_items(viewer, batch, ItemState.FAILED)


def list_items(viewer: Viewer, batch: Batch, state: ItemState | None = None) -> list[BatchReportRow]:
    """The reports of a batch, or those in that state, about clients whom the viewer still sees."""
    found = (
        about_visible_clients(
            viewer,
            BatchItem,
            Client.id.label("client_id"),
            BatchItem.report_id,
            Client.name,
            Report.starts_on,
            Report.ends_on,
            BatchItem.failure,
        )
        .join(Report, Report.id == BatchItem.report_id)
        .join(Client, Client.id == BatchItem.client_id)
        .where(BatchItem.batch_id == batch.id, sa.true() if state is None else BatchItem.state == state)
        .order_by(BatchItem.place)
    )
    return [BatchReportRow(**row._mapping) for row in db.session.execute(found)]


def waiting_items(viewer: None, batch_id: UUID | None = None) -> list[UUID]:
    """The ids of all reports, or of those of one batch, that are still to be made, for the worker."""
    found = (
        sa.select(BatchItem.id)
        .join(Batch, Batch.id == BatchItem.batch_id)
        .where(BatchItem.state == ItemState.WAITING, Batch.is_wanted(), for_maintenance())
        .where(Batch.id == batch_id if batch_id else sa.true())
        .order_by(BatchItem.batch_id, BatchItem.place)
    )
    return list(db.session.scalars(found))


def waiting_of(viewer: Viewer, batch: Batch) -> list[UUID]:
    """The ids of the reports of a batch that are still to be made."""
    found = about_visible_clients(viewer, BatchItem, BatchItem.id).where(
        BatchItem.batch_id == batch.id, BatchItem.state == ItemState.WAITING, Batch.is_wanted()
    )
    joined = found.join(Batch, Batch.id == BatchItem.batch_id)
    return list(db.session.scalars(joined.order_by(BatchItem.place)))


def find_job(viewer: None, item_id: UUID) -> Job | None:
    """A report to be made; nothing where it was made, cancelled or removed."""
    found = (
        sa.select(BatchItem, User, Batch.shape)
        .join(Batch, Batch.id == BatchItem.batch_id)
        .join(User, User.id == Batch.by_id)
        .where(
            BatchItem.id == item_id,
            BatchItem.state == ItemState.WAITING,
            Batch.is_wanted(),
            for_maintenance(),
        )
    )
    row = db.session.execute(found).first()
    return Job(row.BatchItem, row.User, row.shape) if row else None
