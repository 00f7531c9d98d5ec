"""What the next page says on top, carried by the browser: sealed, for this session alone.

Kept in the session's row, each saved form would write to the database once more after it is done, and the page that
says so once again.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import Any
from uuid import UUID

from flask.json.tag import TaggedJSONSerializer

from caseapp.db.sealing import SealBroken, key_ring, place_of, seal, unseal
from caseapp.errors import KeyMissing

contents_format = TaggedJSONSerializer()
MESSAGES = "_flashes"
"""Where Flask keeps them in a session."""
LONGEST = 3500
"""A browser keeps cookies of at most 4,096 bytes."""


def sealed(messages: list[Any], sign_in_id: UUID) -> str | None:
    """The messages for the cookie; nothing where they do not fit into one."""
    written = urlsafe_b64encode(seal(key_ring(), _place(sign_in_id), contents_format.dumps(messages)))
    return written.decode() if len(written) <= LONGEST else None


def opened(cookie: str, sign_in_id: UUID) -> list[Any]:
    """The messages in the cookie; none where it belongs to another session, or was not made here."""
    if not 0 < len(cookie) <= LONGEST:
        return []
    try:
        kept: list[Any] = contents_format.loads(unseal(key_ring(), _place(sign_in_id), urlsafe_b64decode(cookie)))
    except (SealBroken, KeyMissing, Error, ValueError):
        return []
    return kept


def _place(sign_in_id: UUID) -> bytes:
    return place_of("sign_ins", "messages", sign_in_id)
