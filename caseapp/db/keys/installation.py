"""What the database knows of the installation's keys: which belong to it, which one seals now, and, for other hosts,
the sealing keys, wrapped by a key that every key file of the installation holds."""

import hashlib
import hmac
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db.base import SEALED, Base, db
from caseapp.db.keys.places import KeyPlace
from caseapp.db.keys.ring import KeyRing
from caseapp.db.transactions import is_writing, writing
from caseapp.errors import KeyMissing, SettingWrong

PLACE = "key_place"
KEY_CHECK = b"installation"
SEAL_CHECK = b"seals now"
WRAPPING = b"caseapp sealing keys for other hosts"
KEY_ID, NONCE, KEY = 4, 12, 32


class Installation(Base):
    """One row that shows which key file belongs to this database."""

    __tablename__ = "installation"

    key_check: Mapped[bytes] = mapped_column(sa.LargeBinary)
    seal_check: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    wrapped_seals: Mapped[bytes | None] = mapped_column(sa.LargeBinary)


class KnownSeals(NamedTuple):
    """What the database says of the sealing keys."""

    seal_check: bytes | None
    wrapped: bytes | None


def key_check(ring: KeyRing) -> bytes:
    """What the database stores to recognise its keys."""
    return hmac.digest(ring.index, KEY_CHECK, hashlib.sha256)


def is_key_right(ring: KeyRing) -> bool:
    """Whether these keys belong to this database (an empty database accepts any)."""
    with db.engine.connect() as connection:
        if not sa.inspect(connection).has_table(Installation.__tablename__):
            return True
        kept = connection.execute(sa.select(Installation.key_check)).scalar()
        return kept is None or hmac.compare_digest(kept, key_check(ring))


def check_keys(app: Flask, ring: KeyRing) -> None:
    """`SettingWrong` where the key file does not belong to the database, or is older than what is sealed in it. No
    record is changed."""
    place: KeyPlace = app.extensions[PLACE]
    foreign = f"{place} does not belong to this database. Nothing was changed."
    if not app.config["DATABASE_URL"] and not (Path(app.config["DATA"]) / "caseapp.db").exists():
        return
    with app.app_context():
        try:
            if not is_key_right(ring):
                raise SettingWrong(foreign)
            if _knows_seals():
                hold_current_seal(ring)
        except KeyMissing:
            raise SettingWrong(older_keys(place)) from None
        except sa.exc.OperationalError:
            return
        except sa.exc.DatabaseError:
            raise SettingWrong(foreign) from None
        finally:
            db.engine.dispose()


def key_place() -> KeyPlace:
    """Where the current application's keys are kept."""
    place: KeyPlace = current_app.extensions[PLACE]
    return place


def older_keys(place: KeyPlace) -> str:
    """The sentence about keys from before a rotation."""
    return (
        f"{place} is older than the records: it lacks the key with which they are sealed now. Put the "
        "newest keys there, or restore them from a sealed copy made after the last rotation (caseapp keys unseal). "
        "Nothing was changed."
    )


def remember_keys(ring: KeyRing) -> None:
    """Store in a new, upgraded or restored database which keys belong to it and which one seals."""
    with writing():
        row = db.session.scalar(sa.select(Installation))
        if row is None:
            db.session.add(Installation(key_check=key_check(ring), seal_check=_newest_check(ring)))
        elif row.seal_check != _newest_check(ring):
            if row.seal_check is None and opens_too_little(ring):
                raise SettingWrong(older_keys(key_place()))
            row.seal_check = _newest_check(ring)
            row.wrapped_seals = _wrapped(ring) if row.wrapped_seals else None


def announce_seal(ring: KeyRing, *, is_sent: bool) -> None:
    """Store that the ring's newest key seals from now on; where it `is_sent`, other hosts find the keys there too."""
    values = {"seal_check": _newest_check(ring), "wrapped_seals": _wrapped(ring) if is_sent else None}
    with writing():
        db.session.execute(sa.update(Installation).values(**values))


def is_announced(ring: KeyRing) -> bool:
    """Whether the ring's newest key is the one that seals now."""
    return _known().seal_check == _newest_check(ring)


def is_current(ring: KeyRing) -> bool:
    """Whether the ring holds the key that seals now."""
    return _holds(ring, _known().seal_check)


