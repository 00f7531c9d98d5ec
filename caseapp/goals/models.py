"""Goals in the client's words, their ladders and ratings."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, InErrorWithReason, Sealed, Versioned, sealed_column, word
from caseapp.errors import Unreadable
from caseapp.goals.rules import (
    GOAL_STATUS_NAMES,
    LEVELS,
    AgreementDraft,
    AgreementMethod,
    GoalDraft,
    GoalStatus,
    Owner,
    is_ladder_open,
    is_over,
)


class Goal(Versioned, InErrorWithReason, Base):
    """What the client wants, in their own words and as agreed, with the ladder on which it is rated."""

    __tablename__ = "goals"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_goals_client", "client_id", "status"),
        sa.CheckConstraint("baseline BETWEEN -2 AND 2", name="baseline"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    domain: Mapped[str] = mapped_column(sa.String(40))
    status: Mapped[GoalStatus] = mapped_column(word(GoalStatus), default=GoalStatus.DRAFT)
    baseline: Mapped[int]
    agreed_on: Mapped[date | None]
    starts_on: Mapped[date]
    target_on: Mapped[date | None]
    review_on: Mapped[date | None]
    agreed_how: Mapped[AgreementMethod | None] = mapped_column(word(AgreementMethod))
    weight: Mapped[int] = mapped_column(default=1)
    ladder_number: Mapped[int] = mapped_column(default=1)
    barriers: Mapped[str] = mapped_column(sa.String(200), default="")
    chime: Mapped[str] = mapped_column(sa.String(80), default="")
    why_sealed: Mapped[bytes | None] = sealed_column()
    strengths_sealed: Mapped[bytes | None] = sealed_column()
    barrier_words_sealed: Mapped[bytes | None] = sealed_column()
    supports_sealed: Mapped[bytes | None] = sealed_column()
    client_words_sealed: Mapped[bytes | None] = sealed_column()
    wording_sealed: Mapped[bytes | None] = sealed_column()
    short_name_sealed: Mapped[bytes | None] = sealed_column()
    ladder_sealed: Mapped[bytes | None] = sealed_column()
    created_by_id: Mapped[UUID | None]
    created_at: Mapped[datetime]

    client_words = Sealed("client_words_sealed")
    wording = Sealed("wording_sealed")
    short_name = Sealed("short_name_sealed")
    ladder_text = Sealed("ladder_sealed")
    why = Sealed("why_sealed")
    strengths = Sealed("strengths_sealed")
    barrier_words = Sealed("barrier_words_sealed")
    supports = Sealed("supports_sealed")

    @property
    def ladder(self) -> dict[int, str]:
        """What each of the five levels looks like in this client's life; empty where not described yet."""
        return read_ladder(self.ladder_text)

    @ladder.setter
    def ladder(self, words: Mapping[int, str]) -> None:
        self.ladder_text = json.dumps([words.get(level, "") for level in LEVELS], ensure_ascii=False)

    @property
    def status_name(self) -> str:
        """Where the goal stands, in words."""
        return str(GOAL_STATUS_NAMES[self.status])

    @property
    def is_over(self) -> bool:
        """Whether the goal has ended."""
        return is_over(self.status)

    @property
    def is_ladder_open(self) -> bool:
        """Whether the ladder, the starting level and the start date may still be changed."""
        return is_ladder_open(self.status)

    @property
    def draft(self) -> GoalDraft:
        """The goal as a form would send it."""
        return GoalDraft(
            client_words=self.client_words,
            wording=self.wording,
            short_name=self.short_name,
            domain=self.domain,
            target_on=self.target_on,
            starts_on=self.starts_on,
            baseline=self.baseline,
            ladder=self.ladder,
            review_on=self.review_on,
            why=self.why,
            strengths=self.strengths,
            barriers=tuple(self.barriers.split()),
            barrier_words=self.barrier_words,
            supports=self.supports,
            weight=self.weight,
            chime=tuple(self.chime.split()),
        )

    def agree(self, agreement: AgreementDraft, review_on: date) -> None:
        """Make a draft an active goal, to be reviewed on that day unless another one was chosen."""
        self.status = GoalStatus.ACTIVE
        self.agreed_on, self.agreed_how = agreement.agreed_on, agreement.how
        self.review_on = self.review_on or review_on

    def replace_ladder(self, ladder: Mapping[int, str], baseline: int) -> None:
        """Use a new ladder from now on; earlier ratings keep the number of theirs."""
        self.ladder, self.baseline, self.ladder_number = dict(ladder), baseline, self.ladder_number + 1

    def mark_in_error(self, reason: str, at: datetime) -> None:
        """Strike the goal through; it stays so."""
        super().mark_in_error(reason, at)
        self.status = GoalStatus.IN_ERROR

    @property
    def title(self) -> str:
        """The agreed wording, or the client's words where none is agreed yet."""
        return self.wording or self.client_words


