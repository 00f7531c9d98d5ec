"""The rules of the board: who needs attention, why, and in which order. docs/board.md tells them in words."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from caseapp.activities.rules import CONTACT, STAYED_AWAY, Mode, Outcome, weeks_begin_on
from caseapp.clients.rules import ClientStatus, meeting_interval
from caseapp.followups.rules import Safety
from caseapp.goals.review_rules import review_due_on
from caseapp.groups.rules import WAS_THERE, Mark
from caseapp.progress.rhythm_rules import DatedMark

LEVELS = (Safety.NONE, Safety.WATCH, Safety.CONSULT, Safety.EMERGENCY)


class Reason(StrEnum):
    """Why a client needs attention, the most important reason first."""

    CONCERN = "concern"
    APPROVAL = "approval"
    NOT_MET = "not_met"
    ABSENCES = "absences"
    NOTES = "notes"
    GOALS = "goals"
    REVIEW = "review"


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

    @cached_property
    def window_starts_on(self) -> date:
        """The Sunday of the first week in the strip; the current week is the last one."""
        return weeks_begin_on(self.today)


@dataclass(frozen=True)
class BoardMeeting:
    """One meeting, call, message or attempt of the window; `is_silent` where nothing was written."""

    on: date
    outcome: Outcome
    mode: Mode = Mode.IN_PERSON
    minutes: int = 0
    is_silent: bool = False


@dataclass(frozen=True)
class BoardMark(DatedMark):
    """One mark in a group meeting that was held."""

    group_id: Hashable


@dataclass(frozen=True)
class ApprovalPeriod:
    """From when to when a service is approved."""

    service: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class BoardGoal:
    """An active goal: its first day, its last note or rating, and its review."""

    starts_on: date
    touched_on: date | None = None
    review_on: date | None = None
    rated_on: date | None = None


@dataclass(frozen=True)
class OpenConcerns:
    """The open concerns about a client: how many, the most serious level, since when, and whether one is unseen."""

    number: int
    level: Safety
    since_on: date
    is_unseen: bool


@dataclass(frozen=True)
class BoardFacts:
    """What the board knows about a client on one day. Of meetings with a contact, only those without a note matter
    beside `last_on`, the last one."""

    status: ClientStatus
    since_on: date
    every_days: int | None = None
    last_on: date | None = None
    concerns: OpenConcerns | None = None
    meetings: Sequence[BoardMeeting] = ()
    marks: Sequence[BoardMark] = ()
    approvals: Sequence[ApprovalPeriod] = ()
    goals: Sequence[BoardGoal] = ()
    snoozed_until: date | None = None


@dataclass(frozen=True)
class AttentionReason:
    """One reason with its number: days since the concern or the review's day, until the approval ends (negative once it
    has ended), without a meeting or work on the goal; absences in a row; notes. `of` is the expected interval, or the
    concern's place in `LEVELS`."""

    reason: Reason
    number: int
    of: int = 0
    is_unseen: bool = False
    never: bool = False
    in_group: bool = False


@dataclass(frozen=True)
class Attention:
    """Why a client needs attention, if at all, the most important reason first."""

    reasons: tuple[AttentionReason, ...] = ()
    is_snoozed: bool = False
    is_urgent: bool = False

    def number(self, reason: Reason) -> int | None:
        """The largest number of that reason; nothing where it does not apply."""
        return max((each.number for each in self.reasons if each.reason is reason), default=None)

    @property
    def first(self) -> Reason | None:
        """The most important reason."""
        return self.reasons[0].reason if self.reasons else None


@dataclass(frozen=True)
class ApprovalState:
    """Until when services are approved, and how many days are left; nothing where there never was an approval."""

    ends_on: date | None = None
    days_left: int | None = None
    is_flagged: bool = False


def attention_for(facts: BoardFacts, limits: Limits) -> Attention:
    """Every reason that applies to the client that day. A closed file needs nothing."""
    if facts.status is ClientStatus.CLOSED:
        return Attention()
    found = [
        *_concerns(facts, limits),
        *_approval(facts, limits),
        *_not_met(facts, limits),
        *_absent(facts, limits),
        *_notes(facts, limits),
        *_goals(facts, limits),
        *_review(facts, limits),
    ]
    has_concern = any(each.reason is Reason.CONCERN for each in found)
    is_snoozed = bool(facts.snoozed_until and facts.snoozed_until > limits.today and not has_concern)
    is_long = any(each.reason is Reason.NOT_MET and each.number >= limits.not_seen_days for each in found)
    return Attention(tuple(found), is_snoozed, has_concern or is_long)


