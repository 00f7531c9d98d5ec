"""With whom a report was shared, and on which basis."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clients.consents.rules import Recipient
from caseapp.db import Base, Sealed, sealed_column, word
from caseapp.reports.status_rules import Handing, LegalBasis


class ReportHandover(Base):
    """That a report was shared, on a recorded consent or on a legal basis: on exactly one of them."""

    __tablename__ = "report_handovers"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_report_handovers_report", "report_id", "at"),
        sa.CheckConstraint("(consent_id IS NULL) <> (basis IS NULL)", name="ground"),
    )

    report_id: Mapped[UUID] = mapped_column(sa.ForeignKey("reports.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    recipient: Mapped[Recipient] = mapped_column(word(Recipient))
    recipient_name_sealed: Mapped[bytes | None] = sealed_column()
    how: Mapped[Handing] = mapped_column(word(Handing))
    consent_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("consents.id"))
    basis: Mapped[LegalBasis | None] = mapped_column(word(LegalBasis))
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    at: Mapped[datetime]

    recipient_name = Sealed("recipient_name_sealed")
