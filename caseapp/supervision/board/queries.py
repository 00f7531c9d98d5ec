"""The board: each of the viewer's clients with figures and reasons, in the order of the page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.missing_note_queries import notes_due_by
from caseapp.activities.rules import CONTACT
from caseapp.basket.rules import SOCIAL_MENTORING, ApprovalTerms
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.rules import ClientStatus
from caseapp.clock import local, today
from caseapp.groups.rules import attendance
from caseapp.hours.rules import HeldMeetings, HoursUsed, hours_used, month_of
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.progress.rhythm_rules import WeekCounts, count_weeks
from caseapp.reports.due_rules import ReportCounts, due_report
from caseapp.reports.pending_queries import due_days
from caseapp.supervision.board.facts_queries import (
    BoardMentor,
    approvals_of_board,
    clients_of_board,
    goals_of_board,
    group_marks_of_board,
    meetings_of_board,
    mentors_of_board,
)
from caseapp.supervision.board.rules import (
    LEVELS,
    ApprovalPeriod,
    ApprovalState,
    Attention,
    BoardFacts,
    BoardGoal,
    BoardMark,
    BoardMeeting,
    Limits,
    OpenConcerns,
    Reason,
    approval_state,
    attention_for,
    order_key,
)
from caseapp.supervision.models import Snooze


@dataclass(frozen=True)
class SnoozeDetails:
    """Until when a row is snoozed, by whom and why."""

    until_on: date
    by: str
    reason: str


@dataclass(frozen=True)
class BoardRow:
    """One client on the board; `apart` tells namesakes apart."""

    id: UUID
    team_id: UUID
    name: str
    apart: str
    status: ClientStatus
    mentors: tuple[BoardMentor, ...]
    services: frozenset[str]
    attention: Attention
    last_on: date | None
    next_on: date | None
    hours: HoursUsed
    goals_active: int
    goals_moved: int
    group_there: int
    group_counted: int
    approval: ApprovalState
    weeks: tuple[WeekCounts, ...]
    snoozed: SnoozeDetails | None
    reminded_at: datetime | None
    reports: ReportCounts


@dataclass(frozen=True)
class _Records:
    """What is on record about one client."""

    meetings: list[BoardMeeting]
    marks: list[BoardMark]
    approvals: list[ApprovalTerms]
    goals: list[BoardGoal]
    mentors: list[BoardMentor]


@dataclass(frozen=True)
class Board:
    """The rows in order, how many of the viewer's clients each reason applies to, and what they can be filtered by."""

    rows: list[BoardRow]
    counts: dict[Reason, int]
    everybody: int
    mentors: list[BoardMentor]
    services: list[str]
    reports: ReportCounts


class BoardFilter(NamedTuple):
    """The filters in the address."""

    mentor_id: UUID | None = None
    reason: Reason | None = None
    service: str = ""
    team_id: UUID | None = None


EVERYBODY = BoardFilter()


def board_limits() -> Limits:
    """The organisation's thresholds today."""
    return Limits(
        today=today(),
        expected_days=threshold(Threshold.EXPECTED_MEETING_DAYS),
        not_seen_days=threshold(Threshold.NOT_SEEN_DAYS),
        note_border=notes_due_by(),
        absences=threshold(Threshold.ABSENCES_IN_A_ROW),
        goal_untouched_days=threshold(Threshold.GOAL_UNTOUCHED_DAYS),
        goal_moved_days=threshold(Threshold.GOAL_MOVED_DAYS),
        review_days=threshold(Threshold.PLAN_REVIEW_DAYS),
        approval_days=threshold(Threshold.APPROVAL_WARNING_DAYS),
    )


def board_of(viewer: Viewer, chosen: BoardFilter = EVERYBODY) -> Board:
    """The viewer's clients in order of need, as far as they match the filters. The counts are of all who match mentor,
    team and service, so each says how many rows its reason will show."""
    limits = board_limits()
    clients = list(clients_of_board(viewer, limits))
    records = _records(viewer, limits)
    apart = disambiguate(ListedPerson(client.id, client.name, client.birth_on) for client in clients)
    rows = [_row(client, records(client.id), limits, apart.get(client.id, "")) for client in clients]
    matching = [row for row in rows if _matches(row, chosen)]
    shown = [row for row in matching if _has(row, chosen.reason)]
    names = {client.id: client.search_name for client in clients}
    shown.sort(key=lambda row: order_key(row.attention, names[row.id]))
    return Board(
        rows=shown,
        counts={reason: sum(_has(row, reason) for row in matching) for reason in Reason},
        everybody=len(matching),
        mentors=sorted({mentor for row in rows for mentor in row.mentors}, key=lambda mentor: mentor.name),
        services=sorted({service for row in rows for service in row.services}),
        reports=sum((row.reports for row in rows), ReportCounts()),
    )


