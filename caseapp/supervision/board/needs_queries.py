"""Why each client on the board needs attention: worked out once for each state of a client's records, and remembered.

A client's stamp is another one after every change of a record (`caseapp.db.stamps`), so what was worked out holds while
the stamp, the day and the organisation's thresholds are the same. Whom somebody sees is asked anew each time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.queries import accounts_now
from caseapp.activities.contact_rules import ContactCounts, KindOfContact
from caseapp.basket.queries import recent_approvals
from caseapp.basket.rules import ApprovalTerms, renewal_end
from caseapp.clients.disambiguation_words import ListedPerson, look_of
from caseapp.clients.rules import ClientStatus
from caseapp.clock import local, today
from caseapp.db.stamps import Memory
from caseapp.groups.rules import attendance
from caseapp.hours.rules import HoursUsed
from caseapp.progress.rhythm_rules import WeekCounts
from caseapp.reports.due_rules import ReportCounts, due_report
from caseapp.reports.pending_queries import due_days
from caseapp.stuck.queries import lost_tie, step_days
from caseapp.supervision.board.facts_queries import (
    BoardMentor,
    clients_of_board,
    group_marks_of_board,
    lacking_of_board,
    mentors_of_board,
    stamps_of_board,
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
from caseapp.supervision.board.goal_queries import goals_of_board
from caseapp.supervision.board.order_rules import Attention, Reason, Urgency, order_key
from caseapp.supervision.board.rules import ApprovalState, approval_state, attention_for
from caseapp.workdays import working_days_between

MOST_SOUGHT = 60
"""Of more clients than these everybody is read at once."""


class RowFigures(NamedTuple):
    """What a row shows beside: `hours` and `contacts` of this month."""

    hours: tuple[HoursUsed, ...]
    contacts: Mapping[KindOfContact, ContactCounts]
    weeks: tuple[WeekCounts, ...]
    goals_moved: int


@dataclass(eq=False)
class Need:
    """Why a client needs attention, and what the filters ask for; the figures come when the row is first shown."""

    id: UUID
    team_id: UUID
    listed: ListedPerson
    look: str
    status: ClientStatus
    last_on: date | None
    next_on: date | None
    reminded_at: datetime | None
    attention: Attention
    urgency: Urgency
    key: tuple[object, ...]
    reasons: frozenset[Reason]
    approvals: list[ApprovalTerms]
    approval: ApprovalState
    mentors: tuple[BoardMentor, ...]
    services: frozenset[str]
    reports: ReportCounts
    goals_active: int
    group_there: int
    group_counted: int
    figures: RowFigures | None = None


class _Known(NamedTuple):
    """What was worked out, and for which state of the records."""

    stamp: int
    need: Need

    @property
    def team_id(self) -> UUID:
        """Where the client was."""
        return self.need.team_id


class _Frame(NamedTuple):
    """What holds for everybody: the day, the thresholds, and how long before an approval's end a report is due."""

    limits: Limits
    due_days: tuple[int, int]


remembered: Memory[_Frame, _Known] = Memory()


def needs_of(viewer: Viewer, limits: Limits) -> list[Need]:
    """Of each client of the viewer's whose file is not closed, in no order."""
    stamps = stamps_of_board(viewer)
    frame = _Frame(limits, due_days())
    known = remembered.known_of(frame, stamps, viewer.team_ids_in_charge)
    found = _still_valid(known, stamps)
    missing = [client_id for client_id in stamps if client_id not in found]
    if missing:
        read = {need.id: need for need in _read(viewer, frame, missing if len(missing) <= MOST_SOUGHT else None)}
        known.update({each: _Known(stamp, read[each]) for each, stamp in stamps.items() if stamp and each in read})
        found |= {each: read[each] for each in missing if each in read}
    return list(found.values())


def _still_valid(known: dict[UUID, _Known], stamps: dict[UUID, int | None]) -> dict[UUID, Need]:
    """What the records still say, and nothing where a mentor has another name or no account any more."""
    entries = ((client_id, known.get(client_id), stamp) for client_id, stamp in stamps.items())
    found = {client_id: entry.need for client_id, entry, stamp in entries if entry and entry.stamp == stamp}
    mentors = {mentor for need in found.values() for mentor in need.mentors}
    changed = mentors - accounts_now(sorted({mentor.id for mentor in mentors})) if mentors else mentors
    return {each: need for each, need in found.items() if changed.isdisjoint(need.mentors)} if changed else found


def _read(viewer: Viewer, frame: _Frame, client_ids: list[UUID] | None) -> Iterator[Need]:
    limits = frame.limits
    lacking = lacking_of_board(viewer, limits, client_ids)
    marks = group_marks_of_board(viewer, limits, client_ids)
    approvals = recent_approvals(viewer, limits.today.replace(day=1), client_ids)
    goals = goals_of_board(viewer, limits, client_ids)
    mentors = mentors_of_board(viewer, limits, client_ids)
    for client in clients_of_board(viewer, limits, client_ids):
        of_client, by = approvals.get(client.id, []), mentors.get(client.id, [])
        facts = _facts(
            client, by, lacking.get(client.id, []), marks.get(client.id, []), of_client, goals.get(client.id, [])
        )
        yield _need(client, facts, of_client, by, frame)


def _need(
    client: sa.Row[Any], facts: BoardFacts, approvals: list[ApprovalTerms], mentors: list[BoardMentor], frame: _Frame
) -> Need:
    day, attention = frame.limits.today, attention_for(facts, frame.limits)
    there, counted = attendance(mark.mark for mark in facts.marks)
    return Need(
        id=client.id,
        team_id=client.team_id,
        listed=ListedPerson(client.id, client.name, client.birth_on),
        look=look_of(client.name),
        status=client.status,
        last_on=client.last_on,
        next_on=client.next_on,
        reminded_at=client.reminded_at,
        attention=attention,
        urgency=attention.urgency,
        key=order_key(attention, client.search_name, client.id),
        reasons=frozenset(each.reason for each in attention.reasons),
        approvals=approvals,
        approval=approval_state(facts.approvals, frame.limits),
        mentors=tuple(sorted(mentors, key=attrgetter("name", "id"))),
        services=frozenset(each.service for each in approvals if each.starts_on <= day <= each.ends_on),
        reports=_reports(client, approvals, frame),
        goals_active=len(facts.goals),
        group_there=there,
        group_counted=counted,
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
        there_on=client.there_on,
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
        pulse_low_on=client.pulse_low_on,
        unseen_days=working_days_between(local(client.unseen_since).date(), today()) if client.unseen_since else 0,
        snoozed_until=client.until_on,
    )


def _reports(client: sa.Row[Any], approvals: list[ApprovalTerms], frame: _Frame) -> ReportCounts:
    day = frame.limits.today
    due = due_report(renewal_end(approvals, day), client.reported_until, day, *frame.due_days)
    return ReportCounts(1 if due else 0, client.returned, client.submitted)


def _company(mentors: list[BoardMentor]) -> Company:
    closed = sum(mentor.is_closed for mentor in mentors)
    return Company(len(mentors) - closed, closed)


def _concerns(client: sa.Row[Any]) -> OpenConcerns | None:
    if not client.concern_count:
        return None
    since = local(client.concern_since).date()
    return OpenConcerns(client.concern_count, LEVELS[client.concern_level], since, bool(client.concern_unseen))
