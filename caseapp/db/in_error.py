"""Records entered in error: they stay in the file, struck through, and count nowhere."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from caseapp.db.sealing import Sealed, sealed_column


class InError:
    """A record that may have been entered in error."""

    error_at: Mapped[datetime | None]

    @property
    def is_in_error(self) -> bool:
        """Whether it was entered in error."""
        return self.error_at is not None

    @classmethod
    def not_in_error(cls) -> sa.ColumnElement[bool]:
        """The condition that it was not entered in error, for queries."""
        return cls.error_at.is_(None)


class InErrorWithReason(InError):
    """A record that somebody marks as entered in error, with the reason."""

    error_reason_sealed: Mapped[bytes | None] = sealed_column()

    error_reason = Sealed("error_reason_sealed")

    def mark_in_error(self, reason: str, at: datetime) -> None:
        """Strike it through; it stays so."""
        self.error_at, self.error_reason = at, reason
