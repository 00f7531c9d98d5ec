"""Which ties came out of entries of the directory."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base


class SourceTie(Base):
    """That a client's tie came out of an entry."""

    __tablename__ = "source_ties"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("tie_id"), sa.Index("ix_source_ties_source", "source_id", "tie_id"))

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    tie_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ties.id"))
    source_id: Mapped[UUID] = mapped_column(sa.ForeignKey("support_sources.id"))
