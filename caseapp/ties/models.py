"""Ties of a client, and the steps on which they grew."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, InErrorWithReason, Sealed, Versioned, sealed_column, word
from caseapp.ties.rules import GoesAlong, StillThere, TieDraft, TieKind, TieState, TieStepKind


class Tie(Versioned, InErrorWithReason, Base):
    """A person, a group or a place that is followed: what it came out of, and where it stands after its steps."""

    __tablename__ = "ties"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_ties_client", "client_id", "alone_on", "lasting_on", "ended_on", "known_on", "error_at"),
        sa.Index("ix_ties_asked", "ask_on", "client_id"),
        sa.Index("ix_ties_faded", "faded_on", "client_id"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    kind: Mapped[TieKind] = mapped_column(word(TieKind))
    name_sealed: Mapped[bytes | None] = sealed_column()
    detail_sealed: Mapped[bytes | None] = sealed_column()
    thought_on: Mapped[date]
    goal_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("goals.id"))
    activity_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("activities.id"))
    group_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("groups.id"))
    alone_on: Mapped[date | None]
    since_on: Mapped[date | None]
    lasting_on: Mapped[date | None]
    known_on: Mapped[date | None]
    faded_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ask_on: Mapped[date | None]
    created_by_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    error_at: Mapped[datetime | None]

    name = Sealed("name_sealed")
    detail = Sealed("detail_sealed")

    @property
    def draft(self) -> TieDraft:
        """The tie as a form would send it."""
        return TieDraft(
            self.name, self.kind, self.detail, self.thought_on, self.goal_id, self.activity_id, self.group_id
        )

    def write(self, draft: TieDraft) -> None:
        """Take what was typed."""
        self.kind, self.name, self.detail = draft.kind, draft.name, draft.detail

    def follow(self, state: TieState) -> None:
        """Stand where the steps lead."""
        self.alone_on, self.since_on, self.ask_on = state.alone_on, state.since_on, state.ask_on
        self.lasting_on, self.known_on = state.lasting_on, state.known_on
        self.faded_on, self.ended_on = state.faded_on, state.ended_on


class TieStep(Base):
    """What happened to a tie on a day; one that was taken back stays and counts nowhere."""

    __tablename__ = "tie_steps"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_tie_steps_tie", "tie_id", "happened_on"),
        sa.Index("ix_tie_steps_client", "client_id", "happened_on"),
    )

    tie_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ties.id"))
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    kind: Mapped[TieStepKind] = mapped_column(word(TieStepKind))
    happened_on: Mapped[date]
    visit_on: Mapped[date | None]
    along: Mapped[GoesAlong | None] = mapped_column(word(GoesAlong))
    week: Mapped[int | None]
    answer: Mapped[StillThere | None] = mapped_column(word(StillThere))
    by_client: Mapped[bool] = mapped_column(default=False)
    way_sealed: Mapped[bytes | None] = sealed_column()
    say_sealed: Mapped[bytes | None] = sealed_column()
    words_sealed: Mapped[bytes | None] = sealed_column()
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    way = Sealed("way_sealed")
    say = Sealed("say_sealed")
    words = Sealed("words_sealed")

    @classmethod
    def counts(cls) -> sa.ColumnElement[bool]:
        """The condition that it was not taken back."""
        return cls.undone_at.is_(None)
