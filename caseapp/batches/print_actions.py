"""Printing one report from its own page: at once where it is quick, and otherwise by the worker."""

from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Viewer
from caseapp.batches.actions import begin
from caseapp.batches.models import Batch
from caseapp.batches.queries import chosen_reports, find_begun_print
from caseapp.batches.rules import BatchFormat
from caseapp.db import transaction
from caseapp.documents.server.client import DrawingSlow
from caseapp.errors import Crowded, NotVisible
from caseapp.reports.paper.actions import print_document
from caseapp.reports.paper.page import document_of
from caseapp.reports.queries import ReportDetails
from caseapp.reports.review.signing_actions import print_again
from caseapp.reports.sections.queries import sections_of

PATIENCE_SECONDS = 1.5


def print_report(viewer: Viewer, report: ReportDetails, *, has_initials: bool) -> bytes | Batch:
    """The file, or where it is not there after a moment, what waits for it; `RuleBroken` where it cannot be drawn."""
    if not has_initials and (signed := print_again(viewer, report, via="web")):
        return signed
    document = document_of(viewer, report, sections_of(viewer, report.id), has_initials=has_initials)
    try:
        return print_document(
            viewer,
            report.client_id,
            document,
            via="web",
            report_id=report.id,
            has_initials=has_initials,
            patience=PATIENCE_SECONDS,
        )
    except (DrawingSlow, Crowded):
        return _begin_print(viewer, report.id, BatchFormat.INITIALS if has_initials else BatchFormat.ALONE)


@transaction
def _begin_print(viewer: Viewer, report_id: UUID, shape: BatchFormat) -> Batch:
    """Leave the report to the worker, once: whoever asks again meanwhile waits for the same one."""
    if begun := find_begun_print(viewer, report_id, shape):
        return begun
    chosen = chosen_reports(viewer, [report_id])
    if not chosen:
        raise NotVisible
    return begin(viewer, Batch(id=uuid7(), by_id=viewer.id, shape=shape), chosen)
