"""Incidents, and who was told of them. They name no client; what is written freely is sealed."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, Versioned, sealed_column, word
from caseapp.oversight.incidents.rules import IncidentDraft, IncidentKind, Severity, Told


class Incident(Versioned, Base):
    """Something that went wrong with stored records, as it is known now; open until it is closed."""

    __tablename__ = "incidents"

    kind: Mapped[IncidentKind] = mapped_column(word(IncidentKind))
    severity: Mapped[Severity] = mapped_column(word(Severity))
    found_at: Mapped[datetime]
    happened_at: Mapped[datetime | None]
    people: Mapped[int | None]
    tells_people: Mapped[bool]
    words_sealed: Mapped[bytes | None] = sealed_column()
    data_sealed: Mapped[bytes | None] = sealed_column()
    measures_sealed: Mapped[bytes | None] = sealed_column()
    created_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"))

    words = Sealed("words_sealed")
    data = Sealed("data_sealed")
    measures = Sealed("measures_sealed")

    def keep(self, draft: IncidentDraft) -> None:
        """Take over what is known by now."""
        for name in ("kind", "severity", "found_at", "happened_at", "people", "tells_people"):
            setattr(self, name, getattr(draft, name))
        self.words, self.data, self.measures = draft.words, draft.data, draft.measures

    @property
    def known(self) -> IncidentDraft:
        """What is known of it."""
        names = ("kind", "severity", "found_at", "happened_at", "people", "words", "data", "measures", "tells_people")
        return IncidentDraft(**{name: getattr(self, name) for name in names}, is_closed=self.closed_at is not None)


class IncidentTelling(Base):
    """That somebody was told of an incident, when, and by whom; it stays."""

    __tablename__ = "incident_tellings"

    incident_id: Mapped[UUID] = mapped_column(sa.ForeignKey("incidents.id"), index=True)
    whom: Mapped[Told] = mapped_column(word(Told))
    told_at: Mapped[datetime]
    words_sealed: Mapped[bytes | None] = sealed_column()
    by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    words = Sealed("words_sealed")