def hold_current_seal(ring: KeyRing) -> None:
    """Let the ring seal with the key that seals now: it has it, or it is kept in its place by now, or another host has
    sent it. `KeyMissing` where it is nowhere."""
    known = _known()
    if known.seal_check is None or known.seal_check == _newest_check(ring):
        return
    if not _holds(ring, known.seal_check):
        learn_seals(ring, known)
    if not _holds(ring, known.seal_check):
        raise KeyMissing(key_place().fault)
    current = known.seal_check[:KEY_ID]
    older = {key_id: key for key_id, key in ring.seals.items() if key_id != current}
    ring.seals = older | {current: ring.seals[current]}


def learn_seals(ring: KeyRing, known: KnownSeals | None = None) -> None:
    """Add the sealing keys that came into their place or the database since the ring was loaded."""
    place = key_place()
    ring.seals = ring.seals | place.newer_seals()
    sent = _unwrapped(ring, (known or _known()).wrapped)
    if sent.keys() <= ring.seals.keys():
        return
    ring.seals = ring.seals | sent
    place.keep_from_host(sent)


def sealed_columns() -> Iterator[tuple[sa.Table, sa.Column[bytes]]]:
    """Every column that holds sealed bytes."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.info.get(SEALED):
                yield table, column


def sealing_key_id(column: sa.Column[bytes]) -> sa.ColumnElement[bytes]:
    """The id of the key with which the bytes of that column are sealed."""
    first = sa.func.substr if db.engine.dialect.name == "sqlite" else sa.func.substring
    return first(column, 1, KEY_ID)


def opens_too_little(ring: KeyRing) -> bool:
    """Whether the records are sealed with a key that the ring does not hold. A single field with an unknown key is a
    damaged one."""
    number: Counter[bytes] = Counter()
    with _reading_beside() as connection:
        for _table, column in sealed_columns():
            key_id = sealing_key_id(column)
            counted = sa.select(key_id, sa.func.count()).where(column.is_not(None)).group_by(key_id)
            for found, fields in connection.execute(counted):
                number[bytes(found)] += fields
    unknown = [fields for key_id, fields in number.items() if key_id not in ring.seals]
    return max(unknown, default=0) > 1 or bool(unknown and len(unknown) == len(number))


def _knows_seals() -> bool:
    """Whether the schema is new enough to know the sealing keys."""
    with db.engine.connect() as connection:
        inspected = sa.inspect(connection)
        return inspected.has_table(Installation.__tablename__) and any(
            column["name"] == "seal_check" for column in inspected.get_columns(Installation.__tablename__)
        )


def _known() -> KnownSeals:
    with _reading_beside() as connection:
        found = connection.execute(sa.select(Installation.seal_check, Installation.wrapped_seals)).first()
    return KnownSeals(*found) if found else KnownSeals(None, None)


@contextmanager
def _reading_beside() -> Iterator[sa.Connection]:
    """A connection that only reads, whatever the session is in the middle of."""
    token = is_writing.set(False)
    try:
        with db.engine.connect() as connection:
            yield connection
    finally:
        is_writing.reset(token)


def _newest_check(ring: KeyRing) -> bytes:
    return _check_of(*ring.current_seal)


def _check_of(key_id: bytes, key: bytes) -> bytes:
    """The id of a sealing key, and a proof of which key that is."""
    return key_id + hmac.digest(key, SEAL_CHECK, hashlib.sha256)


def _holds(ring: KeyRing, seal_check: bytes | None) -> bool:
    if seal_check is None:
        return True
    key = ring.seals.get(seal_check[:KEY_ID])
    return key is not None and hmac.compare_digest(seal_check, _check_of(seal_check[:KEY_ID], key))


def _wrapped(ring: KeyRing) -> bytes:
    """All sealing keys, under a key that is derived from what every key file of the installation holds."""
    nonce = os.urandom(NONCE)
    return nonce + _wrapping(ring).encrypt(nonce, b"".join(map(b"".join, ring.seals.items())), WRAPPING)


def _unwrapped(ring: KeyRing, wrapped: bytes | None) -> dict[bytes, bytes]:
    if wrapped is None:
        return {}
    try:
        keys = _wrapping(ring).decrypt(wrapped[:NONCE], wrapped[NONCE:], WRAPPING)
    except InvalidTag:
        return {}
    pieces = [keys[at : at + KEY_ID + KEY] for at in range(0, len(keys), KEY_ID + KEY)]
    return {piece[:KEY_ID]: piece[KEY_ID:] for piece in pieces}


def _wrapping(ring: KeyRing) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), KEY, salt=None, info=WRAPPING).derive(ring.index))
