"""What columns hold, in words for people."""

from typing import Any

from caseapp.activities.rules import MODE_NAMES, OUTCOME_NAMES, Mode, Outcome
from caseapp.exchange.spreadsheets.heading_words import HEADINGS, NOT_NEEDED, FileKind
from caseapp.exchange.spreadsheets.outcomes import FILE_KIND_NAMES
from caseapp.exchange.spreadsheets.vocabulary import DOMAINS, MODES, OUTCOMES
from caseapp.exchange.uploads.rules import UploadState
from caseapp.i18n import _l
from caseapp.organisation.queries import name_of
from caseapp.organisation.rules import ListKind

FIELD_NAMES = {
    "first_name": _l("Given name"),
    "last_name": _l("Family name"),
    "full_name": _l("Full name"),
    "family_name_first": _l("Full name, family name first"),
    "preferred_name": _l("Preferred name"),
    "national_id": _l("ID number"),
    "born_on": _l("Date of birth"),
    "phone": _l("Phone"),
    "language": _l("Language"),
    "gender_form": _l("Gender used in texts"),
    "mentor": _l("Mentor"),
    "service": _l("Service"),
    "approved_from": _l("Approved from"),
    "approved_until": _l("Approved until"),
    "hours_per_week": _l("Hours a week"),
    "approved_amount": _l("Approved amount"),
    "approval_unit": _l("Unit of the approval"),
    "client_words": _l("In the client's own words"),
    "domain": _l("Area of life"),
    "target_on": _l("Target date"),
    "baseline": _l("Starting level"),
    "on": _l("Date"),
    "at": _l("Time"),
    "until": _l("Until (time)"),
    "minutes": _l("Length in minutes"),
    "hours": _l("Length in hours"),
    "mode": _l("How you met"),
    "outcome": _l("Outcome of the meeting"),
    "note": _l("Note"),
    "mark": _l("Attendance"),
    "group": _l("Group"),
    "name": _l("Name, not needed beside the ID number"),
    "other_name": _l("Name, not needed beside the ID number"),
    "row_number": _l("Number of the row, not needed"),
}
STATE_NAMES = {
    UploadState.CHECKING: _l("Being read"),
    UploadState.READY: _l("Waiting for your decision"),
    UploadState.IMPORTING: _l("Being imported"),
    UploadState.TAKING: _l("Differences are being taken"),
    UploadState.DONE: _l("Imported"),
    UploadState.FAILED: _l("Could not be read"),
}


def column_name(column: str) -> str:
    """What a column of differences is called: `meetings.minutes`."""
    kind, field = column.split(".")
    return f"{FILE_KIND_NAMES[FileKind(kind)]}, {FIELD_NAMES[field]}"


def field_choices(kinds: list[str]) -> list[tuple[str, Any]]:
    """What a column of these files can hold."""
    fields = dict.fromkeys(field for kind in kinds for field in HEADINGS[FileKind(kind)] if field not in NOT_NEEDED)
    return [(field, FIELD_NAMES[field]) for field in fields]


def answer_choices(field: str) -> list[tuple[str, Any]]:
    """The words from which one answer for a whole file is chosen; none where it is written."""
    if field == "mode":
        return [(word, MODE_NAMES[Mode(word)]) for word in dict.fromkeys(MODES.meaning.values())]
    if field == "outcome":
        return [(word, OUTCOME_NAMES[Outcome(word)]) for word in dict.fromkeys(OUTCOMES.meaning.values())]
    if field == "domain":
        return [(word, name_of(ListKind.DOMAINS, word)) for word in dict.fromkeys(DOMAINS.meaning.values())]
    return []
