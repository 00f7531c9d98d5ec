"""Which passkeys people have."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from caseapp.accounts.models import User
from caseapp.accounts.passkeys.models import Passkey
from caseapp.accounts.passkeys.rules import PasskeyRow
from caseapp.db import db


def passkeys_of(person_id: UUID) -> list[PasskeyRow]:
    """That person's passkeys, the oldest first."""
    found = sa.select(*(getattr(Passkey, name) for name in PasskeyRow._fields)).where(Passkey.user_id == person_id)
    return [PasskeyRow(**row._mapping) for row in db.session.execute(found.order_by(Passkey.added_at, Passkey.id))]


def credentials_of(person_id: UUID) -> list[bytes]:
    """By what that person's devices know their passkeys."""
    return list(db.session.scalars(sa.select(Passkey.credential).where(Passkey.user_id == person_id)))


def owner_of(credential: bytes) -> tuple[Passkey, User] | None:
    """The passkey that a device calls so, and whose it is."""
    found = sa.select(Passkey, User).join(User, User.id == Passkey.user_id).where(Passkey.credential == credential)
    row = db.session.execute(found).first()
    return (row.Passkey, row.User) if row else None


def added_since(person_id: UUID, since: datetime | None) -> list[PasskeyRow]:
    """Which of that person's passkeys were added from that instant on."""
    return [row for row in passkeys_of(person_id) if since is None or row.added_at >= since]
