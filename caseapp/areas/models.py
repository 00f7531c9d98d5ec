"""The areas of a client's life in own words, and the talks in which they were rated."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, InErrorWithReason, Sealed, sealed_column


class LifeArea(Base):
    """An area of life as the client calls it; one that has ended is no longer asked about."""

    __tablename__ = "life_areas"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_life_areas_client", "client_id", "created_at"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    words_sealed: Mapped[bytes | None] = sealed_column()
    ended_on: Mapped[date | None]
    created_at: Mapped[datetime]

    words = Sealed("words_sealed")


class AreaTalk(InErrorWithReason, Base):
    """One meeting with a shape: what was said to its four questions. It stays as it was, or is struck out."""

    __tablename__ = "area_talks"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_area_talks_client", "client_id", "held_on"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    held_on: Mapped[date]
    understand_sealed: Mapped[bytes | None] = sealed_column()
    forward_sealed: Mapped[bytes | None] = sealed_column()
    options_sealed: Mapped[bytes | None] = sealed_column()
    agreed_sealed: Mapped[bytes | None] = sealed_column()
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    error_at: Mapped[datetime | None]

    understand = Sealed("understand_sealed")
    forward = Sealed("forward_sealed")
    options = Sealed("options_sealed")
    agreed = Sealed("agreed_sealed")


class AreaRating(Base):
    """How an area was on the day of a talk, from 0 (hard) to 4 (good), as the client said, and whether it was chosen to
    be talked about."""

    __tablename__ = "area_ratings"
    __confidential__ = True
    __table_args__ = (
        sa.UniqueConstraint("talk_id", "area_id"),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name="level"),
    )

    talk_id: Mapped[UUID] = mapped_column(sa.ForeignKey("area_talks.id"))
    area_id: Mapped[UUID] = mapped_column(sa.ForeignKey("life_areas.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    level: Mapped[int | None]
    is_chosen: Mapped[bool] = mapped_column(default=False)
