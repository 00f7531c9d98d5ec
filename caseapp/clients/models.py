"""The client's file and who mentors whom."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clients.rules import ClientStatus, GenderForm
from caseapp.db import Base, Sealed, Versioned, sealed_column, word


class Client(Versioned, Base):
    """A person who is accompanied."""

    __tablename__ = "clients"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_clients_team", "team_id", "search_name"),)

    team_id: Mapped[UUID] = mapped_column(sa.ForeignKey("teams.id"))
    given_name: Mapped[str] = mapped_column(sa.String(80))
    family_name: Mapped[str] = mapped_column(sa.String(80))
    preferred_name: Mapped[str] = mapped_column(sa.String(80), default="")
    search_name: Mapped[str] = mapped_column(sa.String(400))
    national_id_sealed: Mapped[bytes | None] = sealed_column()
    national_id_hash: Mapped[bytes | None] = mapped_column(sa.LargeBinary, unique=True)
    birth_on: Mapped[date | None]
    phone_sealed: Mapped[bytes | None] = sealed_column()
    language: Mapped[str] = mapped_column(sa.String(2), default="he")
    gender_form: Mapped[GenderForm] = mapped_column(word(GenderForm), default=GenderForm.NEUTRAL)
    status: Mapped[ClientStatus] = mapped_column(word(ClientStatus), default=ClientStatus.ACTIVE)
    opened_at: Mapped[datetime]

    national_id = Sealed("national_id_sealed")
    phone = Sealed("phone_sealed")

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def called(self) -> str:
        """How the person likes to be called."""
        return self.preferred_name or self.given_name


class Assignment(Base):
    """That a mentor accompanies a client from one day to another; ended, never deleted.

    One that was given by mistake ends on the day before it began: a stretch without a day, which opens nothing.
    """

    __tablename__ = "assignments"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_assignments_mentor", "mentor_id", "starts_on", "ends_on", "client_id"),
        sa.Index("ix_assignments_client", "client_id", "starts_on"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    mentor_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    assigned_by_id: Mapped[UUID | None]
    assigned_at: Mapped[datetime]
