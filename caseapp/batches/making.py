"""Making one report of a batch, with the rights that who asked for it has at that moment."""

import logging
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from flask import current_app
from flask_babel import force_locale

from caseapp.access import Capability, Viewer, ensure
from caseapp.batches.actions import keep_failed, keep_made
from caseapp.batches.queries import job_of, signed_bytes
from caseapp.batches.rules import Failure
from caseapp.clock import now
from caseapp.documents.server import DrawingFailed, draw_bounded
from caseapp.errors import Conflict, NotAllowed, NotVisible
from caseapp.i18n import _
from caseapp.reports.compose import compose
from caseapp.reports.gather import gather_report
from caseapp.reports.queries import find_report, tell_report

LOG = logging.getLogger("caseapp")


def make_item(item_id: UUID) -> None:
    """Make it and keep it; nothing where it was made meanwhile, or the batch was cancelled."""
    job = job_of(None, item_id)
    if job is None:
        return
    item, _batch, person = job
    with suppress(Conflict):  # another worker was quicker: its file stands
        try:
            pdf, is_signed = _printed(None if person.disabled_at else person, item.report_id)
        except (NotVisible, NotAllowed):
            keep_failed(item, Failure.NOT_VISIBLE, by=person)
        except DrawingFailed:
            keep_failed(item, Failure.NOT_DRAWN, by=person)
        except Exception as fault:  # one report never stops the others; the text may hold a client's words
            LOG.error("report %s of a batch was not made: %s", item.report_id, type(fault).__name__)
            keep_failed(item, Failure.UNEXPECTED, by=person)
        else:
            keep_made(item, pdf, by=person, is_signed=is_signed)


def _printed(viewer: Viewer | None, report_id: UUID) -> tuple[bytes, bool]:
    """The file, and whether it is the signed one, which is never drawn again."""
    if viewer is None:
        raise NotVisible
    ensure(viewer, Capability.WRITE_REPORTS)
    report = find_report(viewer, report_id)
    kept = signed_bytes(viewer, report_id)
    if kept:
        return kept, True
    progress = gather_report(viewer, tell_report(viewer, report_id))
    document = compose(progress, report.language, current_app.config["ORGANISATION"], now())
    with force_locale(report.language):
        return draw_bounded(replace(document, watermark=str(_("Draft")))), False
