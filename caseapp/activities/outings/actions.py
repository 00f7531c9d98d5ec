"""Recording an outing of several people."""

from collections.abc import Sequence
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.activities.actions import record_activity
from caseapp.activities.outings.queries import names_of
from caseapp.activities.outings.rules import check_no_names, check_people
from caseapp.activities.rules import ActivityDraft
from caseapp.db import IdempotencyKey, is_repeated, transaction
from caseapp.errors import NotVisible


@transaction
def record_outing(
    viewer: Viewer, client_ids: Sequence[UUID], draft: ActivityDraft, key: IdempotencyKey, is_second: bool = False
) -> int:
    """Record the same note for each of these clients, in a record of their own; how many there are."""
    ensure(viewer, Capability.RECORD_WORK)
    if is_repeated(key, viewer.id):
        return len(client_ids)
    check_people(len(client_ids))
    names = names_of(viewer, client_ids)
    if len(names) != len(set(client_ids)):
        raise NotVisible
    check_no_names({"note": draft.note, "place_words": draft.place_words}, names)
    for client_id in names:
        record_activity(viewer, client_id, draft, IdempotencyKey(uuid7(), key.body), is_second)
    return len(names)
