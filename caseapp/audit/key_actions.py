"""Changing the key that writes the trail: from one entry on, which the key from before signs too."""

import json
from collections.abc import Callable
from uuid import UUID

from caseapp.audit.attested_queries import ended_digest, ended_now
from caseapp.audit.models import Entry
from caseapp.audit.trail import heads, own_chain, take_key
from caseapp.db import transaction, wait_for_writers
from caseapp.db.keys.installation import announce_trail, expect_trail_key, hold_current_keys
from caseapp.db.keys.ring import KeyRing


def change_trail_key(ring: KeyRing, save: Callable[[], None], *, is_sent: bool) -> None:
    """Write the trail with a new key.

    `save` keeps the key in its place before anything depends on it. The keys from before stay: older entries need them.
    Each other writer goes on with the new key at its next entry.
    """
    hold_current_keys(ring)
    key = ring.next_trail()
    save()
    _change(ring, key, is_sent=is_sent)
    ring.trail = key


@transaction
def _change(ring: KeyRing, key: bytes, *, is_sent: bool) -> None:
    """Nobody writes an entry meanwhile, so what is attested here is all that the key from before has written; nor does
    anybody else change the key. That is looked at before a chain is opened here, because a chain goes on with whichever
    key writes now, and the new one would stand before that one in the order of the keys."""
    wait_for_writers(Entry)
    expect_trail_key(ring)
    chain = own_chain()
    announce_trail(ring, key, is_sent=is_sent)
    tails = heads()
    ended = ended_digest(ended_now({UUID(each) for each in tails}))
    take_key(chain, key, tails=json.dumps(tails), ended=ended)
