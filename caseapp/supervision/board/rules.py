"""The rules of the board: who needs attention and why, and how long a row can be snoozed. docs/board.md tells them in
words."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.activities.rules import CONTACT, STAYED_AWAY, Outcome
from caseapp.basket.rules import SOCIAL_MENTORING, approval_end, approved_until
from caseapp.check_ins.rules import SEEN_WITHIN
from caseapp.clients.rules import ClientStatus, meeting_interval
from caseapp.errors import RuleBroken
from caseapp.goals.review_rules import review_due_on
from caseapp.groups.rules import WAS_THERE, Mark
from caseapp.hours.approval_rules import days_not_begun
from caseapp.i18n import _
from caseapp.stuck.rules import days_lost, days_still, is_asked, is_fading, pulse_is_low
from caseapp.supervision.board.facts_rules import (
    LEVELS,
    ApprovalPeriod,
    BoardFacts,
    BoardGoal,
    BoardMark,
    BoardMeeting,
    Limits,
)
from caseapp.supervision.board.order_rules import Attention, AttentionReason, Reason, Urgency

ENDS_NOW_DAYS = 7
REASON_MAX = 300
LONGEST_SNOOZE = timedelta(days=90)


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
    found = [each for rule in RULES for each in rule(facts, limits)]
    has_concern = facts.concerns is not None
    is_snoozed = bool(facts.snoozed_until and facts.snoozed_until > limits.today and not has_concern)
    return Attention(tuple(sorted(found, key=lambda each: each.place)), is_snoozed)


def approval_state(approvals: Iterable[ApprovalPeriod], limits: Limits) -> ApprovalState:
    """The end of what is approved today, flagged if it comes within the organisation's days; without any, the last end,
    flagged if it has passed. A service that only begins later has no end yet."""
    known = list(approvals)
    end = approval_end(known, limits.today)
    if end is None:
        return ApprovalState()
    left = (end - limits.today).days
    is_approved = approved_until(known, limits.today) is not None
    return ApprovalState(end, left, left <= limits.approval_days if is_approved else left < 0)


def absences_running(facts: BoardFacts, limits: Limits) -> int:
    """How many meetings in a row the client has missed since the last contact; those others cancelled are left out."""
    recent = [each for each in facts.meetings if limits.window_starts_on <= each.on <= limits.today]
    return sum(each.outcome in STAYED_AWAY and each.on > (facts.last_on or date.min) for each in recent)


def group_absences_running(marks: Iterable[BoardMark], limits: Limits) -> tuple[int, Hashable]:
    """The longest current run of absences in one group, and in which; excused meetings neither count nor end a run, and
    a guest's do not either."""
    groups: dict[Hashable, list[BoardMark]] = {}
    for mark in marks:
        if limits.window_starts_on <= mark.on <= limits.today and not mark.is_guest:
            groups.setdefault(mark.group_id, []).append(mark)
    longest: tuple[int, Hashable] = (0, None)
    for group_id, of_group in groups.items():
        there_on = max((each.on for each in of_group if each.mark in WAS_THERE), default=date.min)
        run = sum(each.mark is Mark.ABSENT and each.on > there_on for each in of_group)
        longest = max(longest, (run, group_id), key=lambda each: each[0])
    return longest


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
            Urgency.TODAY,
            of=LEVELS.index(facts.concerns.level),
            is_unseen=facts.concerns.is_unseen,
        )


