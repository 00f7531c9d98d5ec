"""The audit trail: what was done, read, printed and refused, and by whom; chained so that tampering shows."""

from caseapp.audit.rules import Act
from caseapp.audit.trail import record, record_alone, record_reading

__all__ = ["Act", "record", "record_alone", "record_reading"]
