"""What the rehabilitation committee approved for a client."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.basket.rules import COMMITTEE_MAX, REFERENCE_MAX, ApprovalUnit, Per
from caseapp.db import Base, Versioned, word
from caseapp.db.types import Hundredths


class Approval(Versioned, Base):
    """A service approved from one day to another, with its amount; `service` is a code of the organisation's list."""

    __tablename__ = "approvals"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_approvals_client", "client_id", "ends_on"),
        sa.CheckConstraint("ends_on >= starts_on", name="order"),
        sa.CheckConstraint("amount > 0", name="amount"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    service: Mapped[str] = mapped_column(sa.String(40))
    amount: Mapped[Decimal] = mapped_column(Hundredths)
    unit: Mapped[ApprovalUnit] = mapped_column(word(ApprovalUnit))
    per: Mapped[Per] = mapped_column(word(Per))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reference: Mapped[str] = mapped_column(sa.String(REFERENCE_MAX), default="")
    committee: Mapped[str] = mapped_column(sa.String(COMMITTEE_MAX), default="")
    decided_on: Mapped[date | None]
