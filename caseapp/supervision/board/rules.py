"""The rules of the board: who needs attention, why, and in which order. docs/board.md tells them in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from caseapp.activities.rules import CONTACT, STAYED_AWAY, Outcome, weeks_begin_on
from caseapp.clients.rules import ClientStatus
from caseapp.followups.rules import Safety
from caseapp.goals.review_rules import review_due_on
from caseapp.groups.rules import WAS_THERE, Mark

LEVELS = (Safety.NONE, Safety.WATCH, Safety.CONSULT, Safety.EMERGENCY)


class Reason(StrEnum):
    """Why a client needs attention, the weightiest first."""

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

    @property
    def window_starts_on(self) -> date:
        """The Sunday with which the weeks of the strip begin; the running week is the last one."""
        return weeks_begin_on(self.today)

    @property
    def month_starts_on(self) -> date:
        """The first day of the running month."""
        return self.today.replace(day=1)


@dataclass(frozen=True)
class Met:
    """One meeting or attempt of the window; `is_silent` where nothing was written."""

    on: date
    outcome: Outcome
    mode: str = "in_person"
    minutes: int = 0
    is_silent: bool = False


@dataclass(frozen=True)
class Marked:
    """One mark of a group that met."""

    on: date
    group: object
    mark: Mark


@dataclass(frozen=True)
class Approved:
    """One approval."""

    service: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Worked:
    """An active goal: its first day, when a note or a rating last touched it, whether it moved, and its review."""

    starts_on: date
    touched_on: date | None = None
    has_moved: bool = False
    review_on: date | None = None
    rated_on: date | None = None


@dataclass(frozen=True)
class Worry:
    """The open concerns about a client: how many, the gravest, since when, and whether one waits to be seen."""

    number: int
    level: Safety
    since_on: date
    is_unseen: bool


@dataclass(frozen=True)
class Facts:
    """What the record says about a client on one day."""

    status: ClientStatus
    since_on: date
    every_days: int | None = None
    last_on: date | None = None
    worry: Worry | None = None
    met: Sequence[Met] = ()
    marks: Sequence[Marked] = ()
    approvals: Sequence[Approved] = ()
    goals: Sequence[Worked] = ()
    snoozed_until: date | None = None


@dataclass(frozen=True)
class Because:
    """One reason with its number: days since a concern or a review's day, to an approval's end (negative where it has
    ended), without a meeting or a touch, absences in a row, notes. `of`: the expected interval, a level's place."""

    reason: Reason
    number: int
    of: int = 0
    is_unseen: bool = False
    never: bool = False
    in_group: bool = False


@dataclass(frozen=True)
class Need:
    """Why a client needs attention, the weightiest reason first."""

    reasons: tuple[Because, ...] = ()
    is_snoozed: bool = False
    is_urgent: bool = False

    def number(self, reason: Reason) -> int | None:
        """The largest number of that reason; nothing where it does not apply."""
        return max((because.number for because in self.reasons if because.reason is reason), default=None)

    @property
    def first(self) -> Reason | None:
        """The weightiest reason."""
        return self.reasons[0].reason if self.reasons else None


@dataclass(frozen=True)
class ApprovalState:
    """Until when something is approved, and how many days are left; nothing where nothing ever was."""

    ends_on: date | None = None
    days_left: int | None = None
    is_flagged: bool = False


def judge(facts: Facts, limits: Limits) -> Need:
    """Everything that the record gives cause for on that day. Closed files need nothing."""
    if facts.status is ClientStatus.CLOSED:
        return Need()
    found = [
        *_worried(facts, limits),
        *_approval(facts, limits),
        *_not_met(facts, limits),
        *_absent(facts, limits),
        *_notes(facts, limits),
        *_goals(facts, limits),
        *_review(facts, limits),
    ]
    has_concern = any(because.reason is Reason.CONCERN for because in found)
    is_snoozed = bool(facts.snoozed_until and facts.snoozed_until > limits.today and not has_concern)
    is_long = any(because.reason is Reason.NOT_MET and because.number >= limits.not_seen_days for because in found)
    return Need(tuple(found), is_snoozed, has_concern or is_long)


def order_key(need: Need, name: str) -> tuple[object, ...]:
    """Rows in order: what is put aside sinks; then by the weightiest reason, yes-or-no or largest first; then name."""
    concern, approval = need.number(Reason.CONCERN), need.number(Reason.APPROVAL)
    overdue = next((each.number / each.of for each in need.reasons if each.reason is Reason.NOT_MET), 0.0)
    numbers = (need.number(reason) for reason in (Reason.ABSENCES, Reason.NOTES, Reason.GOALS, Reason.REVIEW))
    rest = (-1 if number is None else number for number in numbers)
    return (need.is_snoozed, concern is None, approval is None, -overdue, *(-number for number in rest), name)


