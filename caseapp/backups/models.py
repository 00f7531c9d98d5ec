"""What became of each night's backup and proof."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.backups.rules import BackupFault, BackupTask
from caseapp.db import Base, word

HOST_MAX = 100


class BackupRun(Base):
    """One night's task: under way or cut short without `ended_at`, good without `fault`."""

    __tablename__ = "backup_runs"
    __table_args__ = (sa.UniqueConstraint("task", "night"),)

    task: Mapped[BackupTask] = mapped_column(word(BackupTask))
    night: Mapped[date]
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    fault: Mapped[BackupFault | None] = mapped_column(word(BackupFault))
    file_name: Mapped[str] = mapped_column(sa.String(40), default="")
    file_bytes: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    host: Mapped[str] = mapped_column(sa.String(HOST_MAX), default="")
    is_beside: Mapped[bool] = mapped_column(default=False)

    @property
    def is_good(self) -> bool:
        """Whether it was done, and what it made was found good."""
        return self.ended_at is not None and self.fault is None
