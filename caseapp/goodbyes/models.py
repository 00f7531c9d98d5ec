"""Goodbyes of clients, the ties that were named there, and how it was three months later."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, InErrorWithReason, Sealed, Versioned, sealed_column, word
from caseapp.goodbyes.rules import GoodbyeDraft, GoodbyeKind, Holds, HowItIs, look_back_day


class Goodbye(Versioned, InErrorWithReason, Base):
    """The end of a client's time with the service or with a mentor, and what was agreed for the time after it; or why
    there was no goodbye. `look_on` is the day on which it is asked how it is."""

    __tablename__ = "goodbyes"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_goodbyes_client", "client_id", "held_on"),
        sa.Index("ix_goodbyes_look_on", "look_on", "client_id"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    kind: Mapped[GoodbyeKind] = mapped_column(word(GoodbyeKind))
    held_on: Mapped[date]
    look_on: Mapped[date | None]
    why_sealed: Mapped[bytes | None] = sealed_column()
    stays_sealed: Mapped[bytes | None] = sealed_column()
    helps_sealed: Mapped[bytes | None] = sealed_column()
    hard_sealed: Mapped[bytes | None] = sealed_column()
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    error_at: Mapped[datetime | None]

    why = Sealed("why_sealed")
    stays = Sealed("stays_sealed")
    helps = Sealed("helps_sealed")
    hard = Sealed("hard_sealed")

    def write(self, draft: GoodbyeDraft) -> None:
        """Take what was typed."""
        self.kind, self.held_on = draft.kind, draft.held_on
        self.look_on = look_back_day(draft.kind, draft.held_on)
        self.why, self.stays, self.helps, self.hard = draft.why, draft.stays, draft.helps, draft.hard


class GoodbyeTie(Base):
    """A tie that was named as one that stays."""

    __tablename__ = "goodbye_ties"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("goodbye_id", "tie_id"),)

    goodbye_id: Mapped[UUID] = mapped_column(sa.ForeignKey("goodbyes.id"))
    tie_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ties.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)


class LookBack(InErrorWithReason, Base):
    """How it was three months after a goodbye."""

    __tablename__ = "look_backs"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_look_backs_goodbye", "goodbye_id"),
        sa.Index("ix_look_backs_client", "client_id", "answered_on"),
    )

    goodbye_id: Mapped[UUID] = mapped_column(sa.ForeignKey("goodbyes.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    answered_on: Mapped[date]
    how: Mapped[HowItIs] = mapped_column(word(HowItIs))
    holds: Mapped[Holds | None] = mapped_column(word(Holds))
    words_sealed: Mapped[bytes | None] = sealed_column()
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    error_at: Mapped[datetime | None]

    words = Sealed("words_sealed")
