"""What the board knows about a client on one day, and the thresholds that it is judged by. What there are thousands of
is a tuple, which is made three times as fast as a frozen dataclass."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from caseapp.activities.rules import Mode, Outcome, weeks_begin_on
from caseapp.clients.rules import ClientStatus
from caseapp.followups.rules import Safety
from caseapp.groups.rules import Mark
from caseapp.stuck.rules import BEFORE_DAYS, NO_TIE, LostTie, lately_from, lost_between

LEVELS = (Safety.NONE, Safety.WATCH, Safety.CONSULT, Safety.EMERGENCY)


@dataclass(frozen=True)
class Limits:
    """The organisation's thresholds, and the days that follow from them for one day."""

    today: date
    expected_days: int
    not_seen_days: int
    note_border: date
    absences: int
    goal_untouched_days: int
    goal_moved_days: int
    review_days: int
    approval_days: int
    stuck_days: int
    fading_percent: int
    lost_days: int

    @cached_property
    def window_starts_on(self) -> date:
        """The Sunday of the first week in the strip; the current week is the last one."""
        return weeks_begin_on(self.today)

    @cached_property
    def lately_starts_on(self) -> date:
        """The first of the last 28 days."""
        return lately_from(self.today)

    @cached_property
    def lost(self) -> tuple[date, date]:
        """The first and the last day of signs that a tie is lost."""
        return lost_between(self.today, self.lost_days)

    @cached_property
    def before(self) -> tuple[date, date]:
        """The first and the last of the 56 days before the last 28."""
        return self.lately_starts_on - timedelta(days=BEFORE_DAYS), self.lately_starts_on - timedelta(days=1)


class BoardMeeting(NamedTuple):
    """One meeting, call, message or attempt of the window; `is_silent` where nothing was written."""

    on: date
    outcome: Outcome
    mode: Mode = Mode.IN_PERSON
    minutes: int = 0
    is_silent: bool = False


class BoardMark(NamedTuple):
    """One mark in a group meeting that was held."""

    on: date
    mark: Mark
    group_id: Hashable
    is_guest: bool = False


class ApprovalPeriod(NamedTuple):
    """From when to when a service is approved."""

    service: str
    starts_on: date
    ends_on: date


class BoardGoal(NamedTuple):
    """An active goal: its first day, its last note or rating, its review, and the last change."""

    starts_on: date
    touched_on: date | None = None
    review_on: date | None = None
    rated_on: date | None = None
    changed_on: date | None = None


@dataclass(frozen=True)
class OpenConcerns:
    """The open concerns about a client: how many, the most serious level, since when, and whether one is unseen."""

    number: int
    level: Safety
    since_on: date
    is_unseen: bool


@dataclass(frozen=True)
class Company:
    """How many people mentor a client that day: those who can sign in, and those whose account is closed."""

    present: int = 1
    closed: int = 0


@dataclass(frozen=True)
class Pace:
    """How often they met in the last 28 days, and in the 56 days before."""

    lately: int = 0
    before: int = 0


@dataclass(frozen=True)
class ChosenStep:
    """The step that was chosen while nothing moved: when it is asked about, if it waits for the answer, and when it had
    helped."""

    ask_on: date | None = None
    helped_on: date | None = None


@dataclass(frozen=True)
class BoardFacts:
    """What the board knows about a client on one day. Of meetings with a contact, only those without a note matter
    beside `last_on`, the last one, and their number in `pace`; `there_on` is the last day in a group. `unseen_days`
    are the working days since the oldest check-in was answered that nobody has seen."""

    status: ClientStatus
    since_on: date
    every_days: int | None = None
    last_on: date | None = None
    there_on: date | None = None
    company: Company = Company()
    pace: Pace = Pace()
    concerns: OpenConcerns | None = None
    meetings: Sequence[BoardMeeting] = ()
    marks: Sequence[BoardMark] = ()
    approvals: Sequence[ApprovalPeriod] = ()
    goals: Sequence[BoardGoal] = ()
    tie_faded_on: date | None = None
    lost: LostTie = NO_TIE
    step: ChosenStep = ChosenStep()
    pulse_low_on: date | None = None
    unseen_days: int = 0
    snoozed_until: date | None = None
