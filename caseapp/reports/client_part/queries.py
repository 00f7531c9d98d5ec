"""What a client said about a report, narrowed to the viewer's clients."""

from uuid import UUID

from caseapp.access import Viewer
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import local
from caseapp.db import db
from caseapp.reports.client_part.models import ClientPart
from caseapp.reports.client_part.rules import ClientPartDetails, read_strokes
from caseapp.reports.sections.models import ReportSubmission


def find_client_part(viewer: Viewer, report_id: UUID) -> ClientPart | None:
    """What the client said about the newest submission of a report; nothing while nothing was recorded for it."""
    newest = (
        about_visible_clients(viewer, ReportSubmission, ReportSubmission.id)
        .where(ReportSubmission.report_id == report_id)
        .order_by(ReportSubmission.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = about_visible_clients(viewer, ClientPart).where(ClientPart.submission_id == newest)
    row: ClientPart | None = db.session.scalar(found)
    return row


def find_client_part_details(viewer: Viewer, report_id: UUID) -> ClientPartDetails | None:
    """What the client said about the newest submission, as the report prints it."""
    row = find_client_part(viewer, report_id)
    if row is None:
        return None
    return ClientPartDetails(
        agreement=row.agreement,
        own_words=row.own_words,
        said_on=local(row.taken_at).date(),
        strokes=read_strokes(row.strokes),
        signed_on_paper_on=row.signed_on_paper_on,
    )