def _records(viewer: Viewer, limits: Limits) -> Callable[[UUID], _Records]:
    """Finds the records of a client among those of all the viewer's clients."""
    meetings = meetings_of_board(viewer, limits)
    marks = group_marks_of_board(viewer, limits)
    approvals = approvals_of_board(viewer)
    goals = goals_of_board(viewer, limits)
    mentors = mentors_of_board(viewer, limits)
    return lambda client_id: _Records(
        meetings=meetings.get(client_id, []),
        marks=marks.get(client_id, []),
        approvals=approvals.get(client_id, []),
        goals=goals.get(client_id, []),
        mentors=mentors.get(client_id, []),
    )


def _matches(row: BoardRow, chosen: BoardFilter) -> bool:
    of_mentor = chosen.mentor_id is None or any(mentor.id == chosen.mentor_id for mentor in row.mentors)
    of_team = chosen.team_id is None or row.team_id == chosen.team_id
    return of_mentor and of_team and (not chosen.service or chosen.service in row.services)


def _has(row: BoardRow, reason: Reason | None) -> bool:
    return reason is None or row.attention.number(reason) is not None


def _row(client: sa.Row[Any], records: _Records, limits: Limits, apart: str) -> BoardRow:
    facts = _facts(client, records)
    attention = attention_for(facts, limits)
    there, counted = attendance(mark.mark for mark in records.marks)
    return BoardRow(
        id=client.id,
        team_id=client.team_id,
        name=client.name,
        apart=apart,
        status=client.status,
        mentors=tuple(records.mentors),
        services=frozenset(each.service for each in facts.approvals if each.starts_on <= limits.today <= each.ends_on),
        attention=attention,
        last_on=client.last_on,
        next_on=client.next_on,
        hours=_hours(records, limits),
        goals_active=len(records.goals),
        goals_moved=sum(goal.has_moved for goal in records.goals),
        group_there=there,
        group_counted=counted,
        approval=approval_state(facts.approvals, limits),
        weeks=count_weeks(records.meetings, records.marks, limits.window_starts_on, limits.today),
        snoozed=_snoozed(client) if attention.is_snoozed else None,
        reminded_at=client.reminded_at,
        reports=_reports(client, records, limits),
    )


def _facts(client: sa.Row[Any], records: _Records) -> BoardFacts:
    return BoardFacts(
        status=client.status,
        since_on=client.status_on,
        every_days=client.meeting_every_days,
        last_on=client.last_on,
        concerns=_concerns(client),
        meetings=records.meetings,
        marks=records.marks,
        approvals=[ApprovalPeriod(terms.service, terms.starts_on, terms.ends_on) for terms in records.approvals],
        goals=records.goals,
        snoozed_until=client.until_on,
    )


def _reports(client: sa.Row[Any], records: _Records, limits: Limits) -> ReportCounts:
    ends = [terms.ends_on for terms in records.approvals if terms.service == SOCIAL_MENTORING]
    due = due_report(max(ends, default=None), client.reported_until, limits.today, *due_days())
    return ReportCounts(1 if due else 0, client.returned, client.submitted)


def _concerns(client: sa.Row[Any]) -> OpenConcerns | None:
    if not client.concern_count:
        return None
    since = local(client.concern_since).date()
    return OpenConcerns(client.concern_count, LEVELS[client.concern_level], since, bool(client.concern_unseen))


def _snoozed(client: sa.Row[Any]) -> SnoozeDetails:
    return SnoozeDetails(client.until_on, client.snoozed_by, Snooze.reason.open(client.snooze_id, client.reason_sealed))


def _hours(records: _Records, limits: Limits) -> HoursUsed:
    """What was used this month, of what is approved for the whole month."""
    first_on, last_on = month_of(limits.today)
    held = [each for each in records.meetings if each.outcome in CONTACT and first_on <= each.on <= limits.today]
    times = HeldMeetings(sum(each.minutes for each in held), len(held), len({each.on for each in held}))
    return hours_used(times, records.approvals, first_on, last_on)
