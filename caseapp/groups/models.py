"""Groups, their members, meetings and marks."""

from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column, word
from caseapp.groups.rules import Mark, MeetingStatus


class Group(Versioned, Base):
    """People who meet regularly."""

    __tablename__ = "groups"

    name: Mapped[str] = mapped_column(sa.String(120))
    weekday: Mapped[int | None]  # 0 is Sunday, as the week begins
    starts_at: Mapped[time | None]
    minutes: Mapped[int] = mapped_column(default=90)
    team_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("teams.id"))
    created_at: Mapped[datetime]


class Facilitator(Base):
    """Who leads a group and calls its roll."""

    __tablename__ = "facilitators"
    __table_args__ = (sa.UniqueConstraint("group_id", "user_id"),)

    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("groups.id"))
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)


class Membership(Base):
    """That a client belongs to a group from one day to another."""

    __tablename__ = "memberships"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_memberships_group", "group_id", "starts_on"),
        sa.Index("ix_memberships_client", "client_id"),
    )

    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("groups.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Meeting(Versioned, Base):
    """One meeting of a group."""

    __tablename__ = "meetings"
    __table_args__ = (sa.UniqueConstraint("group_id", "held_on"),)

    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("groups.id"))
    held_on: Mapped[date]
    status: Mapped[MeetingStatus] = mapped_column(word(MeetingStatus), default=MeetingStatus.HELD)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[datetime]


class AttendanceMark(Base):
    """Whether a member was at a meeting."""

    __tablename__ = "attendance_marks"
    __confidential__ = True
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "client_id"),
        sa.Index("ix_attendance_marks_client", "client_id", "meeting_id"),
    )

    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("meetings.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    mark: Mapped[Mark] = mapped_column(word(Mark))
    reason_sealed: Mapped[bytes | None] = sealed_column()
    marked_by_id: Mapped[UUID | None]
    marked_at: Mapped[datetime]

    reason = Sealed("reason_sealed")
