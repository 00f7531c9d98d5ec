"""People who use the application, their teams, sessions and one-time links."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.access import Capability, Role, may
from caseapp.accounts.joining_rules import Decision, JoiningKind
from caseapp.accounts.rules import AddressForm, LinkKind, PersonState, state_of
from caseapp.clock import today
from caseapp.db import Base, Versioned, word

DEPUTISING = frozenset({Role.MENTOR, Role.SUPERVISOR})


class Team(Versioned, Base):
    """The people whose clients one supervisor is in charge of."""

    __tablename__ = "teams"

    name: Mapped[str] = mapped_column(sa.String(80), unique=True)


class User(Versioned, Base):
    """A person with an account. The role is plain text, so that an unknown one grants nothing."""

    __tablename__ = "users"

    username: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    role: Mapped[str] = mapped_column(sa.String(20))
    team_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    language: Mapped[str] = mapped_column(sa.String(2), default="he")
    address_form: Mapped[AddressForm] = mapped_column(word(AddressForm), default=AddressForm.NEUTRAL)
    local_spelling: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    signed_in_at: Mapped[datetime | None]
    deputyships: Mapped[list["Deputyship"]] = relationship(
        back_populates="person", foreign_keys="Deputyship.person_id", order_by="Deputyship.starts_on"
    )

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the person may use the application now."""
        return self.disabled_at is None

    def get_id(self) -> str:
        """The id that flask-login keeps in the session."""
        return self.id.hex

    @property
    def state(self) -> PersonState:
        """Whether the person can sign in."""
        return state_of(self.password_hash is not None, self.disabled_at is not None)

    @property
    def team_ids_in_charge(self) -> frozenset[UUID]:
        """The teams that the person is in charge of today: a supervisor's own, and those covered as a deputy."""
        if self.role not in DEPUTISING:
            return frozenset()
        teams = {deputyship.team_id for deputyship in self.deputyships if deputyship.is_present(today())}
        if self.role == Role.SUPERVISOR and self.team_id:
            teams.add(self.team_id)
        return frozenset(teams)

    def may(self, capability: Capability) -> bool:
        """Whether the person's role has the capability."""
        return may(self, capability)


class Deputyship(Versioned, Base):
    """A person who stands in for a team's supervisor; the first and the last day are included."""

    __tablename__ = "deputyships"
    __table_args__ = (sa.Index("ix_deputyships_team", "team_id", "starts_on"),)

    team_id: Mapped[UUID] = mapped_column(sa.ForeignKey("teams.id"))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    set_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))
    set_at: Mapped[datetime]
    person: Mapped[User] = relationship(back_populates="deputyships", foreign_keys=[person_id], lazy="raise")

    def is_present(self, day: date) -> bool:
        """Whether it lasts on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def is_taken_back(self) -> bool:
        """Whether it lasts on no day: taken back before its start, or not confirmed yet."""
        return self.ends_on is not None and self.ends_on < self.starts_on

    @classmethod
    def lasts_on(cls, day: date) -> sa.ColumnElement[bool]:
        """`is_present` as a condition of a statement."""
        return sa.and_(cls.starts_on <= day, sa.or_(cls.ends_on.is_(None), cls.ends_on >= day))


class SignIn(Base):
    """One signed-in browser. The cookie holds the secret, the row its hash. Where a client holds the screen, the row
    says which; it is not in the contents, because requests of other tabs write those."""

    __tablename__ = "sign_ins"

    secret_hash: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(sa.String(80))
    contents: Mapped[str] = mapped_column(sa.Text, default="{}")
    with_client_id: Mapped[UUID | None]


class Link(Base):
    """A one-time link: an invitation or a password reset. Its secret is nowhere but in the link."""

    __tablename__ = "links"

    secret_hash: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    kind: Mapped[LinkKind] = mapped_column(word(LinkKind))
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    issued_by_id: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Joining(Base):
    """Somebody who is to see clients, by the word of one person, until a second one confirms it.

    What was decided stays, as what the team is told. A password that waits is the hash of the one that was chosen.
    """

    __tablename__ = "joinings"
    __table_args__ = (sa.Index("ix_joinings_team", "team_id", "asked_at"),)

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    kind: Mapped[JoiningKind] = mapped_column(word(JoiningKind))
    role: Mapped[str] = mapped_column(sa.String(20))
    team_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("teams.id"))
    deputyship_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("deputyships.id"))
    ends_on: Mapped[date | None]
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    asked_by_id: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    decision: Mapped[Decision | None] = mapped_column(word(Decision))
    decided_by_id: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]


class KnownBrowser(Base):
    """A browser in which this person has signed in before: strangers' guesses do not lock it out. Until it is told, in
    another one, that it was used for the first time, `told_at` is empty.

    The hash is of the browser's secret together with the person, so that several people may share a browser.
    """

    __tablename__ = "known_browsers"

    secret_hash: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    seen_at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(sa.String(80), default="")
    added_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class Throttle(Base):
    """How often something was tried without success; the key is a keyed hash, so that no name is stored."""

    __tablename__ = "throttles"

    key: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    began_at: Mapped[datetime]
    tried_at: Mapped[datetime]
    forget_at: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]
