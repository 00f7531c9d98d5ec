"""The rules of activities: how people meet, the outcome, what counts as contact."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from caseapp.activities.when_rules import When, check_on_the_clock, check_when
from caseapp.errors import RuleBroken
from caseapp.followups.rules import Safety
from caseapp.i18n import _, _l

MINUTES_MAX = 24 * 60
USUAL_MINUTES = (15, 30, 45, 60, 90, 120)
MINUTES_AT_FIRST = 60
AHEAD = timedelta(days=366)
WEEKS_MAX = 26
MOODS = (1, 2, 3, 4, 5)
KILOMETRES_MAX = 2_000
SUM = re.compile(r"[0-9]{1,4}([.,][0-9]{1,2})?")
STEP_WITHIN = timedelta(days=366)
WEEKS_BEHIND = 12
KINDS_MAX = 10


class Mode(StrEnum):
    """How mentor and client met."""

    IN_PERSON = "in_person"
    OUTING = "outing"
    HOME = "home"
    PHONE = "phone"
    VIDEO = "video"
    TEXT = "text"


class Outcome(StrEnum):
    """What became of a meeting; it is planned until somebody says."""

    PLANNED = "planned"
    HELD = "held"
    PARTLY = "partly"
    CLIENT_CANCELLED = "client_cancelled"
    MENTOR_CANCELLED = "mentor_cancelled"
    NO_SHOW = "no_show"
    EMERGENCY = "emergency"


class Movement(StrEnum):
    """How a goal moved in a meeting, in words; this is no rating."""

    SETBACK = "setback"
    SLIGHTLY_BACK = "slightly_back"
    SAME = "same"
    STEP = "step"
    LEAP = "leap"


@dataclass(frozen=True)
class PlanDraft:
    """When, how and where to meet."""

    held_on: date
    starts_at: time
    minutes: int
    mode: Mode
    place: str = ""
    place_words: str = ""
    discreet: bool = False

    @property
    def when(self) -> When:
        """Day, hour and length."""
        return When(self.held_on, self.starts_at, self.minutes)


@dataclass(frozen=True)
class PlanSeries:
    """A planned meeting, and for how many weeks it is repeated."""

    plan: PlanDraft
    weeks: int

    @property
    def when(self) -> list[When]:
        """Day, hour and length of each."""
        return [
            replace(self.plan, held_on=self.plan.held_on + timedelta(weeks=week)).when for week in range(self.weeks)
        ]


@dataclass(frozen=True)
class Cancellation:
    """Who cancels a planned meeting, as its outcome, and why."""

    outcome: Outcome
    reason: str


@dataclass(frozen=True)
class AmendmentDraft:
    """A correction of a final note, and why it is made."""

    words: str
    reason: str


@dataclass(frozen=True)
class TouchDraft:
    """How a goal moved in a meeting, and what changed, in a line."""

    movement: Movement | None = None
    words: str = ""


@dataclass(frozen=True)
class ActivityDraft:
    """A note as typed; `goals` maps each goal that it is about to how the goal moved."""

    held_on: date
    starts_at: time
    minutes: int
    mode: Mode
    outcome: Outcome
    safety: Safety = Safety.NONE
    note: str = ""
    client_words: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    goals: Mapping[UUID, TouchDraft] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    place: str = ""
    place_words: str = ""
    discreet: bool = False
    others_present: str = ""
    mood: int | None = None
    went_well: str = ""
    feedback: str = ""
    safety_action: str = ""
    remark: str = ""
    expenses: Decimal | None = None
    kilometres: int | None = None
    with_client: bool = False

    @property
    def when(self) -> When:
        """Day, hour and length."""
        return When(self.held_on, self.starts_at, self.minutes)


CONTACT = frozenset({Outcome.HELD, Outcome.PARTLY})
CANCELLED = (Outcome.CLIENT_CANCELLED, Outcome.MENTOR_CANCELLED, Outcome.EMERGENCY)
STAYED_AWAY = frozenset({Outcome.NO_SHOW, Outcome.CLIENT_CANCELLED})

MODE_NAMES = {
    Mode.IN_PERSON: _l("In person"),
    Mode.OUTING: _l("Outing in the community"),
    Mode.HOME: _l("At home"),
    Mode.PHONE: _l("Phone"),
    Mode.VIDEO: _l("Video"),
    Mode.TEXT: _l("Messages"),
}
OUTCOME_NAMES = {
    Outcome.PLANNED: _l("Planned"),
    Outcome.HELD: _l("Held"),
    Outcome.PARTLY: _l("Partly held"),
    Outcome.CLIENT_CANCELLED: _l("Cancelled by the client"),
    Outcome.MENTOR_CANCELLED: _l("Cancelled by the mentor"),
    Outcome.NO_SHOW: _l("Did not come"),
    Outcome.EMERGENCY: _l("Cancelled because of the war"),
}
NOTED = tuple(outcome for outcome in Outcome if outcome is not Outcome.PLANNED)
MOVEMENT_NAMES = {
    Movement.SETBACK: _l("A setback"),
    Movement.SLIGHTLY_BACK: _l("Slightly worse"),
    Movement.SAME: _l("No change"),
    Movement.STEP: _l("A step forward"),
    Movement.LEAP: _l("A big step forward"),
}


def weeks_begin_on(day: date) -> date:
    """The Sunday on which the weeks shown in overviews begin; the current week is the last of them."""
    return day - timedelta(days=(day.weekday() + 1) % 7, weeks=WEEKS_BEHIND - 1)


def is_contact(outcome: Outcome) -> bool:
    """Whether mentor and client were in contact; plans and failed attempts do not count."""
    return outcome in CONTACT


def counts_as_contact(outcome: Outcome, held_on: date, today: date, in_error: bool) -> bool:
    """Whether it is contact that took place: no failed attempt, not entered in error, not in the future."""
    return is_contact(outcome) and not in_error and held_on <= today


def minutes_kept(outcome: Outcome, minutes: int | None) -> int:
    """The length to store: none if nobody met."""
    return (minutes or 0) if is_contact(outcome) else 0


def check_minutes(outcome: Outcome, minutes: int) -> None:
    """`RuleBroken` if the length does not fit the outcome."""
    if is_contact(outcome) and not 0 < minutes <= MINUTES_MAX:
        raise RuleBroken(_("Say how long it took."), "minutes")
    if not is_contact(outcome) and minutes:
        raise RuleBroken(_("A meeting that did not take place has no duration."), "minutes")


def check_safety(safety: Safety, note: str) -> None:
    """`RuleBroken` for a safety concern without a note: its reader must know what to do."""
    if safety is not Safety.NONE and not note:
        raise RuleBroken(_("Say in a sentence what worries you."), "note")


def is_final(noted_at: datetime, now: datetime, hours: int) -> bool:
    """Whether a note can no longer be edited, only corrected beside it."""
    return now - noted_at >= timedelta(hours=hours)


def check_amendment(draft: AmendmentDraft) -> None:
    """`RuleBroken` if the correction or its reason is missing."""
    if not draft.words.strip():
        raise RuleBroken(_("Write the correction."), "words")
    if not draft.reason.strip():
        raise RuleBroken(_("Say in a few words why you are correcting it."), "reason")


def check_plan(plan: PlanDraft, weeks: int, now_here: datetime) -> None:
    """`RuleBroken` if a plan is in the past, over a year ahead, repeated too often, or at a skipped hour."""
    today = now_here.date()
    if plan.held_on < today:
        raise RuleBroken(_("This date has passed. Plan a meeting for today or later."), "held_on")
    if not 1 <= weeks <= WEEKS_MAX:
        raise RuleBroken(_("Choose at most %(most)s weeks.", most=WEEKS_MAX), "weeks")
    if plan.held_on + timedelta(weeks=weeks - 1) > today + AHEAD:
        raise RuleBroken(_("You can plan up to a year ahead."), "held_on")
    if not 0 < plan.minutes <= MINUTES_MAX:
        raise RuleBroken(_("Say how long it will take."), "minutes")
    for week in range(weeks):
        check_on_the_clock(plan.held_on + timedelta(weeks=week), plan.starts_at, now_here.tzinfo)


def check_cancellation(draft: Cancellation) -> None:
    """`RuleBroken` if it is not said who cancels the meeting, or why."""
    if draft.outcome not in CANCELLED:
        raise RuleBroken(_("Say who is cancelling the meeting."), "outcome")
    if not draft.reason.strip():
        raise RuleBroken(_("Say in a few words why it is cancelled."), "reason")


def check_next_step(held_on: date, next_step_on: date | None) -> None:
    """`RuleBroken` if the next step is before the meeting, or more than a year after it."""
    if next_step_on and not held_on <= next_step_on <= held_on + STEP_WITHIN:
        raise RuleBroken(_("The next step must be within a year of this meeting."), "next_step_on")


def read_sum(text: str) -> Decimal:
    """`12`, `12.50` or `12,50` shekels; `RuleBroken` for anything else."""
    if not SUM.fullmatch(text.strip()):
        raise RuleBroken(_("Enter an amount such as 12 or 12.50, below 10,000."), "expenses")
    return Decimal(text.strip().replace(",", "."))


def sum_figure(shekels: Decimal) -> str:
    """The sum as people write it: 12, 12.50."""
    return f"{shekels:.0f}" if shekels == int(shekels) else f"{shekels:.2f}"


def check_draft(draft: ActivityDraft, now_here: datetime) -> None:
    """`RuleBroken` for the first rule that the note breaks; `now_here` is the time in the organisation's zone."""
    if draft.outcome is Outcome.PLANNED:
        raise RuleBroken(_("Say what the outcome of the meeting was."), "outcome")
    check_when(draft.held_on, draft.starts_at, now_here)
    check_minutes(draft.outcome, draft.minutes)
    check_safety(draft.safety, draft.note)
    check_next_step(draft.held_on, draft.next_step_on)
    if len(draft.kinds) > KINDS_MAX:
        raise RuleBroken(_("Choose at most %(most)s kinds.", most=KINDS_MAX), "kinds")
