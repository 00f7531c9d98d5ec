"""What the board reads: what may be a reason for all of the viewer's clients, figures for those who are shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity, GoalTouch
from caseapp.activities.queries import last_met_on
from caseapp.activities.rules import CONTACT, Movement
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalTerms
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.db import db
from caseapp.followups.models import Concern
from caseapp.goals.models import Goal, Rating
from caseapp.goals.rules import GoalStatus
from caseapp.groups.models import AttendanceMark, Meeting
from caseapp.groups.rules import MeetingStatus
from caseapp.reports.pending_queries import count_reports, newest_renewal
from caseapp.reports.status_rules import ReportStatus
from caseapp.supervision.board.rules import LEVELS, BoardGoal, BoardMark, BoardMeeting, Limits
from caseapp.supervision.models import Reminder, Snooze

SNOOZED_BY = sa.orm.aliased(User)
EARLIER = sa.orm.aliased(Rating)


class BoardMentor(NamedTuple):
    """Somebody who mentors a client today."""

    id: UUID
    name: str


def clients_of_board(viewer: Viewer, limits: Limits) -> Iterable[sa.Row[Any]]:
    """Each client whose file is not closed, with everything that is one value for each client."""
    next_on = sa.select(sa.func.min(Activity.held_on)).where(
        Activity.client_id == Client.id, Activity.planned(), Activity.held_on >= limits.today
    )
    concerns = _open_concerns(viewer)
    return db.session.execute(
        about_visible_clients(
            viewer,
            Client,
            Client.id,
            Client.team_id,
            Client.name.label("name"),
            Client.search_name,
            Client.birth_on,
            Client.status,
            Client.status_on,
            Client.meeting_every_days,
            last_met_on(limits.today).label("last_on"),
            next_on.correlate(Client).scalar_subquery().label("next_on"),
            _reminded_at(),
            newest_renewal().label("reported_until"),
            count_reports(ReportStatus.RETURNED).label("returned"),
            count_reports(ReportStatus.SUBMITTED).label("submitted"),
            *(concerns.c[name] for name in ("concern_count", "concern_level", "concern_since", "concern_unseen")),
            Snooze.id.label("snooze_id"),
            Snooze.until_on,
            Snooze.reason_sealed,
            SNOOZED_BY.name.label("snoozed_by"),
        )
        .outerjoin(concerns, concerns.c.client_id == Client.id)
        .outerjoin(Snooze, Snooze.id == _newest_snooze())
        .outerjoin(SNOOZED_BY, SNOOZED_BY.id == Snooze.created_by_id)
        .where(Client.status != ClientStatus.CLOSED)
    )


def _reminded_at() -> sa.Label[datetime]:
    newest = sa.select(sa.func.max(Reminder.created_at)).where(Reminder.client_id == Client.id)
    return newest.correlate(Client).scalar_subquery().label("reminded_at")


def _newest_snooze() -> sa.ScalarSelect[UUID]:
    return (
        sa.select(Snooze.id)
        .where(Snooze.client_id == Client.id)
        .order_by(Snooze.created_at.desc(), Snooze.id.desc())
        .limit(1)
        .correlate(Client)
        .scalar_subquery()
    )


def _open_concerns(viewer: Viewer) -> sa.Subquery:
    level = sa.case(*((Concern.level == level, place) for place, level in enumerate(LEVELS)), else_=0)
    unseen = sa.case((Concern.acknowledged_at.is_(None), 1), else_=0)
    return (
        about_visible_clients(
            viewer,
            Concern,
            *(Concern.client_id, sa.func.count().label("concern_count")),
            sa.func.max(level).label("concern_level"),
            sa.func.min(Concern.raised_at).label("concern_since"),
            sa.func.max(unseen).label("concern_unseen"),
        )
        .where(Concern.is_open())
        .group_by(Concern.client_id)
        .subquery()
    )


def lacking_of_board(viewer: Viewer, limits: Limits) -> dict[UUID, list[BoardMeeting]]:
    """What can be a reason among the meetings of the window, by client: all but contacts with a note."""
    return _meetings(viewer, limits, sa.or_(Activity.outcome.not_in(CONTACT), Activity.note_sealed.is_(None)))


def meetings_of_board(viewer: Viewer, limits: Limits, client_ids: Sequence[UUID]) -> dict[UUID, list[BoardMeeting]]:
    """The meetings and attempts of the window with these clients."""
    return _meetings(viewer, limits, Activity.client_id.in_(client_ids))


def _meetings(viewer: Viewer, limits: Limits, which: sa.ColumnElement[bool]) -> dict[UUID, list[BoardMeeting]]:
    found = about_visible_clients(
        viewer,
        Activity,
        Activity.client_id,
        Activity.held_on,
        Activity.outcome,
        Activity.mode,
        Activity.minutes,
        Activity.note_sealed.is_(None).label("is_silent"),
    ).where(which, Activity.held_on.between(limits.window_starts_on, limits.today), Activity.not_in_error())
    meetings: dict[UUID, list[BoardMeeting]] = defaultdict(list)
    for row in db.session.execute(found):
        meeting = BoardMeeting(row.held_on, row.outcome, row.mode, minutes=row.minutes, is_silent=bool(row.is_silent))
        meetings[row.client_id].append(meeting)
    return meetings


def group_marks_of_board(viewer: Viewer, limits: Limits) -> dict[UUID, list[BoardMark]]:
    """The marks of the group meetings that were held in the window, by client."""
    found = (
        about_visible_clients(
            viewer, AttendanceMark, AttendanceMark.client_id, Meeting.held_on, AttendanceMark.mark, Meeting.group_id
        )
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(Meeting.status == MeetingStatus.HELD, Meeting.held_on.between(limits.window_starts_on, limits.today))
    )
    marks: dict[UUID, list[BoardMark]] = {}
    for row in db.session.execute(found):
        marks.setdefault(row.client_id, []).append(BoardMark(row.held_on, row.mark, group_id=row.group_id))
    return marks


def approvals_of_board(viewer: Viewer) -> dict[UUID, list[ApprovalTerms]]:
    """All approvals, by client."""
    found = about_visible_clients(
        viewer,
        Approval,
        Approval.client_id,
        Approval.service,
        Approval.amount,
        Approval.unit,
        Approval.per,
        Approval.starts_on,
        Approval.ends_on,
    )
    approvals: dict[UUID, list[ApprovalTerms]] = {}
    for row in db.session.execute(found):
        terms = ApprovalTerms(
            service=row.service,
            amount=row.amount,
            unit=row.unit,
            per=row.per,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        approvals.setdefault(row.client_id, []).append(terms)
    return approvals


def mentors_of_board(viewer: Viewer, limits: Limits) -> dict[UUID, list[BoardMentor]]:
    """The mentors of today, by client."""
    found = (
        about_visible_clients(viewer, Assignment, Assignment.client_id, User.id, User.name)
        .join(User, User.id == Assignment.mentor_id)
        .where(Assignment.lasts_on(limits.today))
    )
    mentors: dict[UUID, list[BoardMentor]] = {}
    for row in db.session.execute(found):
        mentors.setdefault(row.client_id, []).append(BoardMentor(row.id, row.name))
    return mentors


def goals_of_board(viewer: Viewer, limits: Limits) -> dict[UUID, list[BoardGoal]]:
    """The active goals by client: when they were last worked on."""
    found = about_visible_clients(
        viewer,
        Goal,
        Goal.client_id,
        Goal.starts_on,
        Goal.review_on,
        last_rated(limits.today).label("rated_on"),
        last_noted(limits.today).label("noted_on"),
    ).where(Goal.status == GoalStatus.ACTIVE)
    goals: dict[UUID, list[BoardGoal]] = {}
    for row in db.session.execute(found):
        goal = BoardGoal(
            starts_on=row.starts_on,
            touched_on=max((day for day in (row.rated_on, row.noted_on) if day), default=None),
            review_on=row.review_on,
            rated_on=row.rated_on,
        )
        goals.setdefault(row.client_id, []).append(goal)
    return goals


def goals_moved_of_board(viewer: Viewer, limits: Limits, client_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many active goals of these clients moved lately."""
    since = date.fromordinal(limits.today.toordinal() - limits.goal_moved_days)
    found = (
        about_visible_clients(viewer, Goal, Goal.client_id, sa.func.count().label("number"))
        .where(
            Goal.client_id.in_(client_ids),
            Goal.status == GoalStatus.ACTIVE,
            sa.or_(_moved_by_rating(since, limits.today), _moved_by_note(since, limits.today)),
        )
        .group_by(Goal.client_id)
    )
    return {row.client_id: row.number for row in db.session.execute(found)}


