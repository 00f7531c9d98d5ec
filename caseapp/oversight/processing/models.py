"""Whoever else handles records for the organisation."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Versioned
from caseapp.oversight.processing.rules import LINE_MAX, NAME_MAX


class Processor(Versioned, Base):
    """A company or a person outside; one that handles nothing any more keeps its row, with its last day."""

    __tablename__ = "processors"

    name: Mapped[str] = mapped_column(sa.String(NAME_MAX))
    purpose: Mapped[str] = mapped_column(sa.String(LINE_MAX))
    records: Mapped[str] = mapped_column(sa.String(LINE_MAX))
    country: Mapped[str] = mapped_column(sa.String(NAME_MAX))
    contract_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
