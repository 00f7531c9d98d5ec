"""Files that somebody sent to be imported. All of it is sealed, and removed after some days."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, SealedBytes, Versioned, sealed_column, word
from caseapp.exchange.spreadsheets.outcomes import RecordChange
from caseapp.exchange.uploads.rules import AT_WORK, UploadState


class Upload(Versioned, Base):
    """What somebody sent, what was said of it, and what came of it. The counts show progress without opening it.

    `role` is that of whoever sent it: what was found is for those eyes.
    """

    __tablename__ = "uploads"
    __table_args__ = (sa.Index("ix_uploads_by", "by_id", "created_at"), sa.Index("ix_uploads_state", "state"))

    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    role: Mapped[str] = mapped_column(sa.String(40))
    language: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[UploadState] = mapped_column(word(UploadState), default=UploadState.CHECKING)
    choices_sealed: Mapped[bytes | None] = sealed_column()
    findings_sealed: Mapped[bytes | None] = sealed_column()
    rejected_sealed: Mapped[bytes | None] = sealed_column()
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    choices_text = Sealed("choices_sealed")
    findings_text = Sealed("findings_sealed")
    rejected = SealedBytes("rejected_sealed")

    @property
    def is_at_work(self) -> bool:
        """Whether the worker has something to do."""
        return self.state in AT_WORK

    @property
    def choices(self) -> dict[str, Any]:
        """What people said of the files."""
        return json.loads(self.choices_text) if self.choices_sealed else {}

    @property
    def findings(self) -> dict[str, Any]:
        """What is in the files, and what would come or came of them."""
        return json.loads(self.findings_text) if self.findings_sealed else {}

    @property
    def changes(self) -> list[RecordChange]:
        """What the files say otherwise than the records, as far as whoever sent them may see it."""
        return [RecordChange.of_json(kept) for kept in self.findings.get("changes", ())]

    def keep(self, findings: dict[str, Any], rejected: bytes) -> None:
        """Keep what was found, and the rejected rows."""
        self.findings_text = json.dumps(findings, ensure_ascii=False)
        if rejected:
            self.rejected = rejected
        else:
            self.rejected_sealed = None


class UploadedFile(Base):
    """One file, with its name."""

    __tablename__ = "uploaded_files"

    upload_id: Mapped[UUID] = mapped_column(sa.ForeignKey("uploads.id"), index=True)
    name_sealed: Mapped[bytes | None] = sealed_column()
    content_sealed: Mapped[bytes | None] = sealed_column()

    name = Sealed("name_sealed")
    content = SealedBytes("content_sealed")


class KnownShape(Base):
    """What the columns of files with these headings mean, as somebody said when such a file came in."""

    __tablename__ = "known_shapes"

    headings_hash: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    choices_sealed: Mapped[bytes | None] = sealed_column()
    used_at: Mapped[datetime]

    choices_text = Sealed("choices_sealed")
