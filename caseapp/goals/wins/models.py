"""Small wins."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, sealed_column


class SmallWin(Base):
    """Something that went well on a day, in the client's own words; one that was taken back stays and is shown nowhere.

    `by_client`: the client wrote it, with the screen in hand.
    """

    __tablename__ = "small_wins"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_small_wins_client", "client_id", "won_on"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    goal_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("goals.id"), index=True)
    won_on: Mapped[date]
    by_client: Mapped[bool]
    words_sealed: Mapped[bytes | None] = sealed_column()
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]

    words = Sealed("words_sealed")
