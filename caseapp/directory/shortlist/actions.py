"""Acts on a client's list: put on, take off, print."""

from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record, record_alone
from caseapp.clients.queries import about_visible_clients, ensure_visible
from caseapp.clock import now
from caseapp.db import db, transaction
from caseapp.directory.queries import find_source
from caseapp.directory.shortlist.models import ShortlistEntry
from caseapp.directory.shortlist.queries import ids_on_list
from caseapp.directory.shortlist.rules import check_room
from caseapp.documents.blocks import Document
from caseapp.documents.server.client import RETRY_SECONDS, DrawingCrowded, DrawingFailed, draw_bounded
from caseapp.errors import Crowded, RuleBroken
from caseapp.i18n import _


@transaction
def put_on_list(viewer: Viewer, client_id: UUID, source_id: UUID, *, is_on: bool) -> None:
    """Put an entry on the client's list, or take it off. A second tap changes nothing."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    find_source(viewer, source_id)
    on_list = ids_on_list(viewer, client_id)
    if (source_id in on_list) is is_on:
        return
    if is_on:
        check_room(len(on_list))
    mine = about_visible_clients(viewer, ShortlistEntry).where(
        ShortlistEntry.client_id == client_id, ShortlistEntry.source_id == source_id
    )
    row = db.session.scalar(mine)
    if row is None:
        row = ShortlistEntry(id=uuid7(), client_id=client_id, source_id=source_id)
        db.session.add(row)
    if is_on:
        row.added_at, row.added_by_id, row.removed_at = now(), viewer.id, None
    else:
        row.removed_at = now()
    db.session.flush()
    record(Act.SHORTLIST_CHANGED, viewer, about=row, clients=[client_id], on_list=str(is_on))


def print_list(viewer: Viewer, client_id: UUID, document: Document) -> bytes:
    """The list as PDF, with its entry in the trail; `Crowded` or `RuleBroken` where it cannot be drawn now."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    try:
        pdf = draw_bounded(document)
    except DrawingCrowded as failure:
        sentence = _("Many pages are being printed at this moment. Nothing is lost; try again in a few seconds.")
        raise Crowded(RETRY_SECONDS, sentence) from failure
    except DrawingFailed as failure:
        raise RuleBroken(_("The page could not be made. Nothing is lost; try again in a minute.")) from failure
    record_alone(Act.PRINTED, viewer, clients=[client_id], via="web", language=document.language, page="shortlist")
    return pdf
