"""What the first pages ask beyond the queries of the packages below."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.clients.models import Client
from caseapp.clients.phone_rules import shown_phone
from caseapp.clients.queries import about_visible_clients
from caseapp.clients.rules import GenderForm
from caseapp.clock import now
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.db.unreadable import still_unreadable
from caseapp.followups.models import Concern
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalStatus
from caseapp.reports.models import Report
from caseapp.reports.status_rules import ReportStatus

__all__ = ["Answer", "NextPerson", "answers_to", "find_next_person", "returned_reports", "still_unreadable"]

ANSWERED_WITHIN = timedelta(days=3)
ANSWERS = 10


class NextPerson(NamedTuple):
    """What one should have at hand before meeting a client."""

    id: UUID
    name: str
    called: str
    gender_form: GenderForm
    phone: str
    dialled: str
    no_voicemail: bool
    no_messages: bool
    introduction: str
    goal: str


class ReturnedReport(NamedTuple):
    """A report of the viewer's that came back with comments."""

    id: UUID
    client_id: UUID
    client_name: str


class Answer(NamedTuple):
    """That a supervisor has seen or closed a concern of the viewer's."""

    client_id: UUID
    client_name: str
    by: str
    at: datetime
    is_closed: bool


def find_next_person(viewer: Viewer, client_id: UUID) -> NextPerson | None:
    """The client with the own words of the oldest active goal that has any; nothing if there is no such client."""
    rows = db.session.execute(*_person_with_goals(viewer, client_id)).all()
    if not rows:
        return None
    goals = [Goal.client_words.open(row.goal_id, row.client_words_sealed) for row in rows if row.client_words_sealed]
    row = rows[0]
    phone = Client.phone.open(row.id, row.phone_sealed)
    return NextPerson(
        id=row.id,
        name=row.name,
        called=row.called,
        gender_form=row.gender_form,
        phone=shown_phone(phone),
        dialled=phone,
        no_voicemail=row.no_voicemail,
        no_messages=row.no_messages,
        introduction=Client.introduction.open(row.id, row.introduction_sealed),
        goal=goals[0] if goals else "",
    )


def answers_to(viewer: Viewer) -> list[Answer]:
    """What supervisors lately did about concerns that the viewer raised, the newest first."""
    found = db.session.execute(*_answered(viewer, now() - ANSWERED_WITHIN))
    return [
        Answer(row.client_id, row.client_name, row.by, row.closed_at or row.acknowledged_at, bool(row.closed_at))
        for row in found
    ]


def returned_reports(viewer: Viewer) -> list[ReturnedReport]:
    """The reports that the viewer wrote and has to look at again, the oldest first."""
    return [ReturnedReport(**row._mapping) for row in db.session.execute(*_returned(viewer))]


@prepared
def _returned(viewer: Viewer) -> Rows:
    columns = (Report.id, Report.client_id, Client.name.label("client_name"))
    return (
        about_visible_clients(viewer, Report, *columns)
        .join(Client, Client.id == Report.client_id)
        .where(Report.status == ReportStatus.RETURNED, Report.author_id == viewer.id)
        .order_by(Report.changed_at, Report.id)
    )


@prepared
def _person_with_goals(viewer: Viewer, client_id: UUID) -> Rows:
    columns = (Client.id, Client.name.label("name"), Client.called.label("called"), Client.gender_form)
    reach = (Client.phone_sealed, Client.no_voicemail, Client.no_messages, Client.introduction_sealed)
    goal = (Goal.id.label("goal_id"), Goal.client_words_sealed)
    return (
        about_visible_clients(viewer, Client, *columns, *reach, *goal)
        .outerjoin(Goal, sa.and_(Goal.client_id == Client.id, Goal.status == GoalStatus.ACTIVE))
        .where(Client.id == client_id)
        .order_by(Goal.created_at, Goal.id)
    )


@prepared
def _answered(viewer: Viewer, since: datetime) -> Rows:
    answered_at = sa.func.coalesce(Concern.closed_at, Concern.acknowledged_at)
    answered_by = sa.func.coalesce(Concern.closed_by_id, Concern.acknowledged_by_id)
    columns = (Concern.client_id, Client.name.label("client_name"), Concern.acknowledged_at, Concern.closed_at)
    return (
        about_visible_clients(viewer, Concern, *columns, User.name.label("by"))
        .join(Client, Client.id == Concern.client_id)
        .join(User, User.id == answered_by)
        .where(Concern.raised_by_id == viewer.id, Concern.not_in_error(), User.id != viewer.id, answered_at >= since)
        .order_by(answered_at.desc(), Concern.id)
        .limit(ANSWERS)
    )


def has_noted(viewer: Viewer) -> bool:
    """Whether the viewer has written any note about a client whom they see."""
    found = about_visible_clients(viewer, Activity, Activity.id).where(Activity.mentor_id == viewer.id).limit(1)
    return db.session.scalar(found) is not None
