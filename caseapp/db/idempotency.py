"""Idempotency keys: a form that is sent twice makes one record. Its id was given out by this installation."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clock import CLOCKS_DIFFER, now
from caseapp.db.base import Base, db, is_kept
from caseapp.errors import Conflict

GOOD_FOR = timedelta(days=30)
MARK_BITS, RANDOM_BITS, COUNT_BITS = 40, 8, 26
_counter = count()


class UsedKey(Base):
    """A key that was used, by whom, and a keyed hash of what was sent with it."""

    __tablename__ = "idempotency_keys"

    by_id: Mapped[UUID]
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary)
    at: Mapped[datetime]


USED_KEYS = UsedKey.metadata.tables[UsedKey.__tablename__]


@dataclass(frozen=True)
class IdempotencyKey:
    """A form as it was sent: the id of the record that it makes, and its body in a fixed order."""

    id: UUID
    body: bytes

    def digest(self) -> bytes:
        """A keyed hash of the body, which recognises equal bodies and reveals nothing."""
        return hmac.digest(current_app.extensions["keys"].index, self.body, hashlib.sha256)


def form_ids(person_id: UUID, form: str, number: int = 1) -> list[UUID]:
    """Ids for so many forms of one kind that this person may send within 30 days: of version 7, so ordered by time,
    and with a keyed mark of person and form, so that nobody makes one."""
    milliseconds = int(now().timestamp() * 1000)
    drawn = (
        (next(_counter) % (1 << COUNT_BITS)) << RANDOM_BITS | secrets.randbits(RANDOM_BITS) for _each in range(number)
    )
    return [_form_id(milliseconds, each, person_id, form) for each in drawn]


def is_form_id(form_id: UUID, person_id: UUID, form: str) -> bool:
    """Whether it was given out to this person, for this form, within 30 days: told by the id alone, so the answer is
    the same whether there is a record of that id or not."""
    milliseconds, after = form_id.int >> 80, form_id.int >> MARK_BITS & 0x3FFFFF
    ours = _form_id(milliseconds, (form_id.int >> 64 & 0xFFF) << 22 | after, person_id, form)
    age = timedelta(seconds=now().timestamp() - milliseconds / 1000)
    return hmac.compare_digest(ours.bytes, form_id.bytes) and -CLOCKS_DIFFER <= age < GOOD_FOR


def _form_id(milliseconds: int, drawn: int, person_id: UUID, form: str) -> UUID:
    """Time, version, the first 12 of the drawn bits, variant, the other 22, mark."""
    start = milliseconds << 80 | 7 << 76 | drawn >> 22 << 64 | 2 << 62 | (drawn & 0x3FFFFF) << MARK_BITS
    ring = current_app.extensions["keys"]
    mark = ring.blind("form id", f"{start:032x}:{person_id.hex}:{form}")[: MARK_BITS // 8]
    return UUID(int=start | int.from_bytes(mark))


def is_repeated(key: IdempotencyKey, by_id: UUID) -> bool:
    """Whether this form was accepted before (inside a transaction). The same id with another body is a `Conflict`."""
    digest = key.digest()
    row = {"id": key.id, "by_id": by_id, "digest": digest, "at": now()}
    if is_kept(USED_KEYS, "id", row):
        return False
    earlier = db.session.execute(sa.select(UsedKey.by_id, UsedKey.digest).where(UsedKey.id == key.id)).one()
    if earlier.by_id != by_id or not hmac.compare_digest(earlier.digest, digest):
        raise Conflict
    return True
