"""Signatures: what was signed, by whom, and whether a file is one of them."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.db.sealing import FileDamaged
from caseapp.errors import Unreadable
from caseapp.reports.content_rules import ClientProgress, Edition
from caseapp.reports.models import Report
from caseapp.reports.signatures.models import ReportSignature
from caseapp.reports.signatures.snapshot_rules import from_snapshot


class SignatureDetails(NamedTuple):
    """That a report was signed."""

    signer: str
    signed_at: datetime
    fingerprint: str


def signature_of(viewer: Viewer, report_id: UUID) -> SignatureDetails | None:
    """Who signed a visible client's report, and when; nothing while nobody has."""
    of = ReportSignature
    found = about_visible_clients(
        viewer, of, User.name.label("signer"), of.signed_at, of.content_sha256.label("fingerprint")
    )
    row = db.session.execute(found.join(User, User.id == of.signer_id).where(of.report_id == report_id)).first()
    return SignatureDetails(**row._mapping) if row else None


def signed_bytes(viewer: Viewer, report_id: UUID) -> bytes | None:
    """The file of a visible client's signed report, as it was signed; nothing while nobody has."""
    row = _signature(viewer, report_id)
    return row.pdf if row else None


def signed_progress(viewer: Viewer, report_id: UUID) -> ClientProgress | None:
    """What a visible client's report said when it was signed; nothing while nobody has."""
    row = _signature(viewer, report_id)
    if row is None:
        return None
    facts = row.facts
    if isinstance(facts, Unreadable):
        raise FileDamaged(facts.number)
    return from_snapshot(facts)


def edition_of(viewer: Viewer, report_id: UUID) -> Edition:
    """Which version a visible client's report is, and what it corrects."""
    found = (
        about_visible_clients(viewer, Report, Report, ReportSignature.signed_at)
        .outerjoin(ReportSignature, ReportSignature.report_id == Report.replaces_id)
        .where(Report.id == report_id)
    )
    row = db.session.execute(found).one()
    return Edition(row.Report.edition, row.signed_at, row.Report.reason)


def next_edition(viewer: Viewer, report_id: UUID) -> UUID | None:
    """The version that corrects a visible client's report, whether signed yet or not; nothing without one."""
    found = about_visible_clients(viewer, Report, Report.id).where(Report.replaces_id == report_id)
    id_: UUID | None = db.session.scalar(found)
    return id_


def _signature(viewer: Viewer, report_id: UUID) -> Any:
    found = about_visible_clients(viewer, ReportSignature).where(ReportSignature.report_id == report_id)
    return db.session.scalar(found)
