"""The organisation's settings and the options of its lists."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Versioned, word
from caseapp.organisation.rules import ADDRESS_MAX, CODE_MAX, LABEL_MAX, MESSENGERS_MAX, NAME_MAX, NUMBERS_MAX, ListKind


class Organisation(Versioned, Base):
    """Who runs the installation; its thresholds, the instruments that it switched on or off, and the versions whose
    scoring was compared with the author's, as JSON. At most one row."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(sa.String(NAME_MAX), default="")
    address: Mapped[str] = mapped_column(sa.String(ADDRESS_MAX), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    accessibility_contact: Mapped[str] = mapped_column(sa.String(ADDRESS_MAX), default="")
    accessibility_on: Mapped[date | None]
    has_hebrew_dates: Mapped[bool] = mapped_column(default=False)
    second_step_for_mentors: Mapped[bool] = mapped_column(default=True)
    messengers: Mapped[str] = mapped_column(sa.String(MESSENGERS_MAX), default="")
    fit_rule_from: Mapped[date | None]
    emergency_numbers: Mapped[str] = mapped_column(sa.String(NUMBERS_MAX), default="")
    privacy_contact: Mapped[str] = mapped_column(sa.String(ADDRESS_MAX), default="")
    thresholds: Mapped[str] = mapped_column(sa.Text, default="{}")
    instruments: Mapped[str] = mapped_column(sa.Text, default="{}")
    instruments_compared: Mapped[str] = mapped_column(sa.Text, default="{}")
    logo: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)


class ListEntry(Versioned, Base):
    """An option that the organisation added to a list, or its own label, position or hiding of a built-in one."""

    __tablename__ = "list_entries"
    __table_args__ = (sa.UniqueConstraint("list_kind", "code"),)

    list_kind: Mapped[ListKind] = mapped_column(word(ListKind))
    code: Mapped[str] = mapped_column(sa.String(CODE_MAX))
    label: Mapped[str] = mapped_column(sa.String(LABEL_MAX), default="")
    position: Mapped[int] = mapped_column(default=0)
    is_hidden: Mapped[bool] = mapped_column(default=False)
