"""Making one report: from its own page, at once where it is quick, and otherwise by the worker, with the rights that
whoever asked for it has at that moment."""

import logging
from contextlib import suppress
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.batches.actions import begin, keep_failed, keep_made
from caseapp.batches.models import Batch
from caseapp.batches.queries import chosen_reports, find_begun_print, find_job
from caseapp.batches.rules import BatchFormat, Failure
from caseapp.db import transaction
from caseapp.documents.server.client import DrawingCrowded, DrawingFailed, DrawingSlow, draw_bounded
from caseapp.errors import Conflict, Crowded, KeyMissing, NotAllowed, NotVisible
from caseapp.reports.paper.actions import print_document
from caseapp.reports.paper.page import document_of
from caseapp.reports.queries import ReportDetails, find_report_details
from caseapp.reports.review.signing_actions import print_again
from caseapp.reports.sections.queries import sections_of
from caseapp.reports.signatures.queries import signed_bytes

LOG = logging.getLogger("caseapp")
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


def make_item(item_id: UUID) -> None:
    """Make a report and keep it, unless it was made meanwhile or the batch was cancelled. `DrawingCrowded` where it has
    to wait for its turn."""
    job = find_job(None, item_id)
    if job is None:
        return
    item, person = job.item, job.person
    has_initials = job.shape is BatchFormat.INITIALS
    with suppress(Conflict):  # another worker was quicker: its file stands
        try:
            pdf, is_signed = _make(None if person.disabled_at else person, item.report_id, has_initials)
        except (NotVisible, NotAllowed):
            keep_failed(person, item, Failure.NOT_VISIBLE)
        except (DrawingCrowded, KeyMissing):
            raise
        except DrawingFailed:
            keep_failed(person, item, Failure.NOT_DRAWN)
        except Exception as fault:  # one report never stops the others; the text may hold a client's words
            LOG.error("report %s of a batch was not made: %s", item.report_id, type(fault).__name__)
            keep_failed(person, item, Failure.UNEXPECTED)
        else:
            keep_made(person, item, pdf, is_signed=is_signed, has_initials=has_initials)


def _make(viewer: Viewer | None, report_id: UUID, has_initials: bool) -> tuple[bytes, bool]:
    """The file, and whether it is the signed one, which is never drawn again."""
    if viewer is None:
        raise NotVisible
    ensure(viewer, Capability.WRITE_REPORTS)
    report = find_report_details(viewer, report_id)
    kept = None if has_initials else signed_bytes(viewer, report_id)
    if kept:
        return kept, True
    document = document_of(viewer, report, sections_of(viewer, report_id), has_initials=has_initials)
    return draw_bounded(document), False