def last_rated(day: date) -> sa.ScalarSelect[Any]:
    """The last day up to `day` on which a goal was rated, as a column of a statement about goals."""
    rated = sa.select(sa.func.max(Rating.rated_on))
    return (
        rated.where(Rating.goal_id == Goal.id, Rating.not_in_error(), Rating.rated_on <= day)
        .correlate(Goal)
        .scalar_subquery()
    )


def last_noted(day: date) -> sa.ScalarSelect[Any]:
    """The last day up to `day` of a note about a goal, as a column of a statement about goals."""
    return (
        sa.select(GoalTouch.held_on)
        .join(Activity, Activity.id == GoalTouch.activity_id)
        .where(GoalTouch.goal_id == Goal.id, Activity.not_in_error(), GoalTouch.held_on <= day)
        .order_by(GoalTouch.held_on.desc())
        .limit(1)
        .correlate(Goal)
        .scalar_subquery()
    )


def _moved_by_rating(since: date, day: date) -> sa.ColumnElement[bool]:
    before = (
        sa.select(EARLIER.mentor_level)
        .where(
            EARLIER.goal_id == Rating.goal_id,
            EARLIER.not_in_error(),
            sa.or_(
                EARLIER.rated_on < Rating.rated_on,
                sa.and_(EARLIER.rated_on == Rating.rated_on, EARLIER.created_at < Rating.created_at),
            ),
        )
        .order_by(EARLIER.rated_on.desc(), EARLIER.created_at.desc())
        .limit(1)
        .correlate(Rating)
        .scalar_subquery()
    )
    return (
        sa.select(Rating.id)
        .where(
            Rating.goal_id == Goal.id,
            Rating.not_in_error(),
            Rating.rated_on.between(since, day),
            Rating.mentor_level != sa.func.coalesce(before, Goal.baseline),
        )
        .correlate(Goal)
        .exists()
    )


def _moved_by_note(since: date, day: date) -> sa.ColumnElement[bool]:
    return (
        sa.select(GoalTouch.id)
        .join(Activity, Activity.id == GoalTouch.activity_id)
        .where(
            GoalTouch.goal_id == Goal.id,
            GoalTouch.movement.is_not(None),
            GoalTouch.movement != Movement.SAME,
            Activity.not_in_error(),
            GoalTouch.held_on.between(since, day),
        )
        .correlate(Goal)
        .exists()
    )
