"""The database: session, base class, transactions, sealed text, and guards for every statement."""

from caseapp.db.base import Base, Versioned, db, own_insert
from caseapp.db.idempotency import IdempotencyKey, form_ids, is_form_id, is_repeated
from caseapp.db.in_error import InError, InErrorWithReason
from caseapp.db.prepared import FoundFirst, unsought
from caseapp.db.sealing import Sealed, SealedBytes, sealed_column
from caseapp.db.stamps import about, has_changes, new_stamp
from caseapp.db.transactions import (
    changed_rows,
    expect_version,
    reading,
    together_with,
    transaction,
    wait_for_writers,
    writing,
    writing_afresh,
)
from caseapp.db.types import UtcDateTime, word

__all__ = [
    "Base",
    "FoundFirst",
    "IdempotencyKey",
    "InError",
    "InErrorWithReason",
    "Sealed",
    "SealedBytes",
    "UtcDateTime",
    "Versioned",
    "about",
    "changed_rows",
    "db",
    "expect_version",
    "form_ids",
    "has_changes",
    "is_form_id",
    "is_repeated",
    "new_stamp",
    "own_insert",
    "reading",
    "sealed_column",
    "together_with",
    "transaction",
    "unsought",
    "wait_for_writers",
    "word",
    "writing",
    "writing_afresh",
]