def read_ladder(text: str) -> dict[int, str]:
    """The five levels, read from the stored text."""
    if isinstance(text, Unreadable):
        return dict.fromkeys(LEVELS, text)
    return dict(zip(LEVELS, json.loads(text) if text else [""] * len(LEVELS), strict=True))


class Rating(InErrorWithReason, Base):
    """Where the goal stands on its ladder on a day, as rated by the mentor and the client; never overwritten."""

    __tablename__ = "ratings"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_ratings_goal", "goal_id", "rated_on"),
        sa.Index("ix_ratings_client", "client_id", "rated_on"),
        sa.CheckConstraint("mentor_level BETWEEN -2 AND 2", name="mentor_level"),
        sa.CheckConstraint("client_level IS NULL OR client_level BETWEEN -2 AND 2", name="client_level"),
    )

    goal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("goals.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    rated_on: Mapped[date]
    ladder_number: Mapped[int] = mapped_column(default=1)
    mentor_level: Mapped[int]
    client_level: Mapped[int | None]
    evidence_sealed: Mapped[bytes | None] = sealed_column()
    rated_by_id: Mapped[UUID]
    created_at: Mapped[datetime]

    evidence = Sealed("evidence_sealed")


class FormerLadder(Base):
    """A ladder on which a goal was rated until it was replaced, and why it was replaced."""

    __tablename__ = "former_ladders"
    __confidential__ = True
    __table_args__ = (sa.UniqueConstraint("goal_id", "number"),)

    goal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("goals.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    number: Mapped[int]
    baseline: Mapped[int]
    ladder_sealed: Mapped[bytes | None] = sealed_column()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    until_on: Mapped[date]
    changed_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))

    ladder_text = Sealed("ladder_sealed")
    reason = Sealed("reason_sealed")


class GoalStep(Versioned, Base):
    """One step towards a goal: who does it, by when, and whether it is done."""

    __tablename__ = "goal_steps"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_goal_steps_goal", "goal_id", "created_at"),)

    goal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("goals.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    owner: Mapped[Owner] = mapped_column(word(Owner))
    words_sealed: Mapped[bytes | None] = sealed_column()
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    dropped_on: Mapped[date | None]
    drop_reason_sealed: Mapped[bytes | None] = sealed_column()
    place: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    words = Sealed("words_sealed")
    drop_reason = Sealed("drop_reason_sealed")

    @classmethod
    def is_open(cls) -> sa.ColumnElement[bool]:
        """The condition that it is still to be done."""
        return sa.and_(cls.done_on.is_(None), cls.dropped_on.is_(None))

    def drop(self, reason: str, on: date) -> None:
        """Give the step up."""
        self.dropped_on, self.drop_reason = on, reason


class GoalChange(Base):
    """A change of a goal's status: to which, on which day and why."""

    __tablename__ = "goal_changes"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_goal_changes_goal", "goal_id", "created_at"),)

    goal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("goals.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    status: Mapped[GoalStatus] = mapped_column(word(GoalStatus))
    changed_on: Mapped[date]
    reason_sealed: Mapped[bytes | None] = sealed_column()
    changed_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]

    reason = Sealed("reason_sealed")
