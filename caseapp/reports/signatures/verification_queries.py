"""Whether a file is a report that was signed here, for whoever runs the server; the answer does not name the client."""

import hashlib
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.accounts.models import User
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.reports.models import Report
from caseapp.reports.signatures.models import ReportSignature
from caseapp.reports.status_rules import ReportStatus


class SignedFile(NamedTuple):
    """What this installation knows about a signed file, but not whom it is about."""

    report_id: UUID
    edition: int
    signer: str
    signed_at: datetime
    fingerprint: str
    replaced_by: int | None


def find_signed_file(content: bytes) -> SignedFile | None:
    """What is known about this file; nothing where it was not signed here, or a byte of it was changed."""
    of, later = ReportSignature, aliased(Report)
    replaced_by = (
        sa.select(later.edition)
        .where(later.replaces_id == of.report_id, later.status == ReportStatus.SIGNED)
        .scalar_subquery()
        .label("replaced_by")
    )
    found = (
        sa.select(
            of.report_id,
            Report.edition,
            User.name.label("signer"),
            of.signed_at,
            of.content_sha256.label("fingerprint"),
            replaced_by,
        )
        .join(Report, Report.id == of.report_id)
        .join(User, User.id == of.signer_id)
        .where(of.pdf_sha256 == hashlib.sha256(content).hexdigest(), for_maintenance())
    )
    row = db.session.execute(found).first()
    return SignedFile(**row._mapping) if row else None
