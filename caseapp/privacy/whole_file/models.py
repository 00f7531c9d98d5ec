"""Whole files that were asked for, and the passages about others that are blackened in them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, SealedBytes, Versioned, sealed_column, word
from caseapp.privacy.whole_file.rules import FileState


class WholeFile(Versioned, Base):
    """A client's whole file, asked for by whoever is in charge. What was made is sealed and removed after some days;
    the row stays beside the purpose that was given."""

    __tablename__ = "whole_files"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_whole_files_client", "client_id", "created_at"),
        sa.Index("ix_whole_files_state", "state"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    language: Mapped[str] = mapped_column(sa.String(2))
    purpose_sealed: Mapped[bytes | None] = sealed_column()
    state: Mapped[FileState] = mapped_column(word(FileState), default=FileState.WAITING)
    made_sealed: Mapped[bytes | None] = sealed_column()
    created_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    purpose = Sealed("purpose_sealed")
    made = SealedBytes("made_sealed")

    def keep(self, content: bytes, at: datetime) -> None:
        """Keep what was made."""
        self.made, self.state, self.made_at = content, FileState.DONE, at

    def fail(self, at: datetime) -> None:
        """Keep that it could not be made."""
        self.state, self.made_at = FileState.FAILED, at


class BlackenedPassage(Base):
    """Words about somebody else, which no whole file of this client shows."""

    __tablename__ = "blackened_passages"
    __confidential__ = True

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    words_sealed: Mapped[bytes | None] = sealed_column()
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    words = Sealed("words_sealed")
