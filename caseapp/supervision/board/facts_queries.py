"""What the board reads: three statements, each about all of the viewer's clients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity, GoalTouch
from caseapp.activities.rules import CONTACT, Movement, Outcome
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalTerms, ApprovalUnit, Per
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus
from caseapp.db import db
from caseapp.followups.models import Concern
from caseapp.goals.models import Goal, Rating
from caseapp.goals.rules import GoalStatus
from caseapp.groups.models import AttendanceMark, Meeting
from caseapp.groups.rules import Mark, MeetingStatus
from caseapp.reports.life_rules import ReportStatus
from caseapp.reports.pending_queries import count_reports, newest_renewal
from caseapp.supervision.board.rules import LEVELS, Limits, Marked, Met, Worked
from caseapp.supervision.models import Reminder, Snooze

SNOOZER = sa.orm.aliased(User)


@dataclass
class Record:
    """What the window holds about one client."""

    met: list[Met]
    marks: list[Marked]
    approvals: list[ApprovalTerms]
    mentors: list[tuple[UUID, str]]


def clients_of_board(viewer: Viewer, limits: Limits) -> Iterable[sa.Row[Any]]:
    """Each client whose file is not closed, with what one number says."""
    of_client = Activity.client_id == Client.id
    valid = Activity.not_in_error()
    last_on = sa.select(sa.func.max(Activity.held_on)).where(
        of_client, valid, Activity.outcome.in_(CONTACT), Activity.held_on <= limits.today
    )
    next_on = sa.select(sa.func.min(Activity.held_on)).where(
        of_client, valid, Activity.outcome == Outcome.PLANNED, Activity.held_on >= limits.today
    )
    worry = _open_concerns()
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
            last_on.correlate(Client).scalar_subquery().label("last_on"),
            next_on.correlate(Client).scalar_subquery().label("next_on"),
            _reminded_at(),
            newest_renewal().label("reported_until"),
            count_reports(ReportStatus.RETURNED).label("returned"),
            count_reports(ReportStatus.SUBMITTED).label("submitted"),
            *(worry.c[name] for name in ("concerns", "concern_level", "concern_since", "concern_unseen")),
            Snooze.id.label("snooze_id"),
            Snooze.until_on,
            Snooze.reason_sealed,
            SNOOZER.name.label("snoozer"),
        )
        .outerjoin(worry, worry.c.client_id == Client.id)
        .outerjoin(Snooze, Snooze.id == _newest_snooze())
        .outerjoin(SNOOZER, SNOOZER.id == Snooze.created_by_id)
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


def _open_concerns() -> sa.Subquery:
    level = sa.case(*((Concern.level == level, place) for place, level in enumerate(LEVELS)), else_=0)
    unseen = sa.case((Concern.acknowledged_at.is_(None), 1), else_=0)
    return (
        sa.select(
            Concern.client_id,
            sa.func.count().label("concerns"),
            sa.func.max(level).label("concern_level"),
            sa.func.min(Concern.raised_at).label("concern_since"),
            sa.func.max(unseen).label("concern_unseen"),
        )
        .where(Concern.is_open())
        .group_by(Concern.client_id)
        .subquery()
    )


def records_of_board(viewer: Viewer, limits: Limits) -> dict[UUID, Record]:
    """Meetings and marks of the window, approvals and mentors of today, by client: one statement of four kinds."""
    kinds = (_met(viewer, limits), _marks(viewer, limits), _approvals(viewer), _mentors(viewer, limits))
    found: dict[UUID, Record] = {}
    for kind, client_id, first, last, word, other, number, ref, name in db.session.execute(sa.union_all(*kinds)):
        record = found.setdefault(client_id, Record([], [], [], []))
        if kind == "met":
            record.met.append(Met(first, Outcome(word), other, number, not name))
        elif kind == "mark":
            record.marks.append(Marked(first, ref, Mark(word)))
        elif kind == "approval":
            unit, per = other.split()
            record.approvals.append(
                ApprovalTerms(word, Decimal(number) / 100, ApprovalUnit(unit), Per(per), first, last)
            )
        else:
            record.mentors.append((ref, name))
    return found


def _typed(
    viewer: Viewer,
    entity: Any,
    kind: str,
    first: Any,
    *,
    last: Any = None,
    word: Any = None,
    other: Any = None,
    number: Any = None,
    ref: Any = None,
    name: Any = None,
) -> sa.Select[Any]:
    """One kind of rows in the shape that all have: kind, client, first and last day, two words, number, id, text."""
    empty = sa.null()
    return about_visible_clients(
        viewer,
        entity,
        sa.literal(kind).label("kind"),
        entity.client_id,
        first,
        sa.cast(empty, sa.Date) if last is None else last,
        sa.cast(empty if word is None else word, sa.String(80)),
        sa.cast(empty if other is None else other, sa.String(80)),
        sa.cast(empty if number is None else number, sa.Integer),
        sa.cast(empty if ref is None else ref, sa.Uuid),
        sa.cast(empty if name is None else name, sa.String(80)),
    )


def _met(viewer: Viewer, limits: Limits) -> sa.Select[Any]:
    written = sa.case((Activity.note_sealed.is_(None), ""), else_="written")
    return _typed(
        viewer,
        Activity,
        "met",
        Activity.held_on,
        word=Activity.outcome,
        other=Activity.mode,
        number=Activity.minutes,
        name=written,
    ).where(Activity.held_on.between(limits.window_starts_on, limits.today), Activity.not_in_error())


def _marks(viewer: Viewer, limits: Limits) -> sa.Select[Any]:
    return (
        _typed(viewer, AttendanceMark, "mark", Meeting.held_on, word=AttendanceMark.mark, ref=Meeting.group_id)
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(Meeting.status == MeetingStatus.HELD, Meeting.held_on.between(limits.window_starts_on, limits.today))
    )


def _approvals(viewer: Viewer) -> sa.Select[Any]:
    return _typed(
        viewer,
        Approval,
        "approval",
        Approval.starts_on,
        last=Approval.ends_on,
        word=Approval.service,
        other=sa.cast(Approval.unit, sa.String) + " " + sa.cast(Approval.per, sa.String),
        number=sa.type_coerce(Approval.amount, sa.Integer),
    )


def _mentors(viewer: Viewer, limits: Limits) -> sa.Select[Any]:
    return (
        _typed(viewer, Assignment, "mentor", Assignment.starts_on, ref=User.id, name=User.name)
        .join(User, User.id == Assignment.mentor_id)
        .where(Assignment.lasts_on(limits.today))
    )


def goals_of_board(viewer: Viewer, limits: Limits) -> dict[UUID, list[Worked]]:
    """The active goals by client: when they were last touched, and whether they moved within the days looked back."""
    since = date.fromordinal(limits.today.toordinal() - limits.goal_moved_days)
    found = about_visible_clients(
        viewer,
        Goal,
        Goal.client_id,
        Goal.starts_on,
        Goal.review_on,
        last_rated(limits.today).label("rated_on"),
        last_noted(limits.today).label("noted_on"),
        sa.or_(_moved_by_rating(since, limits.today), _moved_by_note(since, limits.today)).label("has_moved"),
    ).where(Goal.status == GoalStatus.ACTIVE)
    goals: dict[UUID, list[Worked]] = {}
    for client_id, starts_on, review_on, rated_on, noted_on, has_moved in db.session.execute(found):
        touched = max((day for day in (rated_on, noted_on) if day), default=None)
        goals.setdefault(client_id, []).append(Worked(starts_on, touched, bool(has_moved), review_on, rated_on))
    return goals


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
        sa.select(sa.func.max(Activity.held_on))
        .join(GoalTouch, GoalTouch.activity_id == Activity.id)
        .where(GoalTouch.goal_id == Goal.id, Activity.not_in_error(), Activity.held_on <= day)
        .correlate(Goal)
        .scalar_subquery()
    )


def _moved_by_rating(since: date, day: date) -> sa.ColumnElement[bool]:
    earlier = sa.orm.aliased(Rating)
    before = (
        sa.select(earlier.mentor_level)
        .where(
            earlier.goal_id == Rating.goal_id,
            earlier.not_in_error(),
            sa.or_(
                earlier.rated_on < Rating.rated_on,
                sa.and_(earlier.rated_on == Rating.rated_on, earlier.created_at < Rating.created_at),
            ),
        )
        .order_by(earlier.rated_on.desc(), earlier.created_at.desc())
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
            Activity.held_on.between(since, day),
        )
        .correlate(Goal)
        .exists()
    )
