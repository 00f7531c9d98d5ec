"""Printing a report, with its entry in the trail."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record_alone
from caseapp.documents.blocks import Document
from caseapp.documents.server.client import RETRY_SECONDS, DrawingCrowded, DrawingFailed, DrawingSlow, draw_bounded
from caseapp.errors import Crowded, RuleBroken
from caseapp.i18n import _


def print_document(
    viewer: Viewer,
    client_id: UUID,
    document: Document,
    *,
    via: str,
    report_id: UUID | None,
    has_initials: bool = False,
    patience: float | None = None,
) -> bytes:
    """The document as PDF, with its entry in the trail. It is drawn before the database is locked, so that
    nobody waits for it. With `patience`, `DrawingSlow` where it is not there after so many seconds."""
    ensure(viewer, Capability.WRITE_REPORTS)
    pdf = draw_for_person(document, patience)
    record_alone(
        Act.PRINTED,
        viewer,
        clients=[client_id],
        via=via,
        language=document.language,
        report=report_id.hex if report_id else None,
        names="initials" if has_initials else None,
    )
    return pdf


def draw_for_person(document: Document, patience: float | None = None) -> bytes:
    """The document as PDF for somebody who waits; `Crowded` or `RuleBroken` with a sentence where there is none."""
    try:
        return draw_bounded(document, patience=patience)
    except DrawingSlow:
        raise
    except DrawingCrowded as failure:
        sentence = _("Many reports are being produced at this moment. Nothing is lost; try again in a few seconds.")
        raise Crowded(RETRY_SECONDS, sentence) from failure
    except DrawingFailed as failure:
        raise RuleBroken(_("The report could not be produced. Nothing is lost; try again in a minute.")) from failure
