"""What an organisation can set: thresholds, and the options of its lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import uuid4

from caseapp.errors import RuleBroken
from caseapp.i18n import _

NAME_MAX = 120
ADDRESS_MAX = 200
LABEL_MAX = 80
CODE_MAX = 40
MESSENGERS_MAX = 80
NUMBERS_MAX = 200
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
    STUCK_DAYS = "stuck_days"
    FADING_PERCENT = "fading_percent"
    TIE_LOST_DAYS = "tie_lost_days"
    STUCK_ASK_DAYS = "stuck_ask_days"
    CHECK_IN_DAYS = "check_in_days"
    INTAKE_DAYS = "intake_days"
    FIRST_PLAN_DAYS = "first_plan_days"
    APPROVAL_WARNING_DAYS = "approval_warning_days"
    CONSENT_WARNING_DAYS = "consent_warning_days"
    REPORT_OPENS_DAYS = "report_opens_days"
    REPORT_DUE_DAYS = "report_due_days"
    SUPERVISOR_REVIEW_DAYS = "supervisor_review_days"
    REQUEST_DAYS = "request_days"
    FITNESS_WARNING_DAYS = "fitness_warning_days"
    FITNESS_GRACE_DAYS = "fitness_grace_days"
    MANY_FILES = "many_files"
    MANY_LEAVE = "many_leave"
    READING_FROM_HOUR = "reading_from_hour"
    READING_TO_HOUR = "reading_to_hour"
    RETENTION_YEARS = "retention_years"
    ANONYMISED_MONTHS = "anonymised_months"
    INCIDENT_TELL_HOURS = "incident_tell_hours"
    INCIDENT_PEOPLE_DAYS = "incident_people_days"
    DATABASE_DOCUMENT_MONTHS = "database_document_months"
    RISK_SURVEY_MONTHS = "risk_survey_months"
    PENETRATION_TEST_MONTHS = "penetration_test_months"
    AUDIT_MONTHS = "audit_months"
    TRAINING_MONTHS = "training_months"
    NOTICE_REVIEW_MONTHS = "notice_review_months"
    PROCESSOR_REVIEW_MONTHS = "processor_review_months"
    TRAIL_YEARS = "trail_years"
    PULSE_LOW = "pulse_low"
    ATTENDANCE_URGENT = "attendance_urgent"
    ATTENDANCE_WATCH = "attendance_watch"


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
    second_step_for_mentors: bool = True
    messengers: str = ""
    emergency_numbers: str = ""
    privacy_contact: str = ""


@dataclass(frozen=True)
class OrganisationSettings:
    """Everything that an organisation has set. `fit_rule_from` is the day on which it turned on the rule that mentors
    need their papers."""

    details: OrganisationDetails
    has_logo: bool
    thresholds: Mapping[Threshold, int]
    lists: Mapping[ListKind, Mapping[str, ChangedOption]]
    instruments: Mapping[str, bool] = field(default_factory=dict)
    instruments_compared: Mapping[str, str] = field(default_factory=dict)
    fit_rule_from: date | None = None


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
