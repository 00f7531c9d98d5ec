"""What an organisation can set: thresholds, and the options of its lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import uuid4

from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l

NAME_MAX = 120
ADDRESS_MAX = 200
LABEL_MAX = 80
CODE_MAX = 40
MESSENGERS_MAX = 80
MESSENGERS = {"whatsapp": "WhatsApp", "telegram": "Telegram", "viber": "Viber"}


class Threshold(StrEnum):
    """A number that the organisation can set."""

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


class ThresholdUnit(StrEnum):
    """What a threshold counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    TIMES = "times"
    PERCENT = "percent"


@dataclass(frozen=True)
class ThresholdRule:
    """A threshold's name, the sentence that explains it, its default and its range."""

    name: Any
    rule: Any
    default: int
    lowest: int
    highest: int
    unit: ThresholdUnit = ThresholdUnit.DAYS


UNIT_NAMES = {
    ThresholdUnit.DAYS: _l("days"),
    ThresholdUnit.WORKING_DAYS: _l("working days"),
    ThresholdUnit.HOURS: _l("hours"),
    ThresholdUnit.TIMES: _l("times"),
    ThresholdUnit.PERCENT: _l("percent"),
}
THRESHOLD_RULES: dict[Threshold, ThresholdRule] = {
    Threshold.EXPECTED_MEETING_DAYS: ThresholdRule(
        _l("Meeting expected every"),
        _l(
            "A client who has not been met for longer than this appears on the board, unless the "
            "client's file sets another frequency."
        ),
        7,
        1,
        90,
    ),
    Threshold.NOT_SEEN_DAYS: ThresholdRule(
        _l("Urgent after no meeting for"),
        _l("After this many days without a meeting, the client is marked urgent."),
        14,
        1,
        180,
    ),
    Threshold.NOTE_DUE_DAYS: ThresholdRule(
        _l("Notes due within"),
        _l(
            "After this many days, a planned meeting with no outcome, or a meeting with nothing "
            "written, counts as a missing note."
        ),
        2,
        0,
        30,
        ThresholdUnit.WORKING_DAYS,
    ),
    Threshold.NOTE_FINAL_HOURS: ThresholdRule(
        _l("Notes become final after"),
        _l("Until then the author can edit the note; after that, corrections are added beside it."),
        48,
        0,
        720,
        ThresholdUnit.HOURS,
    ),
    Threshold.ABSENCES_IN_A_ROW: ThresholdRule(
        _l("Missed in a row"),
        _l("A client who misses this many meetings, or group meetings, in a row appears on the board."),
        2,
        1,
        20,
        ThresholdUnit.TIMES,
    ),
    Threshold.GOAL_UNTOUCHED_DAYS: ThresholdRule(
        _l("Goals worked on at least every"),
        _l("A goal in progress with no note or rating for this long appears on the board."),
        30,
        7,
        365,
    ),
    Threshold.GOAL_MOVED_DAYS: ThresholdRule(
        _l("Goals count as moving within"),
        _l("How far back the board looks when it counts goals that moved."),
        30,
        7,
        365,
    ),
    Threshold.PLAN_REVIEW_DAYS: ThresholdRule(
        _l("Goals reviewed every"),
        _l("Sets the review date of a new goal, counted from the day it was agreed."),
        180,
        30,
        730,
    ),
    Threshold.INTAKE_DAYS: ThresholdRule(
        _l("Intake within"), _l("From the referral until the file is active."), 14, 1, 180
    ),
    Threshold.FIRST_PLAN_DAYS: ThresholdRule(
        _l("First goal within"), _l("From the start of mentoring until the first goal is agreed."), 30, 1, 365
    ),
    Threshold.APPROVAL_WARNING_DAYS: ThresholdRule(
        _l("Warn before an approval ends"),
        _l("A client whose approval ends within this many days, or has ended, appears on the board."),
        60,
        7,
        365,
    ),
    Threshold.CONSENT_WARNING_DAYS: ThresholdRule(
        _l("Warn before a consent ends"),
        _l("A consent that ends within this many days is flagged on the client's page."),
        60,
        7,
        365,
    ),
    Threshold.REPORT_OPENS_DAYS: ThresholdRule(
        _l("Renewal report opens before approval ends"),
        _l("From this day a renewal report is listed as due, until someone starts it."),
        60,
        7,
        365,
    ),
    Threshold.REPORT_DUE_DAYS: ThresholdRule(
        _l("Renewal report due before approval ends"),
        _l("The date by which a report for the committee should be signed."),
        30,
        0,
        180,
    ),
    Threshold.SUPERVISOR_REVIEW_DAYS: ThresholdRule(
        _l("Supervisor reviews each file every"),
        _l("Counted from the last supervision point, or from the last time a supervisor read the file."),
        90,
        7,
        365,
    ),
    Threshold.ATTENDANCE_URGENT: ThresholdRule(
        _l("Group attendance: urgent below"),
        _l(
            "A member who attended less than this share of the meetings that count is marked urgent "
            "on the group's page."
        ),
        60,
        1,
        100,
        ThresholdUnit.PERCENT,
    ),
    Threshold.ATTENDANCE_WATCH: ThresholdRule(
        _l("Group attendance: flag below"),
        _l("A member who attended less than this share of the meetings that count is flagged for a closer look."),
        80,
        1,
        100,
        ThresholdUnit.PERCENT,
    ),
}


