"""The board: each of the viewer's clients with figures and reasons, in the order of the page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from operator import attrgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.contact_rules import ContactCounts, KindOfContact, count_by_kind
from caseapp.activities.missing_note_queries import notes_due_by
from caseapp.clients.disambiguation_words import disambiguate
from caseapp.clients.rules import ClientStatus
from caseapp.clock import today
from caseapp.hours.rules import HoursUsed, hours_used, month_of
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.progress.rhythm_rules import WeekCounts, count_weeks
from caseapp.reports.due_rules import ReportCounts
from caseapp.supervision.board.facts_queries import (
    BoardMentor,
    group_marks_of_board,
    ids_named,
    meetings_of_board,
    snoozes_of_board,
)
from caseapp.supervision.board.facts_rules import BoardMeeting, Limits
from caseapp.supervision.board.filter_rules import EVERYBODY, BoardFilter
from caseapp.supervision.board.goal_queries import goals_moved_of_board
from caseapp.supervision.board.needs_queries import Need, RowFigures, needs_of
from caseapp.supervision.board.order_rules import Attention, Reason, Urgency
from caseapp.supervision.board.rules import ApprovalState
from caseapp.supervision.models import Snooze


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
    needs = needs_of(viewer, limits)
    named = ids_named(viewer, words) if words else None
    matching = [need for need in needs if _matches(need, chosen) and (named is None or need.id in named)]
    ordered = sorted((need for need in matching if _has(need, chosen.reason)), key=attrgetter("key"))
    counts = Counter(chain.from_iterable(need.reasons for need in matching))
    parts = Counter(need.urgency for need in ordered)
    return Board(
        rows=_rows(viewer, needs, ordered[shown], limits),
        total=len(ordered),
        parts={urgency: parts[urgency] for urgency in Urgency},
        counts={reason: counts[reason] for reason in Reason},
        everybody=len(matching),
        mentors=sorted({mentor for need in needs for mentor in need.mentors}, key=attrgetter("name")),
        services=sorted({service for need in needs for service in need.services}),
        reports=sum((need.reports for need in needs), ReportCounts()),
    )


def _matches(need: Need, chosen: BoardFilter) -> bool:
    of_mentor = chosen.mentor_id is None or any(mentor.id == chosen.mentor_id for mentor in need.mentors)
    of_team = chosen.team_id is None or need.team_id == chosen.team_id
    return of_mentor and of_team and (not chosen.service or chosen.service in need.services)


def _has(need: Need, reason: Reason | None) -> bool:
    return reason is None or reason in need.reasons


def _rows(viewer: Viewer, needs: list[Need], shown: list[Need], limits: Limits) -> list[BoardRow]:
    if not shown:
        return []
    looks = {need.look for need in shown}
    apart = disambiguate(need.listed for need in needs if need.look in looks)
    _add_figures(viewer, [need for need in shown if need.figures is None], limits)
    snoozed = [need.id for need in shown if need.attention.is_snoozed]
    snoozes = snoozes_of_board(viewer, snoozed) if snoozed else {}
    return [_row(need, apart.get(need.id, ""), snoozes.get(need.id)) for need in shown]


def _add_figures(viewer: Viewer, needs: list[Need], limits: Limits) -> None:
    """Work out what is shown of these clients alone; it is remembered with the rest."""
    if not needs:
        return
    ids = [need.id for need in needs]
    meetings = meetings_of_board(viewer, limits, ids)
    marks = group_marks_of_board(viewer, limits, ids)
    moved = goals_moved_of_board(viewer, limits, ids)
    for need in needs:
        met = meetings.get(need.id, [])
        of_month = _of_month(met, limits)
        need.figures = RowFigures(
            hours=tuple(hours_used(of_month, need.approvals, *month_of(limits.today))),
            contacts=count_by_kind(of_month),
            weeks=count_weeks(met, marks.get(need.id, []), limits.window_starts_on, limits.today),
            goals_moved=moved.get(need.id, 0),
        )


def _row(need: Need, apart: str, snooze: sa.Row[Any] | None) -> BoardRow:
    assert need.figures
    return BoardRow(
        id=need.id,
        team_id=need.team_id,
        name=need.listed.name,
        apart=apart,
        status=need.status,
        mentors=need.mentors,
        services=need.services,
        attention=need.attention,
        last_on=need.last_on,
        next_on=need.next_on,
        goals_active=need.goals_active,
        group_there=need.group_there,
        group_counted=need.group_counted,
        approval=need.approval,
        snoozed=_snoozed(snooze) if snooze else None,
        reminded_at=need.reminded_at,
        reports=need.reports,
        **need.figures._asdict(),
    )


def _snoozed(row: sa.Row[Any]) -> SnoozeDetails:
    return SnoozeDetails(row.until_on, row.by, Snooze.reason.open(row.id, row.reason_sealed))


def _of_month(meetings: list[BoardMeeting], limits: Limits) -> list[BoardMeeting]:
    first_on, _last_on = month_of(limits.today)
    return [each for each in meetings if first_on <= each.on <= limits.today]
