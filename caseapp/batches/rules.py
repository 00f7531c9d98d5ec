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
CONFIRM_WITHIN = timedelta(days=3)
FETCH_WITHIN = timedelta(days=1)
"""How long a second person has, and after their word whoever asked."""
COUNTED_TOGETHER = timedelta(days=1)
"""What one person takes along within this time is counted together: many clients in small parts are many."""


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
    OTHER_CLIENTS = "other_clients"


class ConfirmationState(StrEnum):
    """What became of the question to a second person. Only two of them are somebody's word."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


CONFIRMATION_NAMES = {
    ConfirmationState.WAITING: _l("Waits for the second person"),
    ConfirmationState.CONFIRMED: _l("Confirmed by a second person"),
    ConfirmationState.REFUSED: _l("Refused by a second person"),
    ConfirmationState.EXPIRED: _l("Expired: nobody confirmed it in time"),
    ConfirmationState.WITHDRAWN: _l("Withdrawn by whoever asked"),
}
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
    Failure.OTHER_CLIENTS: _l("It would hold other clients than those whom the second person confirmed. Ask again."),
}


@dataclass(frozen=True)
class BatchDraft:
    """Which reports are to be printed, in which format, and what for."""

    report_ids: tuple[UUID, ...]
    shape: BatchFormat = BatchFormat.ZIP
    reason: str = ""


@dataclass(frozen=True)
class TableOrder:
    """Which table is asked for, in which format and language, what for, and what was chosen on its page."""

    kind: str
    shape: BatchFormat
    language: str
    reason: str
    chosen: str = ""


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
