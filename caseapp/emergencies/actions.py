"""Opening a file in an emergency, closing it, and reviewing it afterwards."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.throttling import AttemptCount, reserve
from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, is_repeated, transaction
from caseapp.emergencies.models import EmergencyAccess
from caseapp.emergencies.queries import clients_named, find_access_to_review, find_own_access, is_own
from caseapp.emergencies.rules import TRIES, EmergencyDraft, check_names, check_reason
from caseapp.errors import RuleBroken
from caseapp.i18n import _


def open_in_emergency(viewer: Viewer, draft: EmergencyDraft, key: IdempotencyKey) -> EmergencyAccess:
    """Let the viewer read one client's file for an hour; `RuleBroken` unless the names are exactly one client's,
    `TooMany` for whoever tries name after name."""
    ensure(viewer, Capability.OPEN_IN_EMERGENCY)
    check_reason(draft.reason)
    words = check_names(draft.names)
    reserve([AttemptCount(TRIES, viewer.id.hex)])
    return _open(viewer, draft, words, key)


@transaction
def _open(viewer: Viewer, draft: EmergencyDraft, words: list[str], key: IdempotencyKey) -> EmergencyAccess:
    if is_repeated(key, viewer.id):
        return find_own_access(viewer, key.id)
    found = clients_named(viewer, words, draft.birth_on)
    if len(found) != 1:
        raise RuleBroken(
            _("These details do not lead to one client. Check how the name is written, or add the date of birth."),
            "names",
        )
    client_id = found[0]
    if is_own(viewer, client_id):
        raise RuleBroken(_("This is one of your own clients: open the file under People."), "names")
    access = EmergencyAccess(id=key.id, client_id=client_id, person_id=viewer.id, opened_at=now())
    access.reason = draft.reason
    db.session.add(access)
    db.session.flush()
    record(Act.EMERGENCY_OPENED, viewer, about=access, clients=[client_id])
    return access


@transaction
def close_access(viewer: Viewer, access_id: UUID) -> None:
    """End it before the hour is over; a second tap changes nothing."""
    ensure(viewer, Capability.OPEN_IN_EMERGENCY)
    access = find_own_access(viewer, access_id)
    if access.is_open:
        access.closed_at = now()
        record(Act.EMERGENCY_CLOSED, viewer, about=access, clients=[access.client_id])


@transaction
def review_access(viewer: Viewer, access_id: UUID, words: str) -> None:
    """Keep what whoever is in charge says of it; `RuleBroken` for whoever opened the file. The first word stays."""
    ensure(viewer, Capability.SUPERVISE)
    access = find_access_to_review(viewer, access_id)
    if access.person_id == viewer.id:
        raise RuleBroken(_("You opened this file yourself. Somebody else who is in charge reviews it."))
    if access.reviewed_at is None:
        access.reviewed_at, access.reviewed_by_id, access.review = now(), viewer.id, words
        record(Act.EMERGENCY_REVIEWED, viewer, about=access, clients=[access.client_id])
