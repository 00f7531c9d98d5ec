"""The kinds of papers that mentors need, and which of them somebody saw. No paper itself is stored."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, InErrorWithReason, Sealed, Versioned, sealed_column
from caseapp.fitness.rules import CODE_MAX, LABEL_MAX, SOURCE_MAX


class FitnessKind(Versioned, Base):
    """A kind of paper that the organisation added, or how it changed a built-in one."""

    __tablename__ = "fitness_kinds"

    code: Mapped[str] = mapped_column(sa.String(CODE_MAX), unique=True)
    label: Mapped[str] = mapped_column(sa.String(LABEL_MAX))
    source: Mapped[str] = mapped_column(sa.String(SOURCE_MAX))
    months: Mapped[int | None]
    is_required: Mapped[bool]


class FitnessPaper(InErrorWithReason, Base):
    """That somebody saw a mentor's paper, or exempted the mentor from it, with the days on which it holds."""

    __tablename__ = "fitness_papers"
    __table_args__ = (sa.Index("ix_fitness_papers_person", "person_id", "kind"),)

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(sa.String(CODE_MAX))
    is_exempt: Mapped[bool]
    given_on: Mapped[date]
    expires_on: Mapped[date | None]
    reason_sealed: Mapped[bytes | None] = sealed_column()
    seen_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    seen_at: Mapped[datetime]

    reason = Sealed("reason_sealed")
