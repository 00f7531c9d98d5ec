"""What stands beside the mentors among whom somebody chooses."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import current_app

from caseapp.access import Viewer
from caseapp.audit import record_reading
from caseapp.clients.assignments.queries import MentorChoice


def in_common(viewer: Viewer, client_id: UUID, mentors: Sequence[MentorChoice]) -> Sequence[Any]:
    """What mentors share with the client. The page's one entry in the trail says whether the client's cards were read
    for it."""
    found: Sequence[Any] | None = current_app.extensions["in_common"](viewer, client_id, mentors)
    read: dict[str, Any] = {} if found is None else {"cards_in_common": True}
    record_reading(viewer, "assignments", [client_id], **read)
    return found or ()
