"""What an organisation can set: thresholds with their rules, and the lists that it words itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import uuid4

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l

NAME_MAX = 120
ADDRESS_MAX = 200
LABEL_MAX = 80
CODE_MAX = 40


class Threshold(StrEnum):
    """A number of the organisation's own rules."""

    EXPECTED_MEETING_DAYS = "expected_meeting_days"
    NOT_SEEN_DAYS = "not_seen_days"
    NOTE_DUE_DAYS = "note_due_days"
    NOTE_FINAL_HOURS = "note_final_hours"
    ABSENCES_IN_A_ROW = "absences_in_a_row"
    GOAL_UNTOUCHED_DAYS = "goal_untouched_days"
    GOAL_MOVED_DAYS = "goal_moved_days"
    PLAN_REVIEW_DAYS = "plan_review_days"
    INTAKE_DAYS = "intake_days"
    FIRST_PLAN_DAYS = "first_plan_days"
    APPROVAL_WARNING_DAYS = "approval_warning_days"
    CONSENT_WARNING_DAYS = "consent_warning_days"
    REPORT_OPENS_DAYS = "report_opens_days"
    REPORT_DUE_DAYS = "report_due_days"
    SUPERVISOR_REVIEW_DAYS = "supervisor_review_days"
    ATTENDANCE_URGENT = "attendance_urgent"
    ATTENDANCE_WATCH = "attendance_watch"