def order_key(attention: Attention, name: str) -> tuple[object, ...]:
    """The order of rows: snoozed last; then by the most important reason, the largest number first; then by name."""
    concern, approval = attention.number(Reason.CONCERN), attention.number(Reason.APPROVAL)
    overdue = next((each.number / each.of for each in attention.reasons if each.reason is Reason.NOT_MET), 0.0)
    numbers = (attention.number(reason) for reason in (Reason.ABSENCES, Reason.NOTES, Reason.GOALS, Reason.REVIEW))
    rest = (-1 if number is None else number for number in numbers)
    return (attention.is_snoozed, concern is None, approval is None, -overdue, *(-number for number in rest), name)


def approval_state(approvals: Iterable[ApprovalPeriod], limits: Limits) -> ApprovalState:
    """Of the services approved today, the end that comes first, including renewals; without any, the last end.

    Flagged if it has passed or comes within the organisation's days. A service that only begins later has no end yet.
    """
    today = limits.today
    ends: dict[str, date] = {}
    known = list(approvals)
    in_force = {each.service for each in known if each.starts_on <= today <= each.ends_on}
    for each in known:
        ends[each.service] = max(ends.get(each.service, each.ends_on), each.ends_on)
    if not ends:
        return ApprovalState()
    if in_force:
        end = min(ends[service] for service in in_force)
        left = (end - today).days
        return ApprovalState(end, left, left <= limits.approval_days)
    end = max(ends.values())
    left = (end - today).days
    return ApprovalState(end, left, left < 0)


def absences_running(facts: BoardFacts, limits: Limits) -> int:
    """How many meetings in a row the client has missed since the last contact; those others cancelled are left out."""
    recent = [each for each in facts.meetings if limits.window_starts_on <= each.on <= limits.today]
    return sum(each.outcome in STAYED_AWAY and each.on > (facts.last_on or date.min) for each in recent)


def group_absences_running(marks: Iterable[BoardMark], limits: Limits) -> int:
    """The longest current run of absences in one group; excused meetings neither count nor end a run."""
    groups: dict[Hashable, list[BoardMark]] = {}
    for mark in marks:
        if limits.window_starts_on <= mark.on <= limits.today:
            groups.setdefault(mark.group_id, []).append(mark)
    runs = []
    for of_group in groups.values():
        there_on = max((each.on for each in of_group if each.mark in WAS_THERE), default=date.min)
        runs.append(sum(each.mark is Mark.ABSENT and each.on > there_on for each in of_group))
    return max(runs, default=0)


def notes_missing(meetings: Iterable[BoardMeeting], limits: Limits) -> int:
    """How many notes of the window are overdue."""
    return sum(is_note_missing(each, limits) for each in meetings)


def is_note_missing(meeting: BoardMeeting, limits: Limits) -> bool:
    """Whether a planned meeting without an outcome, or a meeting without a note, is overdue."""
    waits = meeting.outcome is Outcome.PLANNED or (meeting.outcome in CONTACT and meeting.is_silent)
    return waits and limits.window_starts_on <= meeting.on <= limits.note_border


def untouched_days(goal: BoardGoal, today: date) -> int:
    """Days since the last note or rating of the goal, or since its first day if there was none."""
    return max((today - max(goal.starts_on, goal.touched_on or goal.starts_on)).days, 0)


def days_without(facts: BoardFacts, today: date) -> int:
    """Days since the last contact, or since the client became active if there was none."""
    return max((today - (facts.last_on or facts.since_on)).days, 0)


def _concerns(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    if facts.concerns:
        yield AttentionReason(
            Reason.CONCERN,
            max((limits.today - facts.concerns.since_on).days, 0),
            of=LEVELS.index(facts.concerns.level),
            is_unseen=facts.concerns.is_unseen,
        )


def _approval(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    state = approval_state(facts.approvals, limits)
    if state.is_flagged and state.days_left is not None:
        yield AttentionReason(Reason.APPROVAL, state.days_left)


def _not_met(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    expected = meeting_interval(facts.every_days, limits.expected_days)
    days = days_without(facts, limits.today)
    if facts.status is ClientStatus.ACTIVE and days > expected:
        yield AttentionReason(Reason.NOT_MET, days, of=expected, never=facts.last_on is None)


def _absent(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    runs = ((absences_running(facts, limits), False), (group_absences_running(facts.marks, limits), True))
    for number, in_group in sorted(runs, key=lambda run: -run[0]):
        if number >= limits.absences:
            yield AttentionReason(Reason.ABSENCES, number, in_group=in_group)


def _notes(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    if number := notes_missing(facts.meetings, limits):
        yield AttentionReason(Reason.NOTES, number)


def _goals(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    days = max((untouched_days(goal, limits.today) for goal in facts.goals), default=0)
    if days >= limits.goal_untouched_days:
        yield AttentionReason(Reason.GOALS, days)


def _review(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    due = (review_due_on(goal.review_on, goal.rated_on, limits.review_days) for goal in facts.goals)
    if late := [(limits.today - day).days for day in due if day and day <= limits.today]:
        yield AttentionReason(Reason.REVIEW, max(late))
