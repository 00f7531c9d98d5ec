"""Groups, their members, meetings and marks."""

from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column, word
from caseapp.groups.rules import WORDS_MAX, Mark, MeetingStatus


class Group(Versioned, Base):
    """People who meet regularly."""

    __tablename__ = "groups"

    name: Mapped[str] = mapped_column(sa.String(120))
    weekday: Mapped[int | None]  # 0 is Sunday, as the week begins
    starts_at: Mapped[time | None]
    minutes: Mapped[int] = mapped_column(default=90)
    team_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("teams.id"))
    kind: Mapped[str] = mapped_column(sa.String(40), default="")
    service: Mapped[str] = mapped_column(sa.String(40), default="")  # whose approvals its meetings count against
    place: Mapped[str] = mapped_column(sa.String(40), default="")
    place_words: Mapped[str] = mapped_column(sa.String(WORDS_MAX), default="")
    capacity: Mapped[int | None]
    enough: Mapped[int | None]  # so many attended meetings complete the group
    starts_on: Mapped[date | None]  # without a day: from the day on which it was opened
    ends_on: Mapped[date | None]  # of a term; without a day the group goes on
    created_at: Mapped[datetime]


class Facilitator(Base):
    """Who leads a group and takes attendance."""

    __tablename__ = "facilitators"
    __table_args__ = (sa.UniqueConstraint("group_id", "user_id"),)

    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("groups.id"))
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    is_assistant: Mapped[bool] = mapped_column(default=False)


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

    @classmethod
    def has_days(cls) -> sa.ColumnElement[bool]:
        """The condition that it was not taken back, by a last day before it began."""
        return sa.or_(cls.ends_on.is_(None), cls.ends_on >= cls.starts_on)


class Wait(Base):
    """That a client waits for a place in a group, since when, and when the waiting ended."""

    __tablename__ = "waits"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_waits_group", "group_id", "ended_at", "since_on"),
        sa.Index("ix_waits_client", "client_id"),
    )

    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("groups.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    since_on: Mapped[date]
    ended_at: Mapped[datetime | None]


class Meeting(Versioned, Base):
    """One meeting of a group."""

    __tablename__ = "meetings"
    __table_args__ = (sa.UniqueConstraint("group_id", "held_on"),)
    __stamps__ = ("status", "attendance_marks", "meeting_id")

    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("groups.id"))
    held_on: Mapped[date]
    status: Mapped[MeetingStatus] = mapped_column(word(MeetingStatus), default=MeetingStatus.HELD)
    reason: Mapped[str] = mapped_column(sa.String(WORDS_MAX), default="")
    starts_at: Mapped[time | None]  # where another hour than the group's was agreed
    moved_to: Mapped[date | None]  # where another day was agreed instead
    others: Mapped[int] = mapped_column(default=0)  # guests without a name
    called_at: Mapped[datetime | None]  # when it was said whether the group met, and who was there
    created_at: Mapped[datetime]


class AttendanceMark(Base):
    """Whether a member was at a meeting."""

    __tablename__ = "attendance_marks"
    __confidential__ = True
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "client_id"),
        sa.Index("ix_attendance_marks_client", "client_id", "held_on"),
        sa.Index("ix_attendance_marks_meeting", "meeting_id", "client_id", "is_guest", "mark"),
    )

    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("meetings.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    held_on: Mapped[date]  # the meeting's day, which never changes
    mark: Mapped[Mark] = mapped_column(word(Mark))
    reason_sealed: Mapped[bytes | None] = sealed_column()
    is_guest: Mapped[bool] = mapped_column(default=False)
    marked_by_id: Mapped[UUID | None]
    marked_at: Mapped[datetime]

    reason = Sealed("reason_sealed")


class GroupNote(Versioned, Base):
    """What a meeting was about, without anybody's name; never part of a client's record."""

    __tablename__ = "group_notes"
    __table_args__ = (sa.UniqueConstraint("meeting_id"),)

    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("meetings.id"))
    topic_sealed: Mapped[bytes | None] = sealed_column()
    themes_sealed: Mapped[bytes | None] = sealed_column()
    next_sealed: Mapped[bytes | None] = sealed_column()
    written_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    written_at: Mapped[datetime]

    topic = Sealed("topic_sealed")
    themes = Sealed("themes_sealed")
    next = Sealed("next_sealed")
