"""Orders to erase or anonymise what is stored about a person."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column, word
from caseapp.privacy.orders.rules import Ground, OrderDraft, OrderKind, OrderState


class ErasureOrder(Versioned, Base):
    """What two people ordered about one client, and how far it is. When it was carried out the id of the client stands
    for nobody any more, and the reason is gone too: who decided, when and on which ground stays."""

    __tablename__ = "erasure_orders"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_erasure_orders_client", "client_id", "state"),
        sa.Index("ix_erasure_orders_state", "state"),
    )

    client_id: Mapped[UUID]
    team_id: Mapped[UUID] = mapped_column(sa.ForeignKey("teams.id"))
    kind: Mapped[OrderKind] = mapped_column(word(OrderKind))
    ground: Mapped[Ground] = mapped_column(word(Ground))
    state: Mapped[OrderState] = mapped_column(word(OrderState))
    kept_until: Mapped[date | None]
    proposed_at: Mapped[datetime | None]
    reason_sealed: Mapped[bytes | None] = sealed_column()
    asked_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    asked_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None]
    dropped_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    dropped_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed: Mapped[int | None]
    done_at: Mapped[datetime | None]

    reason = Sealed("reason_sealed")

    def ask(self, draft: OrderDraft, by_id: UUID, at: datetime) -> None:
        """The word of the first person."""
        self.kind, self.reason, self.state = draft.kind, draft.reason, OrderState.ASKED
        self.asked_by_id, self.asked_at = by_id, at

    def confirm(self, by_id: UUID, at: datetime) -> None:
        """The word of the second person."""
        self.state, self.confirmed_by_id, self.confirmed_at = OrderState.CONFIRMED, by_id, at

    def drop(self, by_id: UUID | None, at: datetime) -> None:
        """Nothing comes of it."""
        self.state, self.dropped_by_id, self.dropped_at = OrderState.DROPPED, by_id, at

    def end(self, removed: int, at: datetime) -> None:
        """The records are gone, and why with them."""
        self.state, self.removed_at, self.removed, self.reason_sealed = OrderState.REMOVED, at, removed, None
