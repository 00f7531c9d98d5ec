"""A mentor's first page: the day, what waits, and the people who matter most today."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.contact_rules import KindOfContact
from caseapp.activities.plans.queries import PlannedMeeting, next_meetings, planned_between
from caseapp.activities.rules import weeks_begin_on
from caseapp.check_ins.queries import UnseenCheckIn, unseen_check_ins
from caseapp.clock import local, now, today
from caseapp.directory.queries import OldSource, sources_to_confirm
from caseapp.drafts.queries import Unfinished, list_unfinished
from caseapp.followups.queries import FollowUpRow, due_follow_ups
from caseapp.followups.step_queries import NextStep, agreed_steps, next_steps
from caseapp.goals.answers.queries import AnswerRow, questions_of
from caseapp.goodbyes.list_queries import EndRow, look_backs_asked
from caseapp.groups.schedule.queries import AttendanceDue, list_attendance_due
from caseapp.home.queries import (
    Answer,
    NextPerson,
    ReturnedReport,
    answers_to,
    find_next_person,
    returned_reports,
)
from caseapp.home.rules import LATER_SHOWN, PEOPLE_SHOWN, WAITING_SHOWN, DayPart, still_ahead
from caseapp.progress.people_queries import ClientRow, list_open_clients
from caseapp.reports.due_rules import ReportCounts
from caseapp.reports.pending_queries import counts_of
from caseapp.stuck.queries import StuckState, list_stuck
from caseapp.supervision.board.goal_queries import clients_to_review
from caseapp.supervision.board.queries import board_limits
from caseapp.supervision.board.reminder_queries import ReminderRow, reminders_of
from caseapp.ties.queries import OpenQuestion, open_questions

PLANNED_MOST = 200
TASKS_MOST = 100
PART_OF = {
    KindOfContact.MEETING: DayPart.MEETINGS,
    KindOfContact.CALL: DayPart.CALLS,
    KindOfContact.MESSAGE: DayPart.MESSAGES,
}


@dataclass(frozen=True)
class Occasion:
    """Something of one day: a planned meeting with a client, or a group that the viewer leads."""

    on: date
    starts_at: time | None
    ends_at: datetime | None
    part: DayPart
    plan: PlannedMeeting | None = None
    group: AttendanceDue | None = None

    @property
    def minutes_left(self) -> int | None:
        """In how many minutes it begins; nothing where no hour is agreed."""
        if self.starts_at is None:
            return None
        return int((datetime.combine(self.on, self.starts_at) - _now()).total_seconds() // 60)


class WaitingParts(NamedTuple):
    """What waits for the viewer, by what has to be done."""

    check_ins: list[UnseenCheckIn]
    drafts: list[Unfinished]
    reminders: list[ReminderRow]
    plans: list[PlannedMeeting]
    attendance: list[AttendanceDue]
    tasks: list[FollowUpRow]
    returned: list[ReturnedReport]
    answers: list[Answer]
    questions: list[OpenQuestion]
    look_backs: list[EndRow]
    reviews: list[ClientRow]
    asked: list[StuckState]
    stuck: list[StuckState]
    unanswered: list[AnswerRow]
    sources: list[OldSource]

    @property
    def number(self) -> int:
        """How many rows these are."""
        return sum(len(rows) for rows in self._asdict().values())

    @property
    def client_ids(self) -> set[UUID]:
        """The clients who are named."""
        told = (self.check_ins, self.reminders, self.plans, self.tasks, self.returned, self.answers)
        rows = (*told, self.questions, self.look_backs, self.asked, self.stuck, self.unanswered)
        named = {row.client_id for kind in rows for row in kind} | {person.id for person in self.reviews}
        return named | {draft.client_id for draft in self.drafts if draft.client_id and draft.client_name}

    def first(self, most: int) -> "WaitingParts":
        """As many rows as that, each kind before the next."""
        kept: list[Any] = []
        for rows in self:
            kept.append(rows[: max(most, 0)])
            most -= len(rows)
        return WaitingParts(*kept)


NOTHING = WaitingParts([], [], [], [], [], [], [], [], [], [], [], [], [], [], [])


@dataclass(frozen=True)
class Today:
    """A mentor's first page. `later` and `waiting` are whole; `people` are those who matter most."""

    next: Occasion | None
    person: NextPerson | None
    later: list[Occasion]
    tomorrow: list[Occasion]
    waiting: WaitingParts
    people: list[ClientRow]
    everybody: Mapping[UUID, ClientRow]
    plans: Mapping[UUID, PlannedMeeting]
    steps: Mapping[UUID, NextStep]
    agreed: list[NextStep]
    reports: ReportCounts

    @property
    def ahead(self) -> list[Occasion]:
        """What is still to come today."""
        return [self.next, *self.later] if self.next else []

    @property
    def counts(self) -> Counter[DayPart]:
        """How many of each kind are still to come today."""
        return Counter(each.part for each in self.ahead)

    @property
    def shown_waiting(self) -> WaitingParts:
        """What the page has room for."""
        return self.waiting.first(WAITING_SHOWN)

    @property
    def shown_later(self) -> list[Occasion]:
        """What the page has room for."""
        return self.later[:LATER_SHOWN]

    @property
    def is_calm(self) -> bool:
        """Whether nothing is left to do today."""
        return not self.ahead and not self.waiting.number

    @property
    def client_ids(self) -> set[UUID]:
        """The clients who are named on the page."""
        occasions = [*self.ahead[:1], *self.shown_later, *self.tomorrow]
        named = {each.plan.client_id for each in occasions if each.plan}
        return named | self.shown_waiting.client_ids | {person.id for person in self.people}


