"""What the board reads: what may be a reason for all of the viewer's clients, figures for those who are shown."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.activities.queries import count_met, last_met_on
from caseapp.activities.rules import CONTACT
from caseapp.check_ins.queries import unseen_since
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import ClientStatus, search_words
from caseapp.db import db
from caseapp.db.prepared import Prepared, Rows, kept_alias, prepared
from caseapp.followups.models import Concern
from caseapp.groups.attendance.queries import last_there_on
from caseapp.groups.models import AttendanceMark, Meeting
from caseapp.groups.rules import MeetingStatus
from caseapp.measures.queries import pulse_low_on
from caseapp.reports.pending_queries import count_reports, newest_renewal
from caseapp.reports.status_rules import ReportStatus
from caseapp.stuck.queries import join_step, lost_columns
from caseapp.supervision.board.facts_rules import LEVELS, BoardMark, BoardMeeting, Limits
from caseapp.supervision.models import Reminder, Snooze
from caseapp.ties.rules import FADES_FOR
from caseapp.ties.sign_queries import tie_faded_on

SNOOZED_BY = kept_alias(User)
Ids: TypeAlias = list[UUID] | None
"""Those clients, or everybody whom the viewer sees."""


class BoardMentor(NamedTuple):
    """Somebody who mentors a client today."""

    id: UUID
    name: str
    is_closed: bool = False


def stamps_of_board(viewer: Viewer) -> dict[UUID, int | None]:
    """Each client whose file is not closed, with the stamp of the records."""
    return {row.id: row.stamp for row in db.session.execute(*_stamps(viewer))}


@prepared
def _stamps(viewer: Viewer) -> Rows:
    open_files = Client.status != ClientStatus.CLOSED
    return about_visible_clients(viewer, Client, Client.id, Client.stamp).where(open_files)


def clients_of_board(viewer: Viewer, limits: Limits, client_ids: Ids) -> Iterable[sa.Row[Any]]:
    """Each client whose file is not closed, with everything that is one value for each client."""
    lately_on, before = limits.lately_starts_on, limits.before
    fades_from = limits.today - FADES_FOR
    return db.session.execute(*_clients(viewer, client_ids, limits.today, lately_on, *before, fades_from, *limits.lost))


@prepared
def _clients(
    viewer: Viewer,
    client_ids: Ids,
    day: date,
    lately_on: date,
    before_from: date,
    before_to: date,
    fades_from: date,
    lost_from: date,
    lost_to: date,
) -> Rows:
    concerns = _open_concerns(viewer)
    found = (
        about_visible_clients(
            viewer,
            Client,
            *(Client.id, Client.team_id, Client.name.label("name"), Client.search_name, Client.birth_on),
            *(Client.status, Client.status_on, Client.meeting_every_days),
            last_met_on(day).label("last_on"),
            last_there_on(day).label("there_on"),
            _next_on(day),
            count_met(lately_on, day).label("met_lately"),
            count_met(before_from, before_to).label("met_before"),
            _reminded_at(),
            tie_faded_on(fades_from, day).label("tie_faded_on"),
            *lost_columns(day, lost_from, lost_to),
            pulse_low_on(lately_on, day).label("pulse_low_on"),
            unseen_since().label("unseen_since"),
            newest_renewal().label("reported_until"),
            *(count_reports(status).label(status.value) for status in (ReportStatus.RETURNED, ReportStatus.SUBMITTED)),
            *(concerns.c[name] for name in ("concern_count", "concern_level", "concern_since", "concern_unseen")),
        )
        .outerjoin(concerns, concerns.c.client_id == Client.id)
        .where(Client.status != ClientStatus.CLOSED, _of(client_ids, Client.id))
    )
    return join_step(found.outerjoin(Snooze, Snooze.id == _newest_snooze()).add_columns(Snooze.until_on))


def _of(client_ids: Ids, column: Any) -> sa.ColumnElement[bool]:
    return sa.true() if client_ids is None else column.in_(client_ids)


def snoozes_of_board(viewer: Viewer, client_ids: list[UUID]) -> dict[UUID, sa.Row[Any]]:
    """The newest snooze of each of these clients."""
    return {row.client_id: row for row in db.session.execute(*_snoozes(viewer, client_ids))}


@prepared
def _snoozes(viewer: Viewer, client_ids: list[UUID]) -> Rows:
    columns = (Snooze.id, Snooze.client_id, Snooze.until_on, Snooze.reason_sealed, SNOOZED_BY.name.label("by"))
    return (
        about_visible_clients(viewer, Client, *columns)
        .join(Snooze, Snooze.id == _newest_snooze())
        .join(SNOOZED_BY, SNOOZED_BY.id == Snooze.created_by_id)
        .where(Client.id.in_(client_ids))
    )


def _next_on(day: date) -> sa.Label[date]:
    first = sa.select(sa.func.min(Activity.held_on))
    found = first.where(Activity.client_id == Client.id, Activity.planned(), Activity.held_on >= day)
    return found.correlate(Client).scalar_subquery().label("next_on")


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


def lacking_of_board(viewer: Viewer, limits: Limits, client_ids: Ids) -> dict[UUID, list[BoardMeeting]]:
    """What can be a reason among the meetings of the window, by client: all but contacts with a note."""
    return _meetings(_meetings_without_note(viewer, limits.window_starts_on, limits.today, client_ids))


def meetings_of_board(viewer: Viewer, limits: Limits, client_ids: list[UUID]) -> dict[UUID, list[BoardMeeting]]:
    """The meetings and attempts of the window with these clients."""
    return _meetings(_meetings_with(viewer, limits.window_starts_on, limits.today, client_ids))


@prepared
def _meetings_without_note(viewer: Viewer, first_on: date, last_on: date, client_ids: Ids) -> Rows:
    is_without = sa.or_(Activity.outcome.not_in(CONTACT), Activity.note_sealed.is_(None))
    return _meetings_between(viewer, first_on, last_on).where(is_without, _of(client_ids, Activity.client_id))


@prepared
def _meetings_with(viewer: Viewer, first_on: date, last_on: date, client_ids: list[UUID]) -> Rows:
    return _meetings_between(viewer, first_on, last_on).where(Activity.client_id.in_(client_ids))


def _meetings_between(viewer: Viewer, first_on: date, last_on: date) -> Rows:
    return about_visible_clients(
        viewer,
        Activity,
        Activity.client_id,
        Activity.held_on,
        Activity.outcome,
        Activity.mode,
        Activity.minutes,
        Activity.note_sealed.is_(None).label("is_silent"),
    ).where(Activity.held_on.between(first_on, last_on), Activity.not_in_error())


def _meetings(found: Prepared) -> dict[UUID, list[BoardMeeting]]:
    meetings: dict[UUID, list[BoardMeeting]] = defaultdict(list)
    for client_id, on, outcome, mode, minutes, is_silent in db.session.execute(*found).all():
        meetings[client_id].append(BoardMeeting(on, outcome, mode, minutes=minutes, is_silent=bool(is_silent)))
    return meetings


def group_marks_of_board(viewer: Viewer, limits: Limits, client_ids: Ids) -> dict[UUID, list[BoardMark]]:
    """The marks of the group meetings that were held in the window, by client."""
    marks: dict[UUID, list[BoardMark]] = {}
    found = _marks(viewer, limits.window_starts_on, limits.today, client_ids)
    for client_id, *mark in db.session.execute(*found).all():
        marks.setdefault(client_id, []).append(BoardMark(*mark))
    return marks


@prepared
def _marks(viewer: Viewer, first_on: date, last_on: date, client_ids: Ids) -> Rows:
    return (
        about_visible_clients(
            viewer,
            AttendanceMark,
            AttendanceMark.client_id,
            AttendanceMark.held_on,
            AttendanceMark.mark,
            Meeting.group_id,
            AttendanceMark.is_guest,
        )
        .join(Meeting, Meeting.id == AttendanceMark.meeting_id)
        .where(Meeting.status == MeetingStatus.HELD, AttendanceMark.held_on.between(first_on, last_on))
        .where(_of(client_ids, AttendanceMark.client_id))
    )


def mentors_of_board(viewer: Viewer, limits: Limits, client_ids: Ids) -> dict[UUID, list[BoardMentor]]:
    """The mentors of today, by client."""
    mentors: dict[UUID, list[BoardMentor]] = {}
    for row in db.session.execute(*_mentors(viewer, limits.today, client_ids)):
        mentors.setdefault(row.client_id, []).append(BoardMentor(row.id, row.name, bool(row.is_closed)))
    return mentors


@prepared
def _mentors(viewer: Viewer, day: date, client_ids: Ids) -> Rows:
    is_closed = User.disabled_at.is_not(None).label("is_closed")
    return (
        about_visible_clients(viewer, Assignment, Assignment.client_id, User.id, User.name, is_closed)
        .join(User, User.id == Assignment.mentor_id)
        .where(Assignment.lasts_on(day), _of(client_ids, Assignment.client_id))
    )


def ids_named(viewer: Viewer, words: str) -> set[UUID]:
    """The viewer's clients whose names contain all these words, however they are spelled; nobody for mere signs."""
    if not search_words(words):
        return set()
    return set(db.session.scalars(about_visible_clients(viewer, Client, Client.id).where(Client.is_named(words))))
