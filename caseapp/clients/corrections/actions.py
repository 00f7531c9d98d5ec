"""Striking out what was recorded about a client in error."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.corrections.rules import REASON_MAX
from caseapp.clients.queries import ensure_visible, is_own_or_in_charge
from caseapp.clients.rules import check_error_reason
from caseapp.clock import now
from caseapp.db import transaction
from caseapp.errors import NotAllowed


class Struck(Protocol):
    """A record about a client that can be struck out."""

    id: UUID
    client_id: UUID

    @property
    def is_in_error(self) -> bool: ...
    def mark_in_error(self, reason: str, at: datetime) -> None: ...


@transaction
def strike_out(viewer: Viewer, entry: Struck, by_id: UUID | None, reason: str) -> bool:
    """Strike a record out, with the reason; whether it was not struck out before. Its writer and whoever is in charge
    may do this."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, entry.client_id)
    if not is_own_or_in_charge(viewer, by_id, entry.client_id):
        raise NotAllowed(Capability.OPEN_FILES)
    if entry.is_in_error:
        return False
    check_error_reason(reason, REASON_MAX)
    entry.mark_in_error(reason, now())
    record(Act.ENTERED_IN_ERROR, viewer, about=entry, clients=[entry.client_id])
    return True
