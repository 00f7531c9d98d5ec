"""What a report may lack, and for which kinds of reports that matters: one table."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from caseapp.reports.kind_rules import ReportKind


class MissingData(StrEnum):
    """What may be missing in the records of the period."""

    NO_APPROVAL = "no_approval"
    NO_REFERENCE = "no_reference"
    NO_GOAL = "no_goal"
    NOT_AGREED = "not_agreed"
    NOT_RATED = "not_rated"
    NO_NOTE = "no_note"


RELEVANT_FOR: dict[ReportKind, frozenset[MissingData]] = {
    ReportKind.FULL: frozenset(MissingData),
    ReportKind.COMMITTEE: frozenset(MissingData),
    ReportKind.FAMILY: frozenset({MissingData.NO_GOAL, MissingData.NOT_AGREED, MissingData.NOT_RATED}),
    ReportKind.CLIENT: frozenset(
        {MissingData.NO_GOAL, MissingData.NOT_AGREED, MissingData.NOT_RATED, MissingData.NO_NOTE}
    ),
}


@dataclass(frozen=True)
class MissingItem:
    """One thing that is missing: what it is about in words (a goal, a day), and the id of the record to go to."""

    kind: MissingData
    about: str = ""
    record_id: UUID | None = None