def _unaccompanied(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    company = facts.company
    urgency = Urgency.TODAY if facts.status is ClientStatus.ACTIVE and not company.present else Urgency.WEEK
    if company.closed:
        yield AttentionReason(Reason.ACCOUNT, company.closed, urgency)
    elif not company.present:
        yield AttentionReason(Reason.NOBODY, 0, urgency)


def _approval(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    state = approval_state(facts.approvals, limits)
    if state.is_flagged and state.days_left is not None:
        urgency = Urgency.TODAY if state.days_left <= ENDS_NOW_DAYS else Urgency.WEEK
        yield AttentionReason(Reason.APPROVAL, state.days_left, urgency)


def _not_met(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    expected = meeting_interval(facts.every_days, limits.expected_days)
    days = days_without(facts, limits.today)
    if facts.status is ClientStatus.ACTIVE and days > expected:
        urgency = Urgency.TODAY if days >= limits.not_seen_days else Urgency.WEEK
        yield AttentionReason(Reason.NOT_MET, days, urgency, of=expected, never=facts.last_on is None)


def _not_begun(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    """Mentoring has been approved for a while and nobody has met. Whoever was met in the weeks before has begun."""
    periods = [each for each in facts.approvals if each.service == SOCIAL_MENTORING]
    since = min((each.starts_on for each in periods if each.starts_on <= limits.today <= each.ends_on), default=None)
    if since is None or facts.status is ClientStatus.PAUSED:
        return
    days = days_not_begun(since, facts.last_on, facts.there_on, limits.today, limits.not_seen_days)
    if days is not None:
        yield AttentionReason(Reason.NOT_BEGUN, days)


def _fading(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    """They meet for a smaller share of the time than in the weeks before, and less often than expected."""
    lately, before = facts.pace.lately, facts.pace.before
    every = meeting_interval(facts.every_days, limits.expected_days)
    if facts.status is ClientStatus.ACTIVE and is_fading(lately, before, every, limits.fading_percent):
        yield AttentionReason(Reason.FADING, lately, of=before)


def _stuck(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    """No goal in progress has changed for too long, and no step is under way."""
    step = facts.step
    since = max((goal.changed_on or goal.starts_on for goal in facts.goals), default=None)
    days = days_still(since, step.helped_on, limits.today)
    if facts.status is ClientStatus.ACTIVE and not step.ask_on and days is not None and days >= limits.stuck_days:
        yield AttentionReason(Reason.STUCK, days)


def _pulse(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    """The last pulse of belonging was low or had fallen, and no step is under way."""
    fell_on = facts.pulse_low_on
    is_free = facts.status is ClientStatus.ACTIVE and not facts.step.ask_on
    if is_free and fell_on and pulse_is_low(fell_on, facts.step.helped_on):
        yield AttentionReason(Reason.PULSE, (limits.today - fell_on).days)


def _check_in(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    """The client answered between meetings, and for too many working days nobody has seen it."""
    if facts.unseen_days > SEEN_WITHIN:
        yield AttentionReason(Reason.CHECK_IN, facts.unseen_days)


def _lost(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    """A tie was lost, nothing new has begun since, and no step is under way."""
    days = _days_lost(facts, limits)
    if days is not None:
        yield AttentionReason(Reason.LOST, days)


def _days_lost(facts: BoardFacts, limits: Limits) -> int | None:
    if facts.status is not ClientStatus.ACTIVE or facts.step.ask_on:
        return None
    return days_lost(facts.lost, facts.step.helped_on, limits.today, limits.lost_days)


def _asked(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    if facts.status is ClientStatus.ACTIVE and facts.step.ask_on and is_asked(facts.step.ask_on, limits.today):
        yield AttentionReason(Reason.ASKED, (limits.today - facts.step.ask_on).days)


def _absent(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    runs = ((absences_running(facts, limits), None), group_absences_running(facts.marks, limits))
    for number, group_id in sorted(runs, key=lambda run: -run[0]):
        if number >= limits.absences:
            yield AttentionReason(Reason.ABSENCES, number, group_id=group_id)


def _notes(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    if number := notes_missing(facts.meetings, limits):
        yield AttentionReason(Reason.NOTES, number)


def _tie(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    """A tie was said to fade, or somebody goes along again, and no visit has been planned since; but none
    that counts as lost."""
    if facts.tie_faded_on is not None and _days_lost(facts, limits) is None:
        yield AttentionReason(Reason.TIE, (limits.today - facts.tie_faded_on).days)


def _goals(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    days = max((untouched_days(goal, limits.today) for goal in facts.goals), default=0)
    if days >= limits.goal_untouched_days:
        yield AttentionReason(Reason.GOALS, days)


def _review(facts: BoardFacts, limits: Limits) -> Iterable[AttentionReason]:
    due = (review_due_on(goal.review_on, goal.rated_on, limits.review_days) for goal in facts.goals)
    if late := [(limits.today - day).days for day in due if day and day <= limits.today]:
        yield AttentionReason(Reason.REVIEW, max(late))


RULES = (
    _concerns,
    _unaccompanied,
    _approval,
    _not_met,
    _absent,
    _not_begun,
    _fading,
    _stuck,
    _pulse,
    _check_in,
    _lost,
    _asked,
    _tie,
    _notes,
    _goals,
    _review,
)


@dataclass(frozen=True)
class SnoozeDraft:
    """Until when a row can wait, and why."""

    until_on: date
    reason: str


def check_snooze(draft: SnoozeDraft, today: date) -> None:
    """`RuleBroken` if the day is not ahead or is too far away, or no reason is given."""
    if not today < draft.until_on <= today + LONGEST_SNOOZE:
        raise RuleBroken(_("Choose a date within the next %(days)s days.", days=LONGEST_SNOOZE.days), "until_on")
    if not draft.reason.strip():
        raise RuleBroken(_("Say in a few words why it can wait."), "reason")
