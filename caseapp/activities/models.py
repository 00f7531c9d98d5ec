"""What mentor and client did together."""

from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.activities.rules import Mode, Movement, Outcome
from caseapp.activities.when_rules import When
from caseapp.db import Base, InErrorWithReason, Sealed, Versioned, sealed_column, word
from caseapp.db.types import Hundredths
from caseapp.followups.rules import Safety

PLANNED = sa.and_(sa.column("outcome") == Outcome.PLANNED.value, sa.column("error_at").is_(None))


class Activity(Versioned, InErrorWithReason, Base):
    """One meeting, call or outing, planned, held or attempted, and what the mentor noted.

    `kinds` holds codes of the organisation's list with spaces between them.
    """

    __tablename__ = "activities"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_activities_client", "client_id", "held_on", "starts_at"),
        sa.Index("ix_activities_mentor", "mentor_id", "held_on"),
        sa.Index(
            *("ix_activities_planned", "client_id", "held_on", "starts_at"),
            sqlite_where=PLANNED,
            postgresql_where=PLANNED,
        ),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    mentor_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    held_on: Mapped[date]
    starts_at: Mapped[time]
    minutes: Mapped[int]
    mode: Mapped[Mode] = mapped_column(word(Mode))
    outcome: Mapped[Outcome] = mapped_column(word(Outcome))
    safety: Mapped[Safety] = mapped_column(word(Safety), default=Safety.NONE)
    note_sealed: Mapped[bytes | None] = sealed_column()
    client_words_sealed: Mapped[bytes | None] = sealed_column()
    next_step_sealed: Mapped[bytes | None] = sealed_column()
    next_step_on: Mapped[date | None]
    kinds: Mapped[str] = mapped_column(sa.String(400), default="")
    place: Mapped[str] = mapped_column(sa.String(40), default="")
    place_words_sealed: Mapped[bytes | None] = sealed_column()
    discreet: Mapped[bool] = mapped_column(default=False)
    mood: Mapped[int | None]
    with_client: Mapped[bool] = mapped_column(default=False)
    expenses: Mapped[Decimal | None] = mapped_column(Hundredths)
    kilometres: Mapped[int | None]
    others_present_sealed: Mapped[bytes | None] = sealed_column()
    went_well_sealed: Mapped[bytes | None] = sealed_column()
    feedback_sealed: Mapped[bytes | None] = sealed_column()
    safety_action_sealed: Mapped[bytes | None] = sealed_column()
    remark_sealed: Mapped[bytes | None] = sealed_column()
    created_at: Mapped[datetime]
    noted_at: Mapped[datetime | None]
    error_by_id: Mapped[UUID | None]

    note = Sealed("note_sealed")
    client_words = Sealed("client_words_sealed")
    next_step = Sealed("next_step_sealed")
    place_words = Sealed("place_words_sealed")
    others_present = Sealed("others_present_sealed")
    went_well = Sealed("went_well_sealed")
    feedback = Sealed("feedback_sealed")
    safety_action = Sealed("safety_action_sealed")
    remark = Sealed("remark_sealed")

    @classmethod
    def planned(cls) -> sa.ColumnElement[bool]:
        """The condition that it is planned, for queries; written out, so that the partial index serves it."""
        outcome = sa.bindparam(None, Outcome.PLANNED, type_=cls.outcome.type, literal_execute=True)
        return sa.and_(cls.outcome == outcome, cls.not_in_error())

    @property
    def when(self) -> When:
        """Day, hour and length."""
        return When(self.held_on, self.starts_at, self.minutes)

    @property
    def is_planned(self) -> bool:
        """Whether its outcome has not been recorded yet."""
        return self.outcome is Outcome.PLANNED

    def cancel(self, outcome: Outcome, reason: str, by_id: UUID, at: datetime) -> None:
        """Keep a planned meeting as one that was cancelled, with the reason as its note."""
        self.outcome, self.note, self.minutes = outcome, reason, 0
        self.mentor_id, self.noted_at = by_id, at

    @property
    def written_at(self) -> datetime:
        """When the note was written, which may be later than the plan."""
        return self.noted_at or self.created_at


class GoalTouch(Base):
    """A goal that an activity was about, and how it moved. `held_on` is the activity's day, for the index."""

    __tablename__ = "goal_touches"
    __confidential__ = True
    __table_args__ = (
        sa.UniqueConstraint("activity_id", "goal_id"),
        sa.Index("ix_goal_touches_goal", "goal_id", "held_on"),
        sa.Index("ix_goal_touches_client", "client_id"),
    )

    activity_id: Mapped[UUID] = mapped_column(sa.ForeignKey("activities.id"))
    goal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("goals.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    held_on: Mapped[date]
    movement: Mapped[Movement | None] = mapped_column(word(Movement))
    words_sealed: Mapped[bytes | None] = sealed_column()

    words = Sealed("words_sealed")


class Amendment(Base):
    """A correction of a final note, and why; it stands beside the note, which stays as it is."""

    __tablename__ = "amendments"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_amendments_activity", "activity_id", "created_at"),)

    activity_id: Mapped[UUID] = mapped_column(sa.ForeignKey("activities.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    words_sealed: Mapped[bytes | None] = sealed_column()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]

    words = Sealed("words_sealed")
    reason = Sealed("reason_sealed")
