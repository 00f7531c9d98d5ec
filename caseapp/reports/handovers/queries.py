"""To whom reports went, and who printed them."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.audit.models import Entry
from caseapp.audit.queries import entries_about
from caseapp.audit.rules import Act
from caseapp.clients.consents.models import Consent
from caseapp.clients.consents.queries import ConsentRow, list_consents
from caseapp.clients.consents.rules import RECIPIENT_NAMES, Recipient, may_receive
from caseapp.clients.queries import about_visible_clients, ensure_visible
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.reports.handovers.models import ReportHandover
from caseapp.reports.handovers.rules import CONTENT_OF
from caseapp.reports.kind_rules import REPORT_KIND_NAMES, ReportKind
from caseapp.reports.models import Report
from caseapp.reports.status_rules import HANDING_NAMES, LEGAL_BASIS_NAMES, Handing, LegalBasis, ReportStatus

PAGE = 200


class HandoverRow(NamedTuple):
    """One report that was shared: what, with whom, by whom, when, and on which basis."""

    id: UUID
    at: datetime
    by: str
    kind: ReportKind
    starts_on: date
    ends_on: date
    recipient: Recipient
    name: str
    how: Handing
    basis: LegalBasis | None
    consented_on: date | None

    @property
    def kind_name(self) -> str:
        """The kind of report in words."""
        return str(REPORT_KIND_NAMES[self.kind])

    @property
    def recipient_name(self) -> str:
        """The kind of recipient in words."""
        return str(RECIPIENT_NAMES[self.recipient])

    @property
    def how_name(self) -> str:
        """How it was given, in words."""
        return str(HANDING_NAMES[self.how])

    @property
    def basis_name(self) -> str:
        """The legal basis in words; empty where there was a consent."""
        return str(LEGAL_BASIS_NAMES[self.basis]) if self.basis else ""


class PrintRow(NamedTuple):
    """That somebody printed a report; without its kind and days where the report was not stored."""

    at: datetime
    by: str | None
    kind: ReportKind | None
    starts_on: date | None
    ends_on: date | None

    @property
    def kind_name(self) -> str:
        """The kind of report in words, where it is known."""
        return str(REPORT_KIND_NAMES[self.kind]) if self.kind else ""


class SignedReport(NamedTuple):
    """A report that can be handed over."""

    id: UUID
    kind: ReportKind
    starts_on: date
    ends_on: date

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return str(REPORT_KIND_NAMES[self.kind])


def find_handover(viewer: Viewer, handover_id: UUID) -> ReportHandover:
    """A hand-over about a visible client, or `NotVisible`."""
    found = about_visible_clients(viewer, ReportHandover).where(ReportHandover.id == handover_id)
    handover: ReportHandover | None = db.session.scalar(found)
    if handover is None:
        raise NotVisible
    return handover


def handovers_of(viewer: Viewer, client_id: UUID, report_id: UUID | None = None) -> list[HandoverRow]:
    """To whom a client's reports (or that one) went, the latest first."""
    found = (
        about_visible_clients(viewer, ReportHandover, ReportHandover, User.name.label("by"), Report, Consent.taken_on)
        .join(User, User.id == ReportHandover.by_id)
        .join(Report, Report.id == ReportHandover.report_id)
        .outerjoin(Consent, Consent.id == ReportHandover.consent_id)
        .where(ReportHandover.client_id == client_id)
        .order_by(ReportHandover.at.desc(), ReportHandover.id.desc())
        .limit(PAGE)
    )
    if report_id:
        found = found.where(ReportHandover.report_id == report_id)
    return [_handover(row) for row in db.session.execute(found)]


def covering_consents(viewer: Viewer, client_id: UUID, kind: ReportKind) -> list[ConsentRow]:
    """The consents on which a report of this kind may be handed over today, each for its own recipient."""
    consents = list_consents(viewer, client_id)
    return [each for each in consents if may_receive([each], each.recipient, CONTENT_OF[kind], today())]


def printings_of(viewer: Viewer, client_id: UUID) -> list[PrintRow]:
    """Who printed the client's reports, as the trail has it, the latest first."""
    ensure_visible(viewer, client_id)
    found = (
        sa.select(Entry.at, User.name, Entry.detail)
        .outerjoin(User, User.id == Entry.actor_id)
        .where(Entry.id.in_(entries_about(client_id)), Entry.act == Act.PRINTED)
        .order_by(Entry.id.desc())
        .limit(PAGE)
    )
    entries = [(row, _report_id(row.detail)) for row in db.session.execute(found)]
    reports = _reports(viewer, (report_id for _row, report_id in entries if report_id))
    return [_print_row(row.at, row.name, reports.get(report_id) if report_id else None) for row, report_id in entries]


def signed_reports(viewer: Viewer, client_id: UUID) -> list[SignedReport]:
    """The client's signed reports, the latest first."""
    found = about_visible_clients(viewer, Report, Report.id, Report.kind, Report.starts_on, Report.ends_on).where(
        Report.client_id == client_id, Report.status == ReportStatus.SIGNED
    )
    rows = db.session.execute(found.order_by(Report.ends_on.desc(), Report.id.desc()).limit(PAGE))
    return [SignedReport(**row._mapping) for row in rows]


def _report_id(detail: str) -> UUID | None:
    known = json.loads(detail).get("report")
    return UUID(known) if known else None


def _reports(viewer: Viewer, report_ids: Iterable[UUID]) -> dict[UUID, SignedReport]:
    found = about_visible_clients(viewer, Report, Report.id, Report.kind, Report.starts_on, Report.ends_on)
    rows = db.session.execute(found.where(Report.id.in_(set(report_ids))))
    return {row.id: SignedReport(**row._mapping) for row in rows}


def _print_row(at: datetime, by: str | None, report: SignedReport | None) -> PrintRow:
    if report is None:
        return PrintRow(at, by, None, None, None)
    return PrintRow(at, by, report.kind, report.starts_on, report.ends_on)


def _handover(row: sa.Row[Any]) -> HandoverRow:
    handover, report = row.ReportHandover, row.Report
    return HandoverRow(
        id=handover.id,
        at=handover.at,
        by=row.by,
        kind=report.kind,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        recipient=handover.recipient,
        name=handover.recipient_name,
        how=handover.how,
        basis=handover.basis,
        consented_on=row.taken_on,
    )
