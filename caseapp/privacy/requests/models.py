"""What people asked of those who keep records about them."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column, word
from caseapp.privacy.requests.rules import AskedBy, DecisionDraft, RequestDecision, RequestKind


class PrivacyRequest(Versioned, Base):
    """A request for access, correction, erasure or restriction, with its last day and, once decided, the answer."""

    __tablename__ = "privacy_requests"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_privacy_requests_client", "client_id", "received_on"),
        sa.Index("ix_privacy_requests_due", "decision", "due_on"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    kind: Mapped[RequestKind] = mapped_column(word(RequestKind))
    asked_by: Mapped[AskedBy] = mapped_column(word(AskedBy))
    representative_sealed: Mapped[bytes | None] = sealed_column()
    papers_sealed: Mapped[bytes | None] = sealed_column()
    words_sealed: Mapped[bytes | None] = sealed_column()
    received_on: Mapped[date]
    due_on: Mapped[date]
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    decision: Mapped[RequestDecision | None] = mapped_column(word(RequestDecision))
    reasons_sealed: Mapped[bytes | None] = sealed_column()
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]

    representative = Sealed("representative_sealed")
    papers = Sealed("papers_sealed")
    words = Sealed("words_sealed")
    reasons = Sealed("reasons_sealed")

    def decide(self, draft: DecisionDraft, by_id: UUID, at: datetime) -> None:
        """Keep what was decided; it stays so."""
        self.decision, self.reasons = draft.decision, draft.reasons
        self.decided_by_id, self.decided_at = by_id, at
