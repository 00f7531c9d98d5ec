"""What an organisation has to do again and again to look after records, and when it is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from caseapp.errors import RuleBroken
from caseapp.fitness.rules import months_after
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import check_length
from caseapp.organisation.rules import Threshold

LINE_MAX, REASON_MAX = 200, 300
OLDEST = timedelta(days=20 * 366)
WARNED_FOR = timedelta(days=60)
TRAIL_EACH = timedelta(days=7)
TRAIL_IS_OLD = timedelta(days=8)


class HouseDuty(StrEnum):
    """Something that is due again after some months, and is recorded by somebody."""

    DATABASE_DOCUMENT = "database_document"
    RISK_SURVEY = "risk_survey"
    PENETRATION_TEST = "penetration_test"
    AUDIT = "audit"
    TRAINING = "training"
    NOTICE_REVIEW = "notice_review"
    PROCESSOR_REVIEW = "processor_review"


class OwnDuty(StrEnum):
    """Something that the program knows by itself."""

    ACCESS_REVIEW = "access_review"
    READING_REVIEW = "reading_review"
    RESTORE_DRILL = "restore_drill"
    TRAIL_CHECK = "trail_check"


class DueState(StrEnum):
    """How it stands."""

    DONE = "done"
    SOON = "soon"
    LATE = "late"
    NEVER = "never"


HOUSE_DUTY_NAMES: dict[HouseDuty, Any] = {
    HouseDuty.DATABASE_DOCUMENT: _l("Database document, looked through"),
    HouseDuty.RISK_SURVEY: _l("Risk survey"),
    HouseDuty.PENETRATION_TEST: _l("Penetration test"),
    HouseDuty.AUDIT: _l("Audit of the regulations"),
    HouseDuty.TRAINING: _l("Training of all who are allowed in"),
    HouseDuty.NOTICE_REVIEW: _l("Privacy notice, looked through"),
    HouseDuty.PROCESSOR_REVIEW: _l("Processors and their contracts, looked through"),
}
OWN_DUTY_NAMES: dict[OwnDuty, Any] = {
    OwnDuty.ACCESS_REVIEW: _l("Access review"),
    OwnDuty.READING_REVIEW: _l("Monthly review of reading"),
    OwnDuty.RESTORE_DRILL: _l("Restore drill"),
    OwnDuty.TRAIL_CHECK: _l("Verification of the audit trail"),
}
OWN_DUTY_RULES: dict[OwnDuty, Any] = {
    OwnDuty.ACCESS_REVIEW: _l("Each quarter everybody's role and team are confirmed by name."),
    OwnDuty.READING_REVIEW: _l("A sample of each month is looked at and signed."),
    OwnDuty.RESTORE_DRILL: _l("Once a week the program restores a backup by itself and proves it."),
    OwnDuty.TRAIL_CHECK: _l("Once a week the program reads the whole trail and checks that no entry was changed."),
}
INTERVALS: dict[HouseDuty, Threshold] = {
    HouseDuty.DATABASE_DOCUMENT: Threshold.DATABASE_DOCUMENT_MONTHS,
    HouseDuty.RISK_SURVEY: Threshold.RISK_SURVEY_MONTHS,
    HouseDuty.PENETRATION_TEST: Threshold.PENETRATION_TEST_MONTHS,
    HouseDuty.AUDIT: Threshold.AUDIT_MONTHS,
    HouseDuty.TRAINING: Threshold.TRAINING_MONTHS,
    HouseDuty.NOTICE_REVIEW: Threshold.NOTICE_REVIEW_MONTHS,
    HouseDuty.PROCESSOR_REVIEW: Threshold.PROCESSOR_REVIEW_MONTHS,
}
DUE_STATE_NAMES = {
    DueState.DONE: _l("In order"),
    DueState.SOON: _l("Due soon"),
    DueState.LATE: _l("Late"),
    DueState.NEVER: _l("Never recorded"),
}
RED = frozenset({DueState.LATE, DueState.NEVER})


@dataclass(frozen=True)
class DoneDraft:
    """That it was done on a day, by whom, and where that can be read."""

    done_on: date
    by_whom: str
    reference: str = ""


class DueStanding(NamedTuple):
    """When it was last done, its last day, and how it stands."""

    state: DueState
    last_on: date | None
    due_on: date | None


def due_standing(done: Iterable[date], months: int, today: date) -> DueStanding:
    """How it stands; what was never recorded is as red as what is late."""
    last = max(done, default=None)
    if last is None:
        return DueStanding(DueState.NEVER, None, None)
    due = months_after(last, months)
    if today > due:
        return DueStanding(DueState.LATE, last, due)
    return DueStanding(DueState.SOON if due - today <= WARNED_FOR else DueState.DONE, last, due)


def is_trail_check_due(last_on: date | None, today: date) -> bool:
    """Whether the trail is to be read again."""
    return last_on is None or last_on + TRAIL_EACH <= today


def trail_standing(last_on: date | None, has_faults: bool, today: date) -> DueStanding:
    """How the verification stands; a trail in which something was changed is late, whenever that was found."""
    if last_on is None:
        return DueStanding(DueState.NEVER, None, None)
    due = last_on + TRAIL_IS_OLD
    return DueStanding(DueState.LATE if has_faults or today > due else DueState.DONE, last_on, due)


def check_done(draft: DoneDraft, today: date) -> None:
    """`RuleBroken` where the day cannot be right, or nothing says who did it."""
    if draft.done_on > today:
        raise RuleBroken(_("This day has not come yet."), "done_on")
    if draft.done_on < today - OLDEST:
        raise RuleBroken(_("This day is too long ago. Check the year."), "done_on")
    if not draft.by_whom.strip():
        raise RuleBroken(_("Say who did it: a name, a company or a role."), "by_whom")
    for name in ("by_whom", "reference"):
        check_length(getattr(draft, name), LINE_MAX, name)


def check_taken_back(reason: str) -> None:
    """`RuleBroken` where nothing says why an entry no longer counts."""
    if not reason.strip():
        raise RuleBroken(_("Say in a few words why it no longer counts."), "reason")
    check_length(reason, REASON_MAX, "reason")
