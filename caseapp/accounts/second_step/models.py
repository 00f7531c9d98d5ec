"""What a person has for the second step of signing in."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base
from caseapp.db.sealing import Sealed, sealed_column


class Authenticator(Base):
    """A person's authenticator: its sealed key, and the last step of which a code was used."""

    __tablename__ = "authenticators"

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), unique=True)
    key_sealed: Mapped[bytes | None] = sealed_column()
    used_step: Mapped[int]
    added_at: Mapped[datetime]

    key = Sealed("key_sealed")


class RecoveryCode(Base):
    """A code that stands for authenticator or passkey once; only its hash is stored, and a used one is deleted."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    code_hash: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