def counts_as_met(met: Met, today: date) -> bool:
    """Whether it is contact that took place."""
    return met.outcome in CONTACT and met.on <= today


def approval_state(approvals: Iterable[Approved], limits: Limits) -> ApprovalState:
    """Of the services that are approved today, the one that ends first, renewals counted; where none is, the last end.

    Flagged where it has ended, or ends within the organisation's days. What begins later alone is no end.
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


def absences_running(met: Iterable[Met], limits: Limits) -> int:
    """How often in a row the client did not come, since the last contact; what others cancelled is left out."""
    days = [each for each in met if limits.window_starts_on <= each.on <= limits.today]
    contact_on = max((each.on for each in days if each.outcome in CONTACT), default=date.min)
    return sum(each.outcome in STAYED_AWAY and each.on > contact_on for each in days)


def group_absences_running(marks: Iterable[Marked], limits: Limits) -> int:
    """The longest run of absences with which a group's marks end; excused meetings neither count nor end it."""
    groups: dict[object, list[Marked]] = {}
    for mark in marks:
        if limits.window_starts_on <= mark.on <= limits.today:
            groups.setdefault(mark.group, []).append(mark)
    runs = []
    for of_group in groups.values():
        there_on = max((each.on for each in of_group if each.mark in WAS_THERE), default=date.min)
        runs.append(sum(each.mark is Mark.ABSENT and each.on > there_on for each in of_group))
    return max(runs, default=0)


def notes_missing(met: Iterable[Met], limits: Limits) -> int:
    """Meetings of the window without a word by the day on which their note was due."""
    return sum(is_note_missing(each, limits) for each in met)


def is_note_missing(met: Met, limits: Limits) -> bool:
    """Whether a planned meeting has no outcome, or a meeting no sentence, and its note is overdue."""
    waits = met.outcome is Outcome.PLANNED or (met.outcome in CONTACT and met.is_silent)
    return waits and limits.window_starts_on <= met.on <= limits.note_border


def untouched_days(goal: Worked, today: date) -> int:
    """For how many days neither a note nor a rating has touched the goal, from its first day where none ever did."""
    return max((today - max(goal.starts_on, goal.touched_on or goal.starts_on)).days, 0)


def days_without(facts: Facts, today: date) -> int:
    """Days since the last contact, or since the client became active where there was none."""
    return max((today - (facts.last_on or facts.since_on)).days, 0)


def _worried(facts: Facts, limits: Limits) -> Iterable[Because]:
    if facts.worry:
        yield Because(
            Reason.CONCERN,
            max((limits.today - facts.worry.since_on).days, 0),
            of=LEVELS.index(facts.worry.level),
            is_unseen=facts.worry.is_unseen,
        )


def _approval(facts: Facts, limits: Limits) -> Iterable[Because]:
    state = approval_state(facts.approvals, limits)
    if state.is_flagged and state.days_left is not None:
        yield Because(Reason.APPROVAL, state.days_left)


def _not_met(facts: Facts, limits: Limits) -> Iterable[Because]:
    expected = facts.every_days or limits.expected_days
    days = days_without(facts, limits.today)
    if facts.status is ClientStatus.ACTIVE and days > expected:
        yield Because(Reason.NOT_MET, days, of=expected, never=facts.last_on is None)


def _absent(facts: Facts, limits: Limits) -> Iterable[Because]:
    runs = ((absences_running(facts.met, limits), False), (group_absences_running(facts.marks, limits), True))
    for number, in_group in sorted(runs, key=lambda run: -run[0]):
        if number >= limits.absences:
            yield Because(Reason.ABSENCES, number, in_group=in_group)


def _notes(facts: Facts, limits: Limits) -> Iterable[Because]:
    if number := notes_missing(facts.met, limits):
        yield Because(Reason.NOTES, number)


def _goals(facts: Facts, limits: Limits) -> Iterable[Because]:
    days = max((untouched_days(goal, limits.today) for goal in facts.goals), default=0)
    if days >= limits.goal_untouched_days:
        yield Because(Reason.GOALS, days)


def _review(facts: Facts, limits: Limits) -> Iterable[Because]:
    due = (review_due_on(goal.review_on, goal.rated_on, limits.review_days) for goal in facts.goals)
    if late := [(limits.today - day).days for day in due if day and day <= limits.today]:
        yield Because(Reason.REVIEW, max(late))
