"""What can leave as a table, in which formats, and that it is said what for."""

from dataclasses import dataclass
from enum import StrEnum

from caseapp.batches.rules import REASON_MAX, BatchFormat
from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

ROWS_AT_ONCE = 2_000  # more are left to the worker


class ExportKind(StrEnum):
    """What leaves: the four files of the import, or what one page lists."""

    CASELOAD = "caseload"
    PEOPLE = "people"
    BOARD = "board"
    HOURS = "hours"
    TIES = "ties"
    CIRCLES = "circles"
    ATTENDANCE = "attendance"


EXPORT_KIND_NAMES = {
    ExportKind.CASELOAD: _l("All records of the team"),
    ExportKind.PEOPLE: _l("List of people"),
    ExportKind.BOARD: _l("Board"),
    ExportKind.HOURS: _l("Hours this month"),
    ExportKind.TIES: _l("Ties of the team"),
    ExportKind.CIRCLES: _l("Circles of support"),
}
TABLE_FORMAT_NAMES = {
    BatchFormat.XLSX: _l("Excel workbook (XLSX)"),
    BatchFormat.CSV: _l("Plain text (CSV)"),
}


@dataclass(frozen=True)
class ExportDraft:
    """In which format records leave, and what for."""

    shape: BatchFormat
    reason: str


def check_reason(reason: str) -> None:
    """`RuleBroken` where it is not said what records leave for."""
    if not reason.strip():
        raise RuleBroken(_("Say what the table is for. It is kept with the audit trail."), "reason")
    check_length(reason, REASON_MAX, "reason")
