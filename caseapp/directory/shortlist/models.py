"""What stands on clients' lists."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base


class ShortlistEntry(Base):
    """That an entry of the directory stands on a client's list, or stood there until it was taken off."""

    __tablename__ = "shortlist_entries"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("client_id", "source_id"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    source_id: Mapped[UUID] = mapped_column(sa.ForeignKey("support_sources.id"), index=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID]
    removed_at: Mapped[datetime | None]
