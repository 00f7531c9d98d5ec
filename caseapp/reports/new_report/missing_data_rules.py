"""What a report would lack, and for which kind it matters: one table."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from caseapp.reports.kind_rules import ReportKind


class Gap(StrEnum):
    """What may be missing in the records of the period."""

    NO_APPROVAL = "no_approval"
    NO_REFERENCE = "no_reference"
    NO_GOAL = "no_goal"
    NOT_AGREED = "not_agreed"
    NOT_RATED = "not_rated"
    NO_NOTE = "no_note"


GAPS: dict[ReportKind, frozenset[Gap]] = {
    ReportKind.FULL: frozenset(Gap),
    ReportKind.COMMITTEE: frozenset(Gap),
    ReportKind.FAMILY: frozenset({Gap.NO_GOAL, Gap.NOT_AGREED, Gap.NOT_RATED}),
    ReportKind.CLIENT: frozenset({Gap.NO_GOAL, Gap.NOT_AGREED, Gap.NOT_RATED, Gap.NO_NOTE}),
}


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: what it is about in words (a goal, a day), and the id of the record to go to."""

    gap: Gap
    about: str = ""
    record_id: UUID | None = None
