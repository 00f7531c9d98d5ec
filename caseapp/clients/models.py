"""The client's file and who mentors whom."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from caseapp.clients.rules import ClientStatus, ContactWay, GenderForm, search_name, search_words
from caseapp.clients.sound_rules import SOUND_MAX, sought_keys, sound_of
from caseapp.clock import today
from caseapp.db import Base, Sealed, Versioned, new_stamp, sealed_column, word


class Client(Versioned, Base):
    """A person whom a mentor accompanies. The stamp is another one whenever any record about the client changes."""

    __tablename__ = "clients"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_clients_team", "team_id", "search_name"),)

    team_id: Mapped[UUID] = mapped_column(sa.ForeignKey("teams.id"))
    given_name: Mapped[str] = mapped_column(sa.String(80))
    family_name: Mapped[str] = mapped_column(sa.String(80))
    preferred_name: Mapped[str] = mapped_column(sa.String(80), default="")
    alias: Mapped[str] = mapped_column(sa.String(80), default="")
    search_name: Mapped[str] = mapped_column(sa.String(400))
    sound: Mapped[str] = mapped_column(sa.String(SOUND_MAX), default="")
    national_id_sealed: Mapped[bytes | None] = sealed_column()
    national_id_hash: Mapped[bytes | None] = mapped_column(sa.LargeBinary, unique=True)
    birth_on: Mapped[date | None]
    phone_sealed: Mapped[bytes | None] = sealed_column()
    email_sealed: Mapped[bytes | None] = sealed_column()
    contact_way: Mapped[ContactWay | None] = mapped_column(word(ContactWay))
    no_voicemail: Mapped[bool] = mapped_column(default=False)
    no_messages: Mapped[bool] = mapped_column(default=False)
    introduction_sealed: Mapped[bytes | None] = sealed_column()
    adjustments_sealed: Mapped[bytes | None] = sealed_column()
    language: Mapped[str] = mapped_column(sa.String(2), default="he")
    spoken: Mapped[str] = mapped_column(sa.String(40), default="")
    interpreter: Mapped[str] = mapped_column(sa.String(2), default="")
    gender_form: Mapped[GenderForm] = mapped_column(word(GenderForm), default=GenderForm.NEUTRAL)
    status: Mapped[ClientStatus] = mapped_column(word(ClientStatus), default=ClientStatus.ACTIVE)
    status_on: Mapped[date] = mapped_column(default=today)
    meeting_every_days: Mapped[int | None]
    opened_at: Mapped[datetime]
    stamp: Mapped[int | None] = mapped_column(sa.BigInteger, default=new_stamp)

    national_id = Sealed("national_id_sealed")
    phone = Sealed("phone_sealed")
    email = Sealed("email_sealed")
    introduction = Sealed("introduction_sealed")
    adjustments = Sealed("adjustments_sealed")

    @hybrid_property
    def name(self) -> str:
        """The full name."""
        return f"{self.given_name} {self.family_name}"

    @name.inplace.expression
    @classmethod
    def _name(cls) -> sa.ColumnElement[str]:
        return cls.given_name + " " + cls.family_name

    @hybrid_property
    def called(self) -> str:
        """The name that the person prefers."""
        return self.preferred_name or self.given_name

    @called.inplace.expression
    @classmethod
    def _called(cls) -> sa.ColumnElement[str]:
        return sa.func.coalesce(sa.func.nullif(cls.preferred_name, ""), cls.given_name)

    @hybrid_property
    def shown_in_groups(self) -> str:
        """The name on group lists, which others may see: the alias, if the client wants one."""
        return self.alias or self.name

    @shown_in_groups.inplace.expression
    @classmethod
    def _shown_in_groups(cls) -> sa.ColumnElement[str]:
        return sa.func.coalesce(sa.func.nullif(cls.alias, ""), cls.name)

    @classmethod
    def order_in_groups(cls) -> tuple[sa.ColumnElement[str], InstrumentedAttribute[UUID]]:
        """The order of group lists; an alias is sorted as such, so that its place does not reveal the name."""
        return sa.func.coalesce(sa.func.nullif(sa.func.lower(cls.alias), ""), cls.search_name), cls.id

    def rename(self, given_name: str, family_name: str, preferred_name: str) -> None:
        """Give the person these names, and the forms in which they are searched."""
        self.given_name, self.family_name, self.preferred_name = given_name, family_name, preferred_name
        self.search_name = search_name(given_name, family_name, preferred_name)
        self.sound = sound_of(given_name, family_name, preferred_name)

    @classmethod
    def is_named(cls, words: str) -> sa.ColumnElement[bool]:
        """The condition that the names hold all of these words, however they are spelled, pointed and transcribed."""
        sought = search_words(words)
        is_alone = len(sought) == 1
        return sa.and_(sa.true(), *(sa.or_(cls.is_written(word), cls.sounds_like(word, is_alone)) for word in sought))

    @classmethod
    def is_written(cls, word: str) -> sa.ColumnElement[bool]:
        """The condition that the names hold this word in its own letters."""
        return cls.search_name.contains(word, autoescape=True)

    @classmethod
    def sounds_like(cls, word: str, is_alone: bool) -> sa.ColumnElement[bool]:
        """The condition that a word of the names begins like this one, in whatever letters."""
        return sa.or_(sa.false(), *(cls.sound.contains(key, autoescape=True) for key in sought_keys(word, is_alone)))


class Assignment(Versioned, Base):
    """That a mentor accompanies a client from one day to another; ended, never deleted.

    One that was made by mistake is withdrawn: it ends on the day before it began and gives no access. A cover stands
    in for another mentor, who stays, and always has a last day. `handover` is the mentor's note for the next one.
    """

    __tablename__ = "assignments"
    __confidential__ = True
    __table_args__ = (
        sa.Index("ix_assignments_mentor", "mentor_id", "starts_on", "ends_on", "client_id"),
        sa.Index("ix_assignments_client", "client_id", "starts_on"),
        sa.CheckConstraint("covered_id IS NULL OR ends_on IS NOT NULL", name="cover"),
    )

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    mentor_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    assigned_by_id: Mapped[UUID | None]
    assigned_at: Mapped[datetime]
    covered_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    handover_sealed: Mapped[bytes | None] = sealed_column()

    handover = Sealed("handover_sealed")

    @classmethod
    def lasts_on(cls, day: date) -> sa.ColumnElement[bool]:
        """The condition that the mentor accompanies the client on that day."""
        return sa.and_(cls.starts_on <= day, sa.or_(cls.ends_on.is_(None), cls.ends_on >= day))


class Transfer(Base):
    """That a client was handed over from one mentor or team to another; never edited.

    The note is for whoever takes over, who marks it as read.
    """

    __tablename__ = "transfers"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_transfers_client", "client_id", "created_at"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    from_assignment_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("assignments.id"))
    to_assignment_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("assignments.id"))
    from_team_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("teams.id"))
    to_team_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("teams.id"))
    starts_on: Mapped[date]
    note_sealed: Mapped[bytes | None] = sealed_column()
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    read_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))

    note = Sealed("note_sealed")
