"""Printing the page to keep."""

import re
from dataclasses import replace
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record_alone
from caseapp.beside.keep_blocks import SIZES, KeepSize, Kept, keep_document
from caseapp.clients.queries import ensure_visible
from caseapp.errors import RuleBroken
from caseapp.i18n import _l, language
from caseapp.reports.paper.actions import draw_for_person

_PAGE = re.compile(rb"/Type /Page\b")


def print_kept(viewer: Viewer, client_id: UUID, kept: Kept) -> bytes:
    """The page as PDF, on one sheet in large type where that is possible, with its entry in the trail. In the current
    language."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if kept.is_empty:
        raise RuleBroken(_l("There is nothing on this page yet. A small win or a map makes a beginning."))
    pdf = on_few_sheets(kept)
    record_alone(Act.PRINTED, viewer, clients=[client_id], via="web", language=language(), page="keep")
    return pdf


def on_few_sheets(kept: Kept) -> bytes:
    """The page with as many lines as one sheet holds. Where the names shortened on the maps have no room there,
    they follow on a second one; and where not even the fewest lines have, it takes as few sheets as it can."""
    size = _size_for_one(kept) or _size_for_one(replace(kept, names=()))
    if size:
        return _drawn(kept, size)
    return min((_drawn(kept, size) for size in SIZES), key=_sheets)


def _size_for_one(kept: Kept) -> KeepSize | None:
    """The first size in which all is on one sheet. Where the last one is too large, no other is tried."""
    first, *others, last = SIZES
    if _sheets(_drawn(kept, first)) == 1:
        return first
    if _sheets(_drawn(kept, last)) > 1:
        return None
    return next((size for size in others if _sheets(_drawn(kept, size)) == 1), last)


def _drawn(kept: Kept, size: KeepSize) -> bytes:
    return draw_for_person(keep_document(kept, size))


def _sheets(pdf: bytes) -> int:
    return len(_PAGE.findall(pdf))
