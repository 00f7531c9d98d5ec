"""The board: each of the viewer's clients with figures and reasons, in the order of the page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.contact_rules import ContactCounts, KindOfContact, count_by_kind
from caseapp.activities.missing_note_queries import notes_due_by
from caseapp.basket.queries import recent_approvals
from caseapp.basket.rules import ApprovalTerms, renewal_end
from caseapp.clients.disambiguation_words import ListedPerson, disambiguate
from caseapp.clients.rules import ClientStatus
from caseapp.clock import local, today
from caseapp.groups.rules import attendance
from caseapp.hours.rules import HoursUsed, hours_used, month_of
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.progress.rhythm_rules import WeekCounts, count_weeks
from caseapp.reports.due_rules import ReportCounts, due_report
from caseapp.reports.pending_queries import due_days
from caseapp.stuck.queries import lost_tie, step_days
from caseapp.supervision.board.facts_queries import (
    BoardMentor,
    clients_of_board,
    group_marks_of_board,
    ids_named,
    lacking_of_board,
    meetings_of_board,
    mentors_of_board,
)
from caseapp.supervision.board.facts_rules import (
    LEVELS,
    ApprovalPeriod,
    BoardFacts,
    BoardGoal,
    BoardMark,
    BoardMeeting,
    ChosenStep,
    Company,
    Limits,
    OpenConcerns,
    Pace,
)
from caseapp.supervision.board.filter_rules import EVERYBODY, BoardFilter
from caseapp.supervision.board.goal_queries import goals_moved_of_board, goals_of_board
from caseapp.supervision.board.order_rules import Attention, Reason, Urgency, order_key
from caseapp.supervision.board.rules import ApprovalState, approval_state, attention_for
from caseapp.supervision.models import Snooze
from caseapp.workdays import working_days_between


@dataclass(frozen=True)
class SnoozeDetails:
    """Until when a row is snoozed, by whom and why."""

    until_on: date
    by: str
    reason: str


@dataclass(frozen=True)
class BoardRow:
    """One client on the board; `apart` tells namesakes apart, `hours` and `contacts` are those of this month."""

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
    hours: tuple[HoursUsed, ...]
    contacts: Mapping[KindOfContact, ContactCounts]
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
class _Need:
    """Why a client needs attention, and what the filters ask for."""

    client: sa.Row[Any]
    facts: BoardFacts
    attention: Attention
    approvals: list[ApprovalTerms]
    mentors: list[BoardMentor]
    services: frozenset[str]
    reports: ReportCounts


@dataclass(frozen=True)
class Board:
    """Some of the rows in order, of `total`, and how many stand in each part; how many of the viewer's clients each
    reason applies to, and what they can be filtered by."""

    rows: list[BoardRow]
    total: int
    parts: dict[Urgency, int]
    counts: dict[Reason, int]
    everybody: int
    mentors: list[BoardMentor]
    services: list[str]
    reports: ReportCounts


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
        stuck_days=threshold(Threshold.STUCK_DAYS),
        fading_percent=threshold(Threshold.FADING_PERCENT),
        lost_days=threshold(Threshold.TIE_LOST_DAYS),
    )


def board_of(viewer: Viewer, chosen: BoardFilter = EVERYBODY, shown: slice = slice(None), words: str = "") -> Board:
    """The viewer's clients in order of need, as far as they match the filters and are named by the words; figures only
    for the rows shown.

    The counts are of all who match mentor, team, service and words, so each says how many rows its reason will show.
    """
    limits = board_limits()
    needs = _needs(viewer, limits)
    named = ids_named(viewer, words) if words else None
    matching = [need for need in needs if _matches(need, chosen) and (named is None or need.client.id in named)]
    ordered = sorted(
        (need for need in matching if _has(need, chosen.reason)),
        key=lambda need: order_key(need.attention, need.client.search_name, need.client.id),
    )
    counts = Counter(reason for need in matching for reason in {each.reason for each in need.attention.reasons})
    parts = Counter(need.attention.urgency for need in ordered)
    return Board(
        rows=_rows(viewer, needs, ordered[shown], limits),
        total=len(ordered),
        parts={urgency: parts[urgency] for urgency in Urgency},
        counts={reason: counts[reason] for reason in Reason},
        everybody=len(matching),
        mentors=sorted({mentor for need in needs for mentor in need.mentors}, key=lambda mentor: mentor.name),
        services=sorted({service for need in needs for service in need.services}),
        reports=sum((need.reports for need in needs), ReportCounts()),
    )


def _needs(viewer: Viewer, limits: Limits) -> list[_Need]:
    lacking = lacking_of_board(viewer, limits)
    marks = group_marks_of_board(viewer, limits)
    approvals = recent_approvals(viewer, limits.today.replace(day=1))
    goals = goals_of_board(viewer, limits)
    mentors = mentors_of_board(viewer, limits)
    days = due_days()

    def need_of(client: sa.Row[Any]) -> _Need:
        of_client = approvals.get(client.id, [])
        by = mentors.get(client.id, [])
        facts = _facts(
            client, by, lacking.get(client.id, []), marks.get(client.id, []), of_client, goals.get(client.id, [])
        )
        return _Need(
            client=client,
            facts=facts,
            attention=attention_for(facts, limits),
            approvals=of_client,
            mentors=by,
            services=frozenset(each.service for each in of_client if each.starts_on <= limits.today <= each.ends_on),
            reports=_reports(client, of_client, limits, days),
        )

    return [need_of(client) for client in clients_of_board(viewer, limits)]


def _matches(need: _Need, chosen: BoardFilter) -> bool:
    of_mentor = chosen.mentor_id is None or any(mentor.id == chosen.mentor_id for mentor in need.mentors)
    of_team = chosen.team_id is None or need.client.team_id == chosen.team_id
    return of_mentor and of_team and (not chosen.service or chosen.service in need.services)


def _has(need: _Need, reason: Reason | None) -> bool:
    return reason is None or need.attention.number(reason) is not None


def _rows(viewer: Viewer, needs: list[_Need], shown: list[_Need], limits: Limits) -> list[BoardRow]:
    apart = disambiguate(ListedPerson(need.client.id, need.client.name, need.client.birth_on) for need in needs)
    ids = [need.client.id for need in shown]
    meetings = meetings_of_board(viewer, limits, ids)
    moved = goals_moved_of_board(viewer, limits, ids)
    return [_row(need, meetings.get(need.client.id, []), moved.get(need.client.id, 0), limits, apart) for need in shown]


def _row(need: _Need, meetings: list[BoardMeeting], moved: int, limits: Limits, apart: dict[UUID, str]) -> BoardRow:
    client, facts = need.client, need.facts
    of_month = _of_month(meetings, limits)
    there, counted = attendance(mark.mark for mark in facts.marks)
    return BoardRow(
        id=client.id,
        team_id=client.team_id,
        name=client.name,
        apart=apart.get(client.id, ""),
        status=client.status,
        mentors=tuple(need.mentors),
        services=need.services,
        attention=need.attention,
        last_on=client.last_on,
        next_on=client.next_on,
        hours=tuple(hours_used(of_month, need.approvals, *month_of(limits.today))),
        contacts=count_by_kind(of_month),
        goals_active=len(facts.goals),
        goals_moved=moved,
        group_there=there,
        group_counted=counted,
        approval=approval_state(facts.approvals, limits),
        weeks=count_weeks(meetings, facts.marks, limits.window_starts_on, limits.today),
        snoozed=_snoozed(client) if need.attention.is_snoozed else None,
        reminded_at=client.reminded_at,
        reports=need.reports,
    )


def _facts(
    client: sa.Row[Any],
    mentors: list[BoardMentor],
    lacking: list[BoardMeeting],
    marks: list[BoardMark],
    approvals: list[ApprovalTerms],
    goals: list[BoardGoal],
) -> BoardFacts:
    return BoardFacts(
        status=client.status,
        since_on=client.status_on,
        every_days=client.meeting_every_days,
        last_on=client.last_on,
        company=_company(mentors),
        pace=Pace(client.met_lately, client.met_before),
        concerns=_concerns(client),
        meetings=lacking,
        marks=marks,
        approvals=[ApprovalPeriod(terms.service, terms.starts_on, terms.ends_on) for terms in approvals],
        goals=goals,
        tie_faded_on=client.tie_faded_on,
        lost=lost_tie(client),
        step=ChosenStep(*step_days(client)),
        pulse_fell_on=client.pulse_fell_on,
        unseen_days=working_days_between(local(client.unseen_since).date(), today()) if client.unseen_since else 0,
        snoozed_until=client.until_on,
    )


def _reports(
    client: sa.Row[Any], approvals: list[ApprovalTerms], limits: Limits, days: tuple[int, int]
) -> ReportCounts:
    due = due_report(renewal_end(approvals, limits.today), client.reported_until, limits.today, *days)
    return ReportCounts(1 if due else 0, client.returned, client.submitted)


def _company(mentors: list[BoardMentor]) -> Company:
    closed = sum(mentor.is_closed for mentor in mentors)
    return Company(len(mentors) - closed, closed)


def _concerns(client: sa.Row[Any]) -> OpenConcerns | None:
    if not client.concern_count:
        return None
    since = local(client.concern_since).date()
    return OpenConcerns(client.concern_count, LEVELS[client.concern_level], since, bool(client.concern_unseen))


def _snoozed(client: sa.Row[Any]) -> SnoozeDetails:
    return SnoozeDetails(client.until_on, client.snoozed_by, Snooze.reason.open(client.snooze_id, client.reason_sealed))


def _of_month(meetings: list[BoardMeeting], limits: Limits) -> list[BoardMeeting]:
    first_on, _last_on = month_of(limits.today)
    return [each for each in meetings if first_on <= each.on <= limits.today]
