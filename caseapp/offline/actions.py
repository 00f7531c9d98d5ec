"""What somebody had not sent when the account was closed."""

import json
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseapp.accounts.models import User
from caseapp.db import transaction
from caseapp.drafts.actions import leave_draft
from caseapp.drafts.queries import client_of
from caseapp.drafts.rules import TITLE_MAX, DraftText, FormPlace, Save
from caseapp.i18n import _
from caseapp.offline.queries import device_key, readers_of
from caseapp.offline.rules import LeftItem, ids_in, is_of_group, left_place


def hand_on(owner: User, device: str, item: LeftItem) -> bool:
    """Keep what a disabled person had not sent, as an unfinished note of whoever is in charge; a second time changes
    nothing. False where it cannot be opened, is about nobody of theirs, or nobody is in charge: it stays there."""
    try:
        content = json.loads(AESGCM(device_key(owner, device)).decrypt(item.iv, item.text, item.bound_to(owner.id)))
        place, fields = left_place(content), [(str(name), str(value)) for name, value in content["fields"]]
    except (ValueError, LookupError, TypeError, InvalidTag):
        return False
    return _leave(owner, item.id, place, fields)


@transaction
def _leave(owner: User, item_id: UUID, place: str, fields: list[tuple[str, str]]) -> bool:
    client_id = client_of(owner, ids_in(place))
    if client_id is None and not is_of_group(place):
        return False
    told = _("Written by %(name)s and not sent", name=owner.name)
    pairs = [(name, f"{told}:\n{value}" if name == "note" and value else value) for name, value in fields]
    content = json.dumps(pairs, ensure_ascii=False)
    text = DraftText(FormPlace(place), Save(item_id, 1), None, told[:TITLE_MAX], content)
    readers = readers_of(owner, client_id)
    for reader_id in readers:
        leave_draft(owner, reader_id, text, client_id)
    return bool(readers)
