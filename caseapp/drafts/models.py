"""What somebody typed into a form and has not saved yet."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, sealed_column
from caseapp.drafts.rules import FORM_MAX, PATH_MAX, DraftText


class Draft(Base):
    """The unsaved text of one form, for whoever typed it and nobody else.

    `key` is the open page's own, `number` counts its saves. One that has ended keeps no text: its key and
    number stay, so that a late save does not bring the text back.
    """

    __tablename__ = "drafts"
    __table_args__ = (sa.UniqueConstraint("person_id", "key"), sa.Index("ix_drafts_place", "person_id", "path", "form"))

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    key: Mapped[UUID]
    path: Mapped[str] = mapped_column(sa.String(PATH_MAX))
    form: Mapped[str] = mapped_column(sa.String(FORM_MAX))
    client_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("clients.id"))
    number: Mapped[int]
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    title_sealed: Mapped[bytes | None] = sealed_column()
    content_sealed: Mapped[bytes | None] = sealed_column()

    title = Sealed("title_sealed")
    content = Sealed("content_sealed")

    def keep(self, text: DraftText, at: datetime) -> None:
        """Take what was typed by now."""
        self.key, self.number = text.save
        self.title, self.content, self.saved_at = text.title, text.content, at

    def end(self, at: datetime) -> None:
        """Forget the text."""
        self.ended_at, self.title_sealed, self.content_sealed = at, None, None
