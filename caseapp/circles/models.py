"""Maps of a client's support: each is a whole one of its day, and none is ever changed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.charts.circle_places import Spot, placed
from caseapp.circles.rules import CircleTie, DrawnBy, present, write_ties
from caseapp.db import Base, InErrorWithReason, Sealed, sealed_column, word


class CircleSnapshot(InErrorWithReason, Base):
    """A client's circles of support on one day, with all its ties in one sealed text."""

    __tablename__ = "circle_snapshots"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_circle_snapshots_client", "client_id", "drawn_on"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    drawn_on: Mapped[date]
    drawn_by: Mapped[DrawnBy] = mapped_column(word(DrawnBy))
    ties_sealed: Mapped[bytes | None] = sealed_column()
    recorded_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]

    ties_text = Sealed("ties_sealed")

    def draw(self, ties: Sequence[CircleTie], before: Iterable[CircleTie]) -> None:
        """Keep these ties, each at its angle; `before` are those of the last map."""
        angles = placed(_spots(ties), _spots(before))
        self.ties_text = write_ties(replace(tie, angle=angles.get(tie.key)) for tie in ties)


def _spots(ties: Iterable[CircleTie]) -> list[Spot]:
    return [Spot(tie.key, tie.ring, tie.angle, len(tie.nickname)) for tie in present(ties)]
