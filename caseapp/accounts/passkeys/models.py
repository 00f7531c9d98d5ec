"""People's passkeys, and which answers were used."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base


class Passkey(Base):
    """A key of a person's device: what proves its signatures, and how often it had signed when it was last used."""

    __tablename__ = "passkeys"

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    credential: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(sa.BigInteger)
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class UsedChallenge(Base):
    """A question that was answered rightly: the same answer fits no second time. Old ones are removed."""

    __tablename__ = "used_challenges"

    challenge_hash: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    used_at: Mapped[datetime] = mapped_column(index=True)
