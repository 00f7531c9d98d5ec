"""Making one report of a batch, with the rights that whoever asked for it has at that moment."""

import logging
from contextlib import suppress
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.batches.actions import keep_failed, keep_made
from caseapp.batches.queries import find_job
from caseapp.batches.rules import BatchFormat, Failure
from caseapp.documents.server.client import DrawingCrowded, DrawingFailed, draw_bounded
from caseapp.errors import Conflict, KeyMissing, NotAllowed, NotVisible
from caseapp.reports.paper.page import document_of
from caseapp.reports.queries import find_report_details
from caseapp.reports.sections.queries import sections_of
from caseapp.reports.signatures.queries import signed_bytes

LOG = logging.getLogger("caseapp")


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
