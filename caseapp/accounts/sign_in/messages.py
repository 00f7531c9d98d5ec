"""What the next page says on top, carried by the browser: sealed, for this session alone.

Kept in the session's row, each saved form would write to the database once more after it is done, and the page that
says so once again.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import Any
from uuid import UUID

from flask.json.tag import TaggedJSONSerializer

from caseapp.db.keys.wrapping import KEY_ID
from caseapp.db.sealing import SealBroken, key_ring, place_of, seal, unseal
from caseapp.errors import KeyMissing

contents_format = TaggedJSONSerializer()
MESSAGES = "_flashes"
"""Where Flask keeps them in a session."""
LONGEST = 2400
"""A proxy takes heads of at most 4,096 bytes where nothing else is set, all headers together."""


def sealed(messages: list[Any], sign_in_id: UUID, holder: UUID | None) -> str | None:
    """The messages for the cookie; nothing where they do not fit into one. `holder` is the client who holds the
    screen."""
    written = urlsafe_b64encode(seal(key_ring(), _place(sign_in_id, holder), contents_format.dumps(messages)))
    return written.decode() if len(written) <= LONGEST else None


def opened(cookie: str, sign_in_id: UUID, holder: UUID | None) -> list[Any]:
    """The messages in the cookie; none where it belongs to another session, was not made here, or tells of others than
    the client who holds the screen."""
    if not 0 < len(cookie) <= LONGEST:
        return []
    try:
        blob = urlsafe_b64decode(cookie)
        if blob[:KEY_ID] not in key_ring().seals:
            return []  # a message is not worth a look for newer keys
        kept: list[Any] = contents_format.loads(unseal(key_ring(), _place(sign_in_id, holder), blob))
    except (SealBroken, KeyMissing, Error, ValueError):
        return []
    return kept


def _place(sign_in_id: UUID, holder: UUID | None) -> bytes:
    return place_of("sign_ins", f"messages {holder.hex if holder else ''}", sign_in_id)
