"""What the letter that answers a request says."""

from uuid import UUID

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clock import local
from caseapp.errors import NotVisible
from caseapp.organisation.queries import organisation_settings
from caseapp.privacy.requests.answer_blocks import AnswerLetter
from caseapp.privacy.requests.queries import find_request, row_of
from caseapp.privacy.requests.rules import AskedBy


def answer_to(viewer: Viewer, client: Client, request_id: UUID) -> AnswerLetter:
    """The answer to a request; `NotVisible` while nothing is decided."""
    request, row = find_request(viewer, request_id), row_of(viewer, request_id)
    if row.decision is None or row.decided_at is None:
        raise NotVisible
    own = organisation_settings().details
    is_represented = row.asked_by is AskedBy.REPRESENTATIVE
    return AnswerLetter(
        addressee=request.representative if is_represented else client.name,
        about=client.name if is_represented else "",
        kind=row.kind,
        received_on=row.received_on,
        decision=row.decision,
        decided_on=local(row.decided_at).date(),
        reasons=request.reasons,
        decided_by=row.decided_by or "",
        organisation=own.name,
        contact=" • ".join(words for words in (own.address, own.privacy_contact or own.phone) if words),
    )
