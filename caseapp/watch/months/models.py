"""Monthly reviews of who read whom."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, word
from caseapp.watch.readings.rules import ReadingWord


class ReadingReview(Base):
    """The review of a month, from how many pairs of reader and client it was drawn, and who signed it."""

    __tablename__ = "reading_reviews"

    month: Mapped[date] = mapped_column(unique=True)
    pairs: Mapped[int]
    drawn_at: Mapped[datetime]
    signed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    signed_at: Mapped[datetime | None]


class SampledReading(Base):
    """Somebody's reading of one client's file in a month, as it was drawn, and what was said of it."""

    __tablename__ = "sampled_readings"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("review_id", "person_id", "client_id"),)

    review_id: Mapped[UUID] = mapped_column(sa.ForeignKey("reading_reviews.id"))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    times: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    word: Mapped[ReadingWord | None] = mapped_column(word(ReadingWord))
    by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    said_at: Mapped[datetime | None]
