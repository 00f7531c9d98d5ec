"""What was done of the duties that are due again and again, and how each verification of the trail ended."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, InErrorWithReason, Sealed, sealed_column, word
from caseapp.oversight.duties.rules import HouseDuty

FAULT_MAX = 300


class DoneDuty(InErrorWithReason, Base):
    """That a duty was done, by whom, and where that can be read."""

    __tablename__ = "done_duties"
    __table_args__ = (sa.Index("ix_done_duties_duty", "duty", "done_on"),)

    duty: Mapped[HouseDuty] = mapped_column(word(HouseDuty))
    done_on: Mapped[date]
    by_whom_sealed: Mapped[bytes | None] = sealed_column()
    reference_sealed: Mapped[bytes | None] = sealed_column()
    recorded_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    by_whom = Sealed("by_whom_sealed")
    reference = Sealed("reference_sealed")


class TrailCheck(Base):
    """That the whole trail was read on a day: how many entries it had, and what was found, the first of it in words."""

    __tablename__ = "trail_checks"

    day: Mapped[date] = mapped_column(unique=True)
    entries: Mapped[int] = mapped_column(sa.BigInteger)
    faults: Mapped[int]
    first_fault: Mapped[str] = mapped_column(sa.String(FAULT_MAX))
    ended_at: Mapped[datetime]
