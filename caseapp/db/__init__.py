"""The store: one session, one base, sealed text, and the nets under every statement."""

from caseapp.db.base import Base, Versioned, db
from caseapp.db.idempotency import Submission, is_repeated
from caseapp.db.sealing import Sealed, SealedBytes, sealed_column
from caseapp.db.transactions import act, changed_rows, expect_version, reading, writing
from caseapp.db.types import UtcDateTime, word

__all__ = [
    "Base",
    "Sealed",
    "SealedBytes",
    "Submission",
    "UtcDateTime",
    "Versioned",
    "act",
    "changed_rows",
    "db",
    "expect_version",
    "is_repeated",
    "reading",
    "sealed_column",
    "word",
    "writing",
]
