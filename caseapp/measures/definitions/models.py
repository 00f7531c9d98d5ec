"""Authors' texts of instruments, as they were loaded."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base
from caseapp.measures.definitions.fault_rules import VERSION_MAX


class InstrumentText(Base):
    """One version of an instrument with its text; it is never changed, because answers are read by it."""

    __tablename__ = "instrument_texts"
    __table_args__ = (sa.UniqueConstraint("code", "version"),)

    code: Mapped[str] = mapped_column(sa.String(20))
    version: Mapped[str] = mapped_column(sa.String(VERSION_MAX))
    definition: Mapped[str] = mapped_column(sa.Text)
    loaded_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    loaded_at: Mapped[datetime]