class ListKind(StrEnum):
    """A list whose options the organisation can add, rename, hide and order."""

    SERVICES = "services"
    DOMAINS = "domains"
    ACTIVITY_KINDS = "activity_kinds"
    PLACES = "places"
    GROUP_KINDS = "group_kinds"
    ABSENCE_REASONS = "absence_reasons"
    CLOSING_REASONS = "closing_reasons"


@dataclass(frozen=True)
class ListOption:
    """One option of a list: its code in the records, its label, and whether it is offered for new records."""

    code: str
    label: str
    is_offered: bool = True
    is_own: bool = False


@dataclass(frozen=True)
class ListDraft:
    """All options of a list in their order, and one to be added."""

    options: tuple[ListOption, ...]
    added: str = ""


class ChangedOption(NamedTuple):
    """An option that the organisation added, renamed, moved or hid."""

    label: str
    position: int
    is_hidden: bool


@dataclass(frozen=True)
class OrganisationDetails:
    """Who runs the installation, who is responsible for its accessibility, and the messengers that it has allowed."""

    name: str
    address: str = ""
    phone: str = ""
    accessibility_contact: str = ""
    accessibility_on: date | None = None
    has_hebrew_dates: bool = False
    messengers: str = ""


@dataclass(frozen=True)
class OrganisationSettings:
    """Everything that an organisation has set."""

    details: OrganisationDetails
    has_logo: bool
    thresholds: Mapping[Threshold, int]
    lists: Mapping[ListKind, Mapping[str, ChangedOption]]


def new_code() -> str:
    """A code for an option that the organisation adds."""
    return uuid4().hex


def check_options(options: Sequence[ListOption]) -> None:
    """`RuleBroken` where a label is empty or used twice, or no option is offered."""
    words = [" ".join(option.label.split()).casefold() for option in options]
    if not all(words):
        raise RuleBroken(_("An entry in the list is empty. To remove an entry, untick “Can be chosen”."))
    if len(set(words)) < len(words):
        raise RuleBroken(_("Two entries in the list are the same."))
    if not any(option.is_offered for option in options):
        raise RuleBroken(_("At least one entry must be available to choose."))


def check_threshold(threshold: Threshold, value: int) -> None:
    """`RuleBroken` where a number is out of range."""
    limit = THRESHOLD_RULES[threshold]
    if not limit.lowest <= value <= limit.highest:
        sentence = _("Choose a number from %(least)s to %(most)s.", least=limit.lowest, most=limit.highest)
        raise RuleBroken(sentence, threshold.value)
