"""The contacts of a client's file, and its changes of status."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clients.file.representation_rules import Representation
from caseapp.clients.file.rules import ContactKind, GuardianScope
from caseapp.clients.rules import ClientStatus
from caseapp.db import Base, Sealed, Versioned, sealed_column, word


class Contact(Versioned, Base):
    """Another phone of the client, an emergency contact, or who represents the client; removed, never deleted."""

    __tablename__ = "contacts"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_contacts_client", "client_id", "removed_at"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    kind: Mapped[ContactKind] = mapped_column(word(ContactKind))
    name_sealed: Mapped[bytes | None] = sealed_column()
    relation_sealed: Mapped[bytes | None] = sealed_column()
    phone_sealed: Mapped[bytes | None] = sealed_column()
    note_sealed: Mapped[bytes | None] = sealed_column()
    is_agreed: Mapped[bool] = mapped_column(default=False)
    scope: Mapped[GuardianScope | None] = mapped_column(word(GuardianScope))
    representation: Mapped[Representation | None] = mapped_column(word(Representation))
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    papers_sealed: Mapped[bytes | None] = sealed_column()
    papers_by_sealed: Mapped[bytes | None] = sealed_column()
    papers_on: Mapped[date | None]
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    name = Sealed("name_sealed")
    relation = Sealed("relation_sealed")
    phone = Sealed("phone_sealed")
    note = Sealed("note_sealed")
    papers = Sealed("papers_sealed")
    papers_by = Sealed("papers_by_sealed")


class StatusChange(Base):
    """A change of status; never edited. `Client.status` is the latest."""

    __tablename__ = "client_statuses"
    __confidential__ = True
    __table_args__ = (sa.Index("ix_client_statuses_client", "client_id", "created_at"),)

    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"))
    status: Mapped[ClientStatus] = mapped_column(word(ClientStatus))
    starts_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(40), default="")
    returns_on: Mapped[date | None]
    words_sealed: Mapped[bytes | None] = sealed_column()
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]

    words = Sealed("words_sealed")
