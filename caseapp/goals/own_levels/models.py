"""Where clients say that they are on the way to a goal."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base


class OwnLevel(Base):
    """A client's own rating of a goal, by a tap; the mentor's next rating begins from it. The newest one counts."""

    __tablename__ = "own_levels"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_own_levels_client", "client_id", "created_at"),
        sa.CheckConstraint("level BETWEEN -2 AND 2", name="level"),
    )

    goal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("goals.id"), index=True)
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    said_on: Mapped[date]
    ladder_number: Mapped[int]
    level: Mapped[int]
    by_client: Mapped[bool]
    taken_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
