"""The board: what the record says about each of the viewer's clients, in three statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.missing_note_queries import notes_due_by
from caseapp.activities.rules import CONTACT
from caseapp.basket.rules import SOCIAL_MENTORING
from caseapp.clients.disambiguation_words import Named, told_apart
from caseapp.clients.rules import ClientStatus
from caseapp.clock import local, today
from caseapp.groups.rules import attendance
from caseapp.hours.rules import HoursUsed, MeetingTotals, hours_used, month_of
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.reports.due_rules import ReportCounts, due_report
from caseapp.reports.pending_queries import due_days
from caseapp.supervision.board.facts_queries import Record, clients_of_board, goals_of_board, records_of_board
from caseapp.supervision.board.rules import (
    LEVELS,
    ApprovalState,
    Approved,
    Facts,
    Limits,
    Need,
    Reason,
    Worked,
    Worry,
    approval_state,
    judge,
    order_key,
)
from caseapp.supervision.board.strip_rules import Week, weeks_of
from caseapp.supervision.models import Snooze


@dataclass(frozen=True)
class Snoozed:
    """Until when a row is put aside, by whom and why."""

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
    mentors: tuple[tuple[UUID, str], ...]
    services: frozenset[str]
    need: Need
    last_on: date | None
    next_on: date | None
    hours: HoursUsed
    goals_active: int
    goals_moved: int
    group_there: int
    group_counted: int
    approval: ApprovalState
    weeks: tuple[Week, ...]
    snoozed: Snoozed | None
    reminded_at: datetime | None
    reports: ReportCounts


@dataclass(frozen=True)
class Board:
    """The rows in order of need, how many of the viewer's clients each reason concerns, and what can be filtered by."""

    rows: list[BoardRow]
    counts: dict[Reason, int]
    everybody: int
    mentors: list[tuple[UUID, str]]
    services: list[str]
    reports: ReportCounts


class BoardFilter(NamedTuple):
    """What the address asks for."""

    mentor_id: UUID | None = None
    reason: Reason | None = None
    service: str = ""
    team_id: UUID | None = None


EVERYBODY = BoardFilter()


def board_limits() -> Limits:
    """The organisation's thresholds as they hold today."""
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


def board_of(viewer: Viewer, wish: BoardFilter = EVERYBODY) -> Board:
    """The viewer's clients in order of need, as far as they fit the wish. Counts are of all that fit mentor and
    service, so that each says what choosing its reason will show."""
    limits = board_limits()
    records, goals = records_of_board(viewer, limits), goals_of_board(viewer, limits)
    clients = list(clients_of_board(viewer, limits))
    apart = told_apart(Named(client.id, client.name, client.birth_on) for client in clients)
    everybody = [_row(client, records, goals, limits, apart.get(client.id, "")) for client in clients]
    fitting = [row for row, _name in everybody if _fits(row, wish)]
    shown = [(row, name) for row, name in everybody if _fits(row, wish) and _has(row, wish.reason)]
    shown.sort(key=lambda each: order_key(each[0].need, each[1]))
    mentors = {mentor for row, _name in everybody for mentor in row.mentors}
    return Board(
        rows=[row for row, _name in shown],
        counts={reason: sum(_has(row, reason) for row in fitting) for reason in Reason},
        everybody=len(fitting),
        mentors=sorted(mentors, key=lambda mentor: mentor[1]),
        services=sorted({service for row, _name in everybody for service in row.services}),
        reports=sum((row.reports for row, _name in everybody), ReportCounts()),
    )


def _fits(row: BoardRow, wish: BoardFilter) -> bool:
    of_mentor = wish.mentor_id is None or any(mentor_id == wish.mentor_id for mentor_id, _name in row.mentors)
    of_team = wish.team_id is None or row.team_id == wish.team_id
    return of_mentor and of_team and (not wish.service or wish.service in row.services)


def _has(row: BoardRow, reason: Reason | None) -> bool:
    return reason is None or row.need.number(reason) is not None


def _row(
    client: sa.Row[Any],
    records: Mapping[UUID, Record],
    goals: Mapping[UUID, list[Worked]],
    limits: Limits,
    apart: str,
) -> tuple[BoardRow, str]:
    record = records.get(client.id) or Record([], [], [], [])
    worked = goals.get(client.id, [])
    facts = _facts(client, record, worked)
    need = judge(facts, limits)
    there, counted = attendance(mark.mark for mark in record.marks)
    row = BoardRow(
        id=client.id,
        team_id=client.team_id,
        name=client.name,
        apart=apart,
        status=client.status,
        mentors=tuple(record.mentors),
        services=frozenset(each.service for each in facts.approvals if each.starts_on <= limits.today <= each.ends_on),
        need=need,
        last_on=client.last_on,
        next_on=client.next_on,
        hours=_hours(record, limits),
        goals_active=len(worked),
        goals_moved=sum(goal.has_moved for goal in worked),
        group_there=there,
        group_counted=counted,
        approval=approval_state(facts.approvals, limits),
        weeks=weeks_of(record.met, record.marks, limits),
        snoozed=_snoozed(client) if need.is_snoozed else None,
        reminded_at=client.reminded_at,
        reports=_reports(client, record, limits),
    )
    return row, client.search_name


def _facts(client: sa.Row[Any], record: Record, worked: list[Worked]) -> Facts:
    return Facts(
        status=client.status,
        since_on=client.status_on,
        every_days=client.meeting_every_days,
        last_on=client.last_on,
        worry=_worry(client),
        met=record.met,
        marks=record.marks,
        approvals=[Approved(terms.service, terms.starts_on, terms.ends_on) for terms in record.approvals],
        goals=worked,
        snoozed_until=client.until_on,
    )


def _reports(client: sa.Row[Any], record: Record, limits: Limits) -> ReportCounts:
    ends = [terms.ends_on for terms in record.approvals if terms.service == SOCIAL_MENTORING]
    due = due_report(max(ends, default=None), client.reported_until, limits.today, *due_days())
    return ReportCounts(1 if due else 0, client.returned, client.submitted)


def _worry(client: sa.Row[Any]) -> Worry | None:
    if not client.concerns:
        return None
    since = local(client.concern_since).date()
    return Worry(client.concerns, LEVELS[client.concern_level], since, bool(client.concern_unseen))


def _snoozed(client: sa.Row[Any]) -> Snoozed:
    return Snoozed(client.until_on, client.snoozer, Snooze.reason.open(client.snooze_id, client.reason_sealed))


def _hours(record: Record, limits: Limits) -> HoursUsed:
    """What the running month holds, of what is approved for the whole of it."""
    first_on, last_on = month_of(limits.today)
    held = [met for met in record.met if met.outcome in CONTACT and first_on <= met.on <= limits.today]
    times = MeetingTotals(sum(met.minutes for met in held), len(held), len({met.on for met in held}))
    return hours_used(times, record.approvals, first_on, last_on)
