"""Printing many reports at once: which are offered, how many, and the state of each."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length

MOST = 200
REASON_OVER = 20
REASON_MAX = 500
PRINT_KEPT = timedelta(hours=1)
PRINT_EXPECTED = timedelta(minutes=2)


class ReportFilter(StrEnum):
    """Which reports are offered to be chosen."""

    DUE = "due"
    QUARTER = "quarter"
    ALL = "all"


class BatchFormat(StrEnum):
    """How the printed reports are delivered."""

    ZIP = "zip"
    PDF = "pdf"
    ALONE = "alone"
    INITIALS = "initials"
    XLSX = "xlsx"
    CSV = "csv"


PRINTS = (BatchFormat.ALONE, BatchFormat.INITIALS)
"""One report that was printed from its own page, and took too long to wait for; with the name or with initials."""
TABLES = (BatchFormat.XLSX, BatchFormat.CSV)
"""Records as a table, which took too long to wait for."""


class ItemState(StrEnum):
    """The state of one report of a batch."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Failure(StrEnum):
    """Why a report was not made."""

    NOT_VISIBLE = "not_visible"
    NOT_DRAWN = "not_drawn"
    UNEXPECTED = "unexpected"


REPORT_FILTER_NAMES = {
    ReportFilter.DUE: _l("Not signed yet"),
    ReportFilter.QUARTER: _l("This quarter"),
    ReportFilter.ALL: _l("All reports"),
}
BATCH_FORMAT_NAMES = {
    BatchFormat.ZIP: _l("A ZIP file with each report separately"),
    BatchFormat.PDF: _l("One PDF for printing"),
}
FAILURE_NAMES = {
    Failure.NOT_VISIBLE: _l("You no longer have access to this client, or the account was disabled."),
    Failure.NOT_DRAWN: _l("The report could not be produced. Print it separately."),
    Failure.UNEXPECTED: _l("Something went wrong; details are in the log. Print the report separately."),
}


@dataclass(frozen=True)
class BatchDraft:
    """Which reports are to be printed, in which format, and what for."""

    report_ids: tuple[UUID, ...]
    shape: BatchFormat = BatchFormat.ZIP
    reason: str = ""


@dataclass(frozen=True)
class TableOrder:
    """Which table is asked for, in which format and language, and what for."""

    kind: str
    shape: BatchFormat
    language: str
    reason: str


class MadeTable(NamedTuple):
    """A file of records, the clients whose records are in it, and its number of rows."""

    content: bytes
    clients: frozenset[UUID]
    rows: int


def quarter_of(day: date) -> tuple[date, date]:
    """The first day of that day's quarter of the year, and the first day after it."""
    month = 3 * ((day.month - 1) // 3) + 1
    after = date(day.year + 1, 1, 1) if month == 10 else date(day.year, month + 3, 1)
    return date(day.year, month, 1), after


def check_choice(number: int, reason: str) -> None:
    """`RuleBroken` where nothing or too much is chosen, or many reports without saying what for."""
    if not number:
        raise RuleBroken(_("Choose at least one report."), "reports")
    if number > MOST:
        raise RuleBroken(_("Choose at most %(most)s reports.", most=MOST), "reports")
    if number > REASON_OVER and not reason.strip():
        raise RuleBroken(
            _("You are printing more than %(most)s reports at once. Say what they are for.", most=REASON_OVER), "reason"
        )
    check_length(reason, REASON_MAX, "reason")


def file_name(place: int, day: date) -> str:
    """The name of a report in a ZIP file: it says nothing of the client."""
    return f"report-{place:03}-{day}.pdf"
