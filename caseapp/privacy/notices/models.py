"""The versions of the notice to clients, and who was told which."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Versioned, word
from caseapp.privacy.notices.rules import Hindrance, Manner, NoticeTexts


class PrivacyNotice(Versioned, Base):
    """One version of what clients are told. The database refuses to change or delete one that was published."""

    __tablename__ = "privacy_notices"

    number: Mapped[int | None] = mapped_column(unique=True)
    text_he: Mapped[str] = mapped_column(sa.Text)
    text_ar: Mapped[str] = mapped_column(sa.Text)
    text_ru: Mapped[str] = mapped_column(sa.Text)
    text_en: Mapped[str] = mapped_column(sa.Text)
    written_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    written_at: Mapped[datetime]
    published_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    published_at: Mapped[datetime | None]

    @property
    def texts(self) -> NoticeTexts:
        """What it says in each language."""
        return NoticeTexts(self.text_he, self.text_ar, self.text_ru, self.text_en)

    def write(self, texts: NoticeTexts, by_id: UUID, at: datetime) -> None:
        """Keep what it says by now, and who wrote it last."""
        for code, words in vars(texts).items():
            setattr(self, f"text_{code}", words)
        self.written_by_id, self.written_at = by_id, at


class NoticeTelling(Base):
    """That a client was told a version, or could not be told yet. The database refuses a change; the latest counts."""

    __tablename__ = "notice_tellings"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_notice_tellings_client", "client_id", "notice_id"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    notice_id: Mapped[UUID] = mapped_column(sa.ForeignKey("privacy_notices.id"))
    manner: Mapped[Manner] = mapped_column(word(Manner))
    language: Mapped[str] = mapped_column(sa.String(2))
    told_on: Mapped[date]
    back_on: Mapped[date | None]
    hindrance: Mapped[Hindrance | None] = mapped_column(word(Hindrance))
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
