"""Sealed text: AES-256-GCM, bound to table, column and row, on both engines."""

import hashlib
import os
from typing import Any, NamedTuple, overload
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app, g
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db.base import SEALED
from caseapp.db.keys.installation import is_current, key_place, learn_keys
from caseapp.db.keys.ring import KeyRing
from caseapp.errors import KeyMissing, Unreadable

NONCE = 12
UNREADABLE = "unreadable"


class SealBroken(Exception):
    """The bytes were changed, moved to another row, or sealed with a key that nobody knows."""


class FileDamaged(SealBroken):
    """Sealed bytes such as those of a file, which nothing can stand in for; named by their number."""


def sealed_column() -> Mapped[bytes | None]:
    """The column under a `Sealed` attribute: opaque bytes."""
    return mapped_column(sa.LargeBinary, nullable=True, info={SEALED: True})


def key_ring() -> KeyRing:
    """The keys of the current application."""
    ring: KeyRing = current_app.extensions["keys"]
    return ring


def seal_bytes(ring: KeyRing, place: bytes, content: bytes) -> bytes:
    """Key id (4 bytes), nonce (12), ciphertext with tag. `place` is authenticated, not stored."""
    key_id, key = ring.current_seal
    nonce = os.urandom(NONCE)
    return key_id + nonce + AESGCM(key).encrypt(nonce, content, place)


def seal(ring: KeyRing, place: bytes, text: str) -> bytes:
    """The text, sealed for its place."""
    return seal_bytes(ring, place, text.encode())


def unseal(ring: KeyRing, place: bytes, blob: bytes) -> str:
    """The text again; `SealBroken` where the bytes, the place or the key are not the ones it was sealed with."""
    return unseal_bytes(ring, place, blob).decode()


def unseal_bytes(ring: KeyRing, place: bytes, blob: bytes) -> bytes:
    """What was sealed, or `SealBroken`."""
    key = ring.seals.get(bytes(blob[:4])) or _newer_key(ring, bytes(blob[:4]))
    try:
        return AESGCM(key).decrypt(bytes(blob[4 : 4 + NONCE]), bytes(blob[4 + NONCE :]), place)
    except (InvalidTag, ValueError):  # changed, or cut
        raise SealBroken("sealed bytes do not belong to this row") from None


def _newer_key(ring: KeyRing, key_id: bytes) -> bytes:
    """The key that a rotation, here or on another host, has brought since this process read its keys."""
    learn_keys(ring)
    if key_id in ring.seals:
        return ring.seals[key_id]
    if is_current(ring):
        raise SealBroken("sealed with an unknown key")
    raise KeyMissing(key_place().fault)


def place_of(table: str, column: str, row_id: UUID) -> bytes:
    """What binds sealed bytes to their row."""
    return f"{table}:{column}:{row_id.hex}".encode()


class SealedPlace(NamedTuple):
    """Where something sealed stands."""

    table: str
    column: str
    row_id: UUID

    @property
    def number(self) -> str:
        """Short enough to read out, and the same each time."""
        return hashlib.sha256(place_of(*self)).hexdigest()[:8]


class Sealed:
    """Text that is sealed as it is set and opened as it is read.

    Core queries fetch the bytes and open them afterwards: `Activity.note.open(row.id, row.note_sealed)`.
    """

    def __init__(self, column: str, table: str = "") -> None:
        self.column, self.table = column, table

    def __set_name__(self, owner: type, name: str) -> None:
        self.table = getattr(owner, "__tablename__", "")

    @overload
    def __get__(self, row: None, owner: type) -> "Sealed": ...
    @overload
    def __get__(self, row: Any, owner: type) -> str: ...
    def __get__(self, row: Any, owner: type) -> "Sealed | str":
        sealed = self._of(owner)
        return sealed if row is None else sealed.open(row.id, getattr(row, self.column))

    def __set__(self, row: Any, text: str | None) -> None:
        sealed = self._of(type(row))
        kept = sealed.open(row.id, getattr(row, self.column))
        if kept == (text or "") or (isinstance(kept, Unreadable) and kept.is_left_by(text)):
            return
        setattr(row, self.column, sealed.seal(row.id, text))

    def _of(self, owner: Any) -> "Sealed":
        """A mixin has no table of its own: its text is bound to the table of the class that uses it."""
        return self if self.table else Sealed(self.column, owner.__tablename__)

    def seal(self, row_id: UUID, text: str | None) -> bytes | None:
        """The bytes to store for `text` in that row; nothing for no text."""
        return seal(key_ring(), place_of(self.table, self.column, row_id), text) if text else None

    def open(self, row_id: UUID, blob: bytes | None) -> str:
        """The text in those bytes of that row, or a sentence in its place where they are damaged; empty for none."""
        if not blob:
            return ""
        try:
            return unseal(key_ring(), place_of(self.table, self.column, row_id), blob)
        except SealBroken:
            return self._in_place_of(row_id)

    def _in_place_of(self, row_id: UUID) -> Unreadable:
        """What is shown instead; it is noted, so that the administrator sees it."""
        place = SealedPlace(self.table, self.column, row_id)
        g.setdefault(UNREADABLE, set()).add(place)
        shown = Unreadable(current_app.extensions[UNREADABLE](place.number))
        shown.number = place.number
        return shown


class SealedBytes:
    """Bytes, such as those of a file, that are sealed as they are set and opened as they are read."""

    def __init__(self, column: str) -> None:
        self.column = column

    @overload
    def __get__(self, row: None, owner: type) -> "SealedBytes": ...
    @overload
    def __get__(self, row: Any, owner: type) -> bytes: ...
    def __get__(self, row: Any, owner: type) -> "SealedBytes | bytes":
        if row is None:
            return self
        blob = getattr(row, self.column)
        try:
            return unseal_bytes(key_ring(), self._place(row), blob) if blob else b""
        except SealBroken:
            place = SealedPlace(row.__tablename__, self.column, row.id)
            g.setdefault(UNREADABLE, set()).add(place)
            raise FileDamaged(place.number) from None

    def __set__(self, row: Any, content: bytes) -> None:
        setattr(row, self.column, seal_bytes(key_ring(), self._place(row), content))

    def _place(self, row: Any) -> bytes:
        return place_of(row.__tablename__, self.column, row.id)
