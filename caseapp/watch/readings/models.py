"""Readings that are to be looked at, and the days whose readings were watched."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, word
from caseapp.watch.readings.rules import ReadingKind, ReadingWord


class WatchedDay(Base):
    """A day whose readings were watched, up to which entry of the trail, and how many looks and rows there were."""

    __tablename__ = "watched_days"

    day: Mapped[date] = mapped_column(unique=True)
    until_id: Mapped[UUID | None]
    looks: Mapped[int]
    found: Mapped[int]
    watched_at: Mapped[datetime]


class UnusualReading(Base):
    """Somebody's reading that is to be looked at. The word of whoever looked stays."""

    __tablename__ = "unusual_readings"
    __table_args__ = (sa.Index("ix_unusual_readings_waiting", "word", "began_at"),)

    kind: Mapped[ReadingKind] = mapped_column(word(ReadingKind))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    found_at: Mapped[datetime]
    word: Mapped[ReadingWord | None] = mapped_column(word(ReadingWord))
    looked_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    looked_at: Mapped[datetime | None]


class ReadingClient(Base):
    """A client whose file was opened in a reading that is to be looked at."""

    __tablename__ = "unusual_reading_clients"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("reading_id", "client_id"),)

    reading_id: Mapped[UUID] = mapped_column(sa.ForeignKey("unusual_readings.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
