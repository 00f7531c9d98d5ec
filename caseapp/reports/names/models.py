"""The names of other people that a report does not print."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Base, Sealed, sealed_column, word
from caseapp.reports.names.rules import Substitute


class ReportName(Base):
    """The name of another person that is not to be printed in a report, and what stands in its place."""

    __tablename__ = "report_names"
    __confidential__ = True

    report_id: Mapped[UUID] = mapped_column(sa.ForeignKey("reports.id"), index=True)
    client_id: Mapped[UUID] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    name_sealed: Mapped[bytes | None] = sealed_column()
    instead: Mapped[Substitute] = mapped_column(word(Substitute))
    added_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]

    name = Sealed("name_sealed")