class Unit(StrEnum):
    """What a threshold counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    TIMES = "times"
    PERCENT = "percent"


@dataclass(frozen=True)
class Limit:
    """A threshold: its name, the rule that it serves in a sentence, its default and the range in which it may lie."""

    name: Any
    rule: Any
    default: int
    lowest: int
    highest: int
    unit: Unit = Unit.DAYS


UNIT_NAMES = {
    Unit.DAYS: _l("days"),
    Unit.WORKING_DAYS: _l("working days"),
    Unit.HOURS: _l("hours"),
    Unit.TIMES: _l("times"),
    Unit.PERCENT: _l("percent"),
}
LIMITS: dict[Threshold, Limit] = {
    Threshold.EXPECTED_MEETING_DAYS: Limit(
        _l("Meeting expected every"),
        _l(
            "A client who has not been met for longer than this appears on the board, unless the "
            "client's file sets another frequency."
        ),
        7,
        1,
        90,
    ),
    Threshold.NOT_SEEN_DAYS: Limit(
        _l("Urgent after no meeting for"),
        _l("After this many days without a meeting, the client is marked urgent."),
        14,
        1,
        180,
    ),
    Threshold.NOTE_DUE_DAYS: Limit(
        _l("Notes due within"),
        _l(
            "After this many days, a planned meeting with no outcome, or a meeting with nothing "
            "written, counts as a missing note."
        ),
        2,
        0,
        30,
        Unit.WORKING_DAYS,
    ),
    Threshold.NOTE_FINAL_HOURS: Limit(
        _l("Notes become final after"),
        _l("Until then the author can edit the note; after that, corrections are added beside it."),
        48,
        0,
        720,
        Unit.HOURS,
    ),
    Threshold.ABSENCES_IN_A_ROW: Limit(
        _l("Missed in a row"),
        _l("A client who misses this many meetings, or group meetings, in a row appears on the board."),
        2,
        1,
        20,
        Unit.TIMES,
    ),
    Threshold.GOAL_UNTOUCHED_DAYS: Limit(
        _l("Goals worked on at least every"),
        _l("An active goal with no note or rating for this long appears on the board."),
        30,
        7,
        365,
    ),
    Threshold.GOAL_MOVED_DAYS: Limit(
        _l("Goals count as moving within"),
        _l("How far back the board looks when it counts goals that moved."),
        30,
        7,
        365,
    ),
    Threshold.PLAN_REVIEW_DAYS: Limit(
        _l("Goals reviewed every"),
        _l("Sets the review date of a new goal, counted from the day it was agreed."),
        180,
        30,
        730,
    ),
    Threshold.INTAKE_DAYS: Limit(_l("Intake within"), _l("From the referral until the file is active."), 14, 1, 180),
    Threshold.FIRST_PLAN_DAYS: Limit(
        _l("First goal within"), _l("From the start of mentoring until the first goal is agreed."), 30, 1, 365
    ),
    Threshold.APPROVAL_WARNING_DAYS: Limit(
        _l("Warn before an approval ends"),
        _l("A client whose approval ends within this many days, or has ended, appears on the board."),
        60,
        7,
        365,
    ),
    Threshold.CONSENT_WARNING_DAYS: Limit(
        _l("Warn before a consent ends"),
        _l("A consent that ends within this many days is flagged on the client's page."),
        60,
        7,
        365,
    ),
    Threshold.REPORT_OPENS_DAYS: Limit(
        _l("Renewal report opens before approval ends"),
        _l("From this day a renewal report is listed as due, until someone starts it."),
        60,
        7,
        365,
    ),
    Threshold.REPORT_DUE_DAYS: Limit(
        _l("Renewal report due before approval ends"),
        _l("The date by which a report for the committee should be signed."),
        30,
        0,
        180,
    ),
    Threshold.SUPERVISOR_REVIEW_DAYS: Limit(
        _l("Supervisor reviews each file every"),
        _l("Counted from the last supervision point, or from the last time a supervisor read the file."),
        90,
        7,
        365,
    ),
    Threshold.ATTENDANCE_URGENT: Limit(
        _l("Group attendance: urgent below"),
        _l(
            "A member who attended less than this share of the meetings that count is marked urgent "
            "on the group's page."
        ),
        60,
        1,
        100,
        Unit.PERCENT,
    ),
    Threshold.ATTENDANCE_WATCH: Limit(
        _l("Group attendance: flag below"),
        _l("A member who attended less than this share of the meetings that count is flagged for a closer look."),
        80,
        1,
        100,
        Unit.PERCENT,
    ),
}


class ListKind(StrEnum):
    """A list whose words the organisation can add to, rename, hide and order."""

    SERVICES = "services"
    DOMAINS = "domains"
    ACTIVITY_KINDS = "activity_kinds"
    PLACES = "places"
    GROUP_KINDS = "group_kinds"
    ABSENCE_REASONS = "absence_reasons"
    CLOSING_REASONS = "closing_reasons"


@dataclass(frozen=True)
class Entry:
    """One word of a list: its code in the records, how it reads, and whether it is offered for new records."""

    code: str
    label: str
    is_offered: bool = True
    is_own: bool = False


@dataclass(frozen=True)
class House:
    """What an organisation has set, as it stood when it was read."""

    name: str
    address: str
    phone: str
    accessibility_contact: str
    accessibility_on: Any
    has_hebrew_dates: bool
    has_logo: bool
    thresholds: Mapping[Threshold, int]
    lists: Mapping[ListKind, tuple[Any, ...]]


def new_code() -> str:
    """A code for a word of the organisation's own."""
    return uuid4().hex


def check_entries(entries: Sequence[Entry]) -> None:
    """`RuleBroken` where a word is empty or stands twice, or nothing is offered any more."""
    words = [" ".join(entry.label.split()).casefold() for entry in entries]
    if not all(words):
        raise RuleBroken(_("An entry in the list is empty. To remove an entry, stop offering it."))
    if len(set(words)) < len(words):
        raise RuleBroken(_("Two entries in the list are the same."))
    if not any(entry.is_offered for entry in entries):
        raise RuleBroken(_("At least one entry must be available to choose."))


def check_threshold(threshold: Threshold, value: int) -> None:
    """`RuleBroken` where a number lies outside of its range."""
    limit = LIMITS[threshold]
    if not limit.lowest <= value <= limit.highest:
        sentence = _("Choose a number from %(least)s to %(most)s.", least=limit.lowest, most=limit.highest)
        raise RuleBroken(sentence, threshold.value)
