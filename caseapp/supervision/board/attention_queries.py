"""The board's rules in SQL: which of the viewer's clients a reason concerns, for lists and counts.

Each condition says the same as its rule in `board_rules`; a property test proves that they agree.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.activities.missing_note_queries import absence_runs, note_is_missing
from caseapp.activities.models import Activity
from caseapp.activities.rules import CONTACT
from caseapp.basket.models import Approval
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import RHYTHM_NAMES, ClientStatus
from caseapp.db import db
from caseapp.followups.models import Concern
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalStatus
from caseapp.groups.models import AttendanceMark, Meeting
from caseapp.groups.rules import WAS_THERE, Mark, MeetingStatus
from caseapp.supervision.board.facts_queries import last_noted, last_rated
from caseapp.supervision.board.rules import Limits, Reason


def clients_with(viewer: Viewer, reason: Reason, limits: Limits) -> set[UUID]:
    """The viewer's clients whom that reason concerns."""
    found = about_visible_clients(viewer, Client, Client.id).where(needs(reason, limits))
    return set(db.session.scalars(found))


def needs(reason: Reason, limits: Limits) -> sa.ColumnElement[bool]:
    """The condition that a client needs attention for that reason; nobody does whose file is closed."""
    conditions = {
        Reason.CONCERN: _worried,
        Reason.APPROVAL: _approval_ends,
        Reason.NOT_MET: _not_met,
        Reason.ABSENCES: _absent,
        Reason.NOTES: _notes_missing,
        Reason.GOALS: _goal_untouched,
        Reason.REVIEW: _review_due,
    }
    return sa.and_(Client.status != ClientStatus.CLOSED, conditions[reason](limits))


def _worried(limits: Limits) -> sa.ColumnElement[bool]:
    return _exists(Concern, Concern.is_open())


def _approval_ends(limits: Limits) -> sa.ColumnElement[bool]:
    other = sa.orm.aliased(Approval)
    end_of_service = (
        sa.select(sa.func.max(other.ends_on))
        .where(other.client_id == Approval.client_id, other.service == Approval.service)
        .correlate(Approval)
        .scalar_subquery()
    )
    in_force = sa.and_(Approval.starts_on <= limits.today, Approval.ends_on >= limits.today)
    border = _later(limits, limits.approval_days)
    ending = _exists(Approval, in_force, end_of_service <= border)
    over = sa.and_(
        _exists(Approval, sa.true()),
        ~_exists(Approval, in_force),
        ~_exists(Approval, Approval.ends_on >= limits.today),
    )
    return sa.or_(ending, over)


def _not_met(limits: Limits) -> sa.ColumnElement[bool]:
    """Nobody met the client within the expected days, and it is longer ago that the client became active. Each rhythm
    has its own border, because engines count days in different ways."""
    last_on = sa.func.coalesce(
        sa.select(sa.func.max(Activity.held_on))
        .where(Activity.client_id == Client.id, *_valid(limits), Activity.outcome.in_(CONTACT))
        .correlate(Client)
        .scalar_subquery(),
        Client.status_on,
    )
    border = sa.case(
        *((Client.meeting_every_days == days, _later(limits, -days)) for days in RHYTHM_NAMES),
        else_=_later(limits, -limits.expected_days),
    )
    return sa.and_(Client.status == ClientStatus.ACTIVE, last_on < border)


def _absent(limits: Limits) -> sa.ColumnElement[bool]:
    missed = (
        sa.select(sa.func.count())
        .select_from(Activity)
        .where(Activity.client_id == Client.id, absence_runs())
        .correlate(Client)
        .scalar_subquery()
    )
    return sa.or_(missed >= limits.absences, _absent_from_a_group(limits))


def _absent_from_a_group(limits: Limits) -> sa.ColumnElement[bool]:
    mark, meeting = sa.orm.aliased(AttendanceMark), sa.orm.aliased(Meeting)
    there_since = (
        sa.select(mark.id)
        .join(meeting, meeting.id == mark.meeting_id)
        .where(
            mark.client_id == AttendanceMark.client_id,
            meeting.group_id == Meeting.group_id,
            meeting.status == MeetingStatus.HELD,
            meeting.held_on.between(Meeting.held_on, limits.today),
            mark.mark.in_(WAS_THERE),
        )
        .correlate(AttendanceMark, Meeting)
        .exists()
    )
    return (
        sa.select(Meeting.group_id)
        .select_from(AttendanceMark)
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(
            AttendanceMark.client_id == Client.id,
            Meeting.status == MeetingStatus.HELD,
            Meeting.held_on.between(limits.window_starts_on, limits.today),
            AttendanceMark.mark == Mark.ABSENT,
            ~there_since,
        )
        .group_by(Meeting.group_id)
        .having(sa.func.count() >= limits.absences)
        .correlate(Client)
        .exists()
    )


def _notes_missing(limits: Limits) -> sa.ColumnElement[bool]:
    return _exists(Activity, note_is_missing(limits.note_border))


def _goal_untouched(limits: Limits) -> sa.ColumnElement[bool]:
    border = _later(limits, -limits.goal_untouched_days)
    return _exists(
        Goal,
        Goal.status == GoalStatus.ACTIVE,
        Goal.starts_on <= border,
        sa.func.coalesce(last_rated(limits.today), Goal.starts_on) <= border,
        sa.func.coalesce(last_noted(limits.today), Goal.starts_on) <= border,
    )


def _review_due(limits: Limits) -> sa.ColumnElement[bool]:
    rated_on = last_rated(limits.today)
    border = _later(limits, -limits.review_days)
    waits = sa.and_(Goal.review_on <= limits.today, sa.func.coalesce(rated_on < Goal.review_on, sa.true()))
    again = sa.and_(rated_on >= Goal.review_on, rated_on <= border)
    return _exists(Goal, Goal.status == GoalStatus.ACTIVE, sa.or_(waits, again))


def _valid(limits: Limits) -> tuple[sa.ColumnElement[bool], ...]:
    return Activity.not_in_error(), Activity.held_on <= limits.today


def _exists(entity: Any, *conditions: Any) -> sa.ColumnElement[bool]:
    found = sa.select(entity.id).where(entity.client_id == Client.id, *conditions)
    return found.correlate(Client).exists()


def _later(limits: Limits, days: int) -> Any:
    return limits.today.fromordinal(limits.today.toordinal() + days)
