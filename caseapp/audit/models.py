"""The tables of the audit trail."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.audit.rules import Act
from caseapp.db import Base, word


class Chain(Base):
    """The entries of one writing process or thread, one after another."""

    __tablename__ = "trail_chains"

    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


client_sets = sa.Table(
    "trail_client_sets",
    Base.metadata,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)
"""The groups of clients that entries are about; each is stored once, under a hash of its members."""

set_members = sa.Table(
    "trail_set_members",
    Base.metadata,
    sa.Column("set_id", sa.ForeignKey("trail_client_sets.id"), primary_key=True),
    sa.Column("client_id", sa.Uuid, primary_key=True),
    sa.Index("ix_trail_set_members_client", "client_id", "set_id"),
    sqlite_with_rowid=False,
)
"""The clients of each set, so that the trail can answer who opened a file."""


class Entry(Base):
    """What was done, read or refused; never changed, and deleted only after `Purged`. Holds ids, no clinical text."""

    __tablename__ = "trail_entries"
    __table_args__ = (
        sa.Index("ix_trail_entries_chain", "chain_id", "seq", unique=True),
        sa.Index("ix_trail_entries_actor", "actor_id", "id"),
        sa.Index("ix_trail_entries_clients", "client_set_id", "id"),
        {"info": {"trail": True}},
    )

    chain_id: Mapped[UUID] = mapped_column(sa.ForeignKey("trail_chains.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    act: Mapped[Act] = mapped_column(word(Act))
    subject: Mapped[str | None] = mapped_column(sa.String(60))
    subject_id: Mapped[UUID | None]
    detail: Mapped[str] = mapped_column(sa.Text, default="{}")
    address: Mapped[str | None] = mapped_column(sa.String(45))
    mac: Mapped[bytes] = mapped_column(sa.LargeBinary)
    client_set_id: Mapped[bytes | None] = mapped_column(sa.ForeignKey("trail_client_sets.id"))


class Purged(Base):
    """How far a chain was removed: the last of its entries that is gone. The newest purge is an entry that signs all
    these rows."""

    __tablename__ = "trail_purged"
    __table_args__ = (sa.Index("ix_trail_purged_chain", "chain_id", "seq", unique=True),)

    purge: Mapped[int]
    chain_id: Mapped[UUID] = mapped_column(sa.ForeignKey("trail_chains.id"))
    seq: Mapped[int]
    mac: Mapped[bytes] = mapped_column(sa.LargeBinary)
    key_name: Mapped[str] = mapped_column(sa.String(16))
    is_closed: Mapped[bool]


class TrailAnchor(Base):
    """The heads of all chains at one moment, also written outside the database."""

    __tablename__ = "trail_anchors"

    at: Mapped[datetime]
    heads: Mapped[str] = mapped_column(sa.Text)
    mac: Mapped[bytes] = mapped_column(sa.LargeBinary)
