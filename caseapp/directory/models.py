"""The entries of the directory."""

from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Versioned, word
from caseapp.directory.rules import (
    ABOUT_MAX,
    NAME_MAX,
    PHONE_MAX,
    STORED,
    WORDS_MAX,
    Light,
    Noise,
    SourceDraft,
    SourceKind,
    WayIn,
    read_source,
)


class SupportSource(Versioned, Base):
    """Something there is around people: a group, a club, a course, help. It is about nobody's client."""

    __tablename__ = "support_sources"

    name: Mapped[str] = mapped_column(sa.String(NAME_MAX))
    kind: Mapped[SourceKind] = mapped_column(word(SourceKind))
    organisation: Mapped[str] = mapped_column(sa.String(NAME_MAX), default="")
    about: Mapped[str] = mapped_column(sa.String(ABOUT_MAX), default="")
    for_whom: Mapped[str] = mapped_column(sa.String(WORDS_MAX), default="")
    interests: Mapped[str] = mapped_column(sa.String(500), default="")
    languages: Mapped[str] = mapped_column(sa.String(40), default="")
    area: Mapped[str] = mapped_column(sa.String(NAME_MAX), default="")
    place: Mapped[str] = mapped_column(sa.String(NAME_MAX), default="")
    address: Mapped[str] = mapped_column(sa.String(WORDS_MAX), default="")
    weekdays: Mapped[str] = mapped_column(sa.String(20), default="")  # 0 is Sunday, as the week begins
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    when_words: Mapped[str] = mapped_column(sa.String(WORDS_MAX), default="")
    bus: Mapped[str] = mapped_column(sa.String(WORDS_MAX), default="")
    way_in: Mapped[WayIn | None] = mapped_column(word(WayIn))
    way_in_words: Mapped[str] = mapped_column(sa.String(WORDS_MAX), default="")
    noise: Mapped[Noise | None] = mapped_column(word(Noise))
    light: Mapped[Light | None] = mapped_column(word(Light))
    cost: Mapped[str] = mapped_column(sa.String(WORDS_MAX), default="")
    discretion: Mapped[str] = mapped_column(sa.String(WORDS_MAX), default="")
    contact: Mapped[str] = mapped_column(sa.String(NAME_MAX), default="")
    phone: Mapped[str] = mapped_column(sa.String(PHONE_MAX), default="")
    email: Mapped[str] = mapped_column(sa.String(NAME_MAX), default="")
    website: Mapped[str] = mapped_column(sa.String(WORDS_MAX), default="")
    is_over: Mapped[bool] = mapped_column(default=False)
    confirmed_on: Mapped[date]
    confirmed_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]

    @property
    def draft(self) -> SourceDraft:
        """The entry as a form would send it."""
        return read_source({name: getattr(self, name) for name in STORED})

    def write(self, draft: SourceDraft) -> None:
        """Say what the draft says."""
        for name in STORED:
            value = getattr(draft, name)
            setattr(self, name, " ".join(map(str, value)) if isinstance(value, tuple) else value)
