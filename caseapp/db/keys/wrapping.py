"""Keys on their way to other hosts: under a key that is derived from what every key file of the installation holds."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caseapp.db.keys.ring import HEADER, KEY_BYTES, KeyRing, from_text, to_text

WRAPPING = b"caseapp sealing keys for other hosts"
KEY_ID, NONCE = 4, 12


def wrapped(ring: KeyRing) -> bytes:
    """All keys of the ring, wrapped."""
    nonce = os.urandom(NONCE)
    return nonce + _wrapping(ring).encrypt(nonce, to_text(ring).encode(), WRAPPING)


def unwrapped(ring: KeyRing, sent: bytes | None) -> KeyRing | None:
    """The keys that were sent to this installation; nothing where none were."""
    if sent is None:
        return None
    try:
        keys = _wrapping(ring).decrypt(sent[:NONCE], sent[NONCE:], WRAPPING)
    except InvalidTag:
        return None
    if keys.startswith(HEADER.encode()):
        return from_text(keys.decode())
    pieces = [keys[at : at + KEY_ID + KEY_BYTES] for at in range(0, len(keys), KEY_ID + KEY_BYTES)]  # of 0.1
    return KeyRing(ring.database, ring.index, ring.trail, {piece[:KEY_ID]: piece[KEY_ID:] for piece in pieces})


def _wrapping(ring: KeyRing) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=WRAPPING).derive(ring.index))
