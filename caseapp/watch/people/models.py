"""What was said of people's access."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base


class AccessReview(Base):
    """That somebody's role and team were found right, or not, in a quarter; about another role or team it says
    nothing."""

    __tablename__ = "access_reviews"
    __table_args__ = (sa.UniqueConstraint("quarter", "person_id"),)

    quarter: Mapped[date]
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(20))
    team_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("teams.id"))
    is_right: Mapped[bool]
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    said_at: Mapped[datetime]