@dataclass(frozen=True)
class DayList:
    """One list of the day, whole: what one of the first page's figures counts."""

    part: DayPart
    occasions: list[Occasion]
    waiting: WaitingParts

    @property
    def client_ids(self) -> set[UUID]:
        """The clients who are named."""
        return {each.plan.client_id for each in self.occasions if each.plan} | self.waiting.client_ids


def today_of(viewer: Viewer) -> Today:
    """The day of a mentor, as it stands now."""
    day = _day(viewer)
    everybody = {person.id: person for person in list_open_clients(viewer)}
    waiting = _waiting(viewer, day, everybody)
    following = day.ahead[0] if day.ahead else None
    person_id = following.plan.client_id if following and following.plan else None
    people = _most_needed(list(everybody.values()))
    shown = [person.id for person in people]
    return Today(
        next=following,
        person=find_next_person(viewer, person_id) if person_id else None,
        later=day.ahead[1:],
        tomorrow=day.tomorrow if not day.ahead else [],
        waiting=waiting,
        people=people,
        everybody=everybody,
        plans=next_meetings(viewer, shown),
        steps=next_steps(viewer, shown),
        agreed=agreed_steps(viewer, person_id) if person_id else [],
        reports=counts_of(viewer),
    )


def list_of(viewer: Viewer, part: DayPart) -> DayList:
    """One list of the day, whole."""
    day = _day(viewer)
    if part is DayPart.WAITING:
        everybody = {person.id: person for person in list_open_clients(viewer)}
        return DayList(part, [], _waiting(viewer, day, everybody))
    later = day.ahead[1:] if part is DayPart.LATER else [each for each in day.ahead if each.part is part]
    return DayList(part, later, NOTHING)


@dataclass(frozen=True)
class _Day:
    missed: list[PlannedMeeting]
    not_called: list[AttendanceDue]
    ahead: list[Occasion]
    tomorrow: list[Occasion]


def _day(viewer: Viewer) -> _Day:
    day, moment = today(), _now()
    plans = planned_between(viewer, weeks_begin_on(day), day + timedelta(days=1), PLANNED_MOST)
    groups = list_attendance_due(viewer)
    occasions = [_of_plan(plan) for plan in plans if plan.held_on <= day]  # also what goes on past midnight
    occasions += [_of_group(group) for group in groups if group.on == day]
    ahead = sorted(still_ahead(occasions, moment), key=lambda each: (each.on, each.starts_at or time.max, each.part))
    return _Day(
        missed=[plan for plan in reversed(plans) if plan.ends_at <= moment],
        not_called=[group for group in groups if group.on < day or not any(each.group is group for each in ahead)],
        ahead=ahead,
        tomorrow=[_of_plan(plan) for plan in plans if plan.held_on > day],
    )


def _waiting(viewer: Viewer, day: _Day, everybody: Mapping[UUID, ClientRow]) -> WaitingParts:
    late = clients_to_review(viewer, board_limits())
    stuck = list_stuck(viewer)
    met = {each.plan.client_id for each in day.ahead if each.plan} | {plan.client_id for plan in day.missed}
    return WaitingParts(
        check_ins=unseen_check_ins(viewer),
        drafts=list_unfinished(viewer),
        reminders=reminders_of(viewer),
        plans=day.missed,
        attendance=day.not_called,
        tasks=due_follow_ups(viewer, today(), TASKS_MOST),
        returned=returned_reports(viewer),
        answers=answers_to(viewer),
        questions=open_questions(viewer),
        look_backs=look_backs_asked(viewer),
        reviews=[person for person in everybody.values() if person.id in late],
        asked=[state for state in stuck if state.is_asked],
        stuck=[state for state in stuck if state.found],
        unanswered=questions_of(viewer, sorted(met)),
        sources=sources_to_confirm(viewer, today()),
    )


def _of_plan(plan: PlannedMeeting) -> Occasion:
    return Occasion(plan.held_on, plan.starts_at, plan.ends_at, PART_OF[plan.kind], plan=plan)


def _of_group(due: AttendanceDue) -> Occasion:
    starts_at = due.starts_at or due.group.starts_at
    ends_at = datetime.combine(due.on, starts_at) + timedelta(minutes=due.group.minutes) if starts_at else None
    return Occasion(due.on, starts_at, ends_at, DayPart.GROUPS, group=due)


def _most_needed(people: Sequence[ClientRow]) -> list[ClientRow]:
    """Those whose meeting is overdue or due before the others, each in the order given."""
    weights = {"overdue": 0, "due": 1}
    return sorted(people, key=lambda person: weights.get(person.met.rhythm, 2))[:PEOPLE_SHOWN]


def _now() -> datetime:
    return local(now()).replace(tzinfo=None)
