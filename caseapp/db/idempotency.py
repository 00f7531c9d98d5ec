"""Idempotency keys: a form that is sent twice makes one record."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clock import now
from caseapp.db.base import Base, db, own_insert
from caseapp.errors import Conflict


class UsedKey(Base):
    """A key that was used, by whom, and a keyed hash of what was sent with it."""

    __tablename__ = "idempotency_keys"

    by_id: Mapped[UUID]
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary)
    at: Mapped[datetime]


@dataclass(frozen=True)
class IdempotencyKey:
    """A form as it was sent: the id of the record that it makes, and its body in a fixed order."""

    id: UUID
    body: bytes

    def digest(self) -> bytes:
        """A keyed hash of the body, which recognises equal bodies and reveals nothing."""
        return hmac.digest(current_app.extensions["keys"].index, self.body, hashlib.sha256)


def is_repeated(key: IdempotencyKey, by_id: UUID) -> bool:
    """Whether this form was accepted before (inside a transaction). The same id with another body is a `Conflict`."""
    digest = key.digest()
    row = {"id": key.id, "by_id": by_id, "digest": digest, "at": now()}
    kept = own_insert(UsedKey).values(row).on_conflict_do_nothing(index_elements=["id"])
    if db.session.execute(kept.returning(UsedKey.id)).first():
        return False
    earlier = db.session.execute(sa.select(UsedKey.by_id, UsedKey.digest).where(UsedKey.id == key.id)).one()
    if earlier.by_id != by_id or not hmac.compare_digest(earlier.digest, digest):
        raise Conflict
    return True
