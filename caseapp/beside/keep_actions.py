"""Printing the page to keep."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record_alone
from caseapp.beside.keep_blocks import KeepSize, Kept, keep_document
from caseapp.clients.queries import ensure_visible
from caseapp.errors import RuleBroken
from caseapp.i18n import _l
from caseapp.reports.paper.actions import draw_for_person

ONE_PAGE = b"/Count 1"


def print_kept(viewer: Viewer, client_id: UUID, kept: Kept) -> bytes:
    """The page as PDF, as large as fits on one sheet, with its entry in the trail. In the current language.

    Whoever reads large print gets it in large type, on a second sheet if need be.
    """
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if kept.is_empty:
        raise RuleBroken(_l("There is nothing on this page yet. A small win or a map makes a beginning."))
    documents = [keep_document(kept, size) for size in KeepSize]
    pdf = draw_for_person(documents[0])
    for document in documents[1:]:
        if kept.reads_large or ONE_PAGE in pdf:
            break
        pdf = draw_for_person(document)
    record_alone(Act.PRINTED, viewer, clients=[client_id], via="web", language=documents[0].language, page="keep")
    return pdf
