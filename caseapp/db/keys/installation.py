"""What the database knows of the installation's keys: which belong to it, which one seals now, which one writes the
trail, and, for other hosts, all of them, wrapped by a key that every key file of the installation holds."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db.base import SEALED, Base, db
from caseapp.db.keys.places import KeyPlace
from caseapp.db.keys.ring import KeyRing
from caseapp.db.keys.wrapping import KEY_ID, unwrapped, wrapped
from caseapp.db.transactions import is_writing, writing
from caseapp.errors import KeyMissing, RuleBroken, SettingWrong

PLACE = "key_place"
KEY_CHECK = b"installation"
SEAL_CHECK = b"seals now"
TRAIL_CHECK = b"writes the trail now"


class Installation(Base):
    """One row that shows which key file belongs to this database."""

    __tablename__ = "installation"

    key_check: Mapped[bytes] = mapped_column(sa.LargeBinary)
    seal_check: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    wrapped_seals: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    trail_check: Mapped[bytes | None] = mapped_column(sa.LargeBinary)


class KnownKeys(NamedTuple):
    """What the database says of the keys that are in use, and of those that were sent to other hosts."""

    seal_check: bytes | None = None
    wrapped_seals: bytes | None = None
    trail_check: bytes | None = None


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
    foreign = f"{place} does not belong to this database, or is from before its key was changed. Nothing was changed."
    if not app.config["DATABASE_URL"] and not (Path(app.config["DATA"]) / "caseapp.db").exists():
        return
    with app.app_context():
        try:
            if not is_key_right(ring):
                raise SettingWrong(foreign)
            if known := _columns_here() & set(KnownKeys._fields):
                hold_current_keys(ring, known)
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
        f"{place} is older than the records: it lacks a key that is in use now. Put the "
        "newest keys there, or restore them from a sealed copy made after the last rotation (caseapp keys unseal). "
        "Nothing was changed."
    )


def remember_keys(ring: KeyRing) -> None:
    """Store in a new, upgraded or restored database which keys belong to it, which one seals and which one writes the
    trail. The entries of a database from before trail keys could change were written with the first one."""
    with writing():
        row = db.session.scalar(sa.select(Installation))
        if row is None:
            row = Installation(key_check=key_check(ring), trail_check=trail_check(ring.trail))
            row.seal_check = _newest_check(ring)
            db.session.add(row)
            return
        row.trail_check = row.trail_check or trail_check(ring.trails[0])
        if row.seal_check != _newest_check(ring):
            if row.seal_check is None and opens_too_little(ring):
                raise SettingWrong(older_keys(key_place()))
            row.seal_check = _newest_check(ring)
            row.wrapped_seals = wrapped(ring) if row.wrapped_seals else None


def announce_seal(ring: KeyRing, *, is_sent: bool) -> None:
    """Store that the ring's newest key seals from now on; where it `is_sent`, other hosts find the keys there too."""
    _announce(ring, is_sent=is_sent, seal_check=_newest_check(ring))


def expect_trail_key(ring: KeyRing) -> None:
    """`RuleBroken` where another host has given the trail another key than the one that the ring writes it with."""
    if db.session.scalar(sa.select(Installation.trail_check)) != trail_check(ring.trail):
        raise RuleBroken("Another change of the trail's key has begun since. Run this again.")


def announce_trail(ring: KeyRing, key: bytes, *, is_sent: bool) -> None:
    """Store that this key writes the trail from now on."""
    _announce(ring, is_sent=is_sent, trail_check=trail_check(key))


def send_keys(ring: KeyRing, *, is_sent: bool) -> None:
    """Let other hosts find the ring's keys in the database; where they are not sent, also no earlier ones."""
    _announce(ring, is_sent=is_sent)


def _announce(ring: KeyRing, *, is_sent: bool, **values: bytes) -> None:
    sent = wrapped(ring) if is_sent else None
    with writing():
        db.session.execute(sa.update(Installation).values(wrapped_seals=sent, **values))


def is_announced(ring: KeyRing) -> bool:
    """Whether the ring's newest key is the one that seals now."""
    return _known().seal_check == _newest_check(ring)


def is_current(ring: KeyRing) -> bool:
    """Whether the ring holds the key that seals now."""
    return _holds(ring, _known().seal_check)


def hold_current_keys(ring: KeyRing, columns: Collection[str] = KnownKeys._fields) -> None:
    """Let the ring seal and write the trail with the keys that do so now: it has them, or they are kept in their place
    by now, or another host has sent them. `KeyMissing` where one is nowhere."""
    known = _known(columns)
    if not _holds(ring, known.seal_check) or not _writes(ring, known.trail_check):
        learn_keys(ring, known)
    if not _holds(ring, known.seal_check) or not _writes(ring, known.trail_check):
        raise KeyMissing(key_place().fault)
    if known.trail_check:
        ring.trail = next(key for key in ring.trails if trail_check(key) == known.trail_check)
    if known.seal_check and known.seal_check != _newest_check(ring):
        current = known.seal_check[:KEY_ID]
        older = {key_id: key for key_id, key in ring.seals.items() if key_id != current}
        ring.seals = older | {current: ring.seals[current]}


def learn_keys(ring: KeyRing, known: KnownKeys | None = None) -> None:
    """Add the keys that came into their place or the database since the ring was loaded."""
    place = key_place()
    if newer := place.newer():
        ring.learn(newer)
    sent = unwrapped(ring, (known or _known()).wrapped_seals)
    if sent and ring.lacks(sent):
        ring.learn(sent)
        place.keep_from_host(sent)


def trail_check(key: bytes) -> bytes:
    """What the database stores to recognise the key that writes the trail."""
    return hmac.digest(key, TRAIL_CHECK, hashlib.sha256)


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


def _columns_here() -> set[str]:
    """What the schema knows of the keys: an earlier one knows less."""
    with db.engine.connect() as connection:
        inspected = sa.inspect(connection)
        if not inspected.has_table(Installation.__tablename__):
            return set()
        return {column["name"] for column in inspected.get_columns(Installation.__tablename__)}


def _known(columns: Collection[str] = KnownKeys._fields) -> KnownKeys:
    with _reading_beside() as connection:
        found = connection.execute(sa.select(*(Installation.__table__.c[name] for name in columns))).first()
    return KnownKeys(**found._mapping) if found else KnownKeys()


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


def _writes(ring: KeyRing, stored: bytes | None) -> bool:
    return stored is None or any(trail_check(key) == stored for key in ring.trails)
