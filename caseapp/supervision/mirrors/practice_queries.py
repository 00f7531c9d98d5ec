"""What the mirror of a client's pairs is made of."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.accounts.models import User
from caseapp.activities.contact_rules import KindOfContact, modes_of
from caseapp.activities.models import Activity
from caseapp.activities.rules import CONTACT
from caseapp.clients.queries import about_visible_clients
from caseapp.clock import TODAY
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.goals.models import Goal, GoalStep
from caseapp.goals.rules import Owner
from caseapp.supervision.mirrors.practice_rules import PairedMeeting
from caseapp.ties.models import Tie, TieStep
from caseapp.ties.rules import StillThere, TieStepKind


class DoneStep(NamedTuple):
    """A step towards a goal that the client did alone, and when."""

    goal_id: UUID
    words: str
    on: date


class AloneVisit(NamedTuple):
    """A day on which the client went alone, or said so, and where to."""

    tie: str
    on: date


def meetings_since(viewer: Viewer, client_id: UUID, since: date) -> list[PairedMeeting]:
    """The meetings with a visible client that took place since that day, the newest first."""
    return [
        PairedMeeting(
            id=row.id,
            on=row.held_on,
            mentor_id=row.mentor_id,
            mentor=row.name,
            mode=row.mode,
            place=row.place,
            kinds=frozenset(row.kinds.split()),
            has_others=row.has_others,
            with_client=row.with_client,
        )
        for row in db.session.execute(*_meetings(viewer, client_id, since))
    ]


@prepared
def _meetings(viewer: Viewer, client_id: UUID, since: date) -> Rows:
    of = Activity
    columns = (of.id, of.held_on, of.mentor_id, of.mode, of.place, of.kinds, of.with_client, User.name)
    has_others = of.others_present_sealed.is_not(None).label("has_others")
    return (
        about_visible_clients(viewer, of, *columns, has_others)
        .join(User, User.id == of.mentor_id)
        .where(
            of.client_id == client_id,
            of.not_in_error(),
            of.outcome.in_(CONTACT),
            of.mode.in_(modes_of(KindOfContact.MEETING)),
            of.held_on.between(since, TODAY),
        )
        .order_by(of.held_on.desc(), of.starts_at.desc(), of.id.desc())
    )


def own_steps_since(viewer: Viewer, client_id: UUID, since: date) -> list[DoneStep]:
    """The steps that the client was to do and did since that day, the newest first."""
    of = GoalStep
    found = (
        about_visible_clients(viewer, of, of.id, of.goal_id, of.words_sealed, of.done_on)
        .join(Goal, Goal.id == of.goal_id)
        .where(of.client_id == client_id, of.owner == Owner.CLIENT, of.done_on >= since, Goal.not_in_error())
        .order_by(of.done_on.desc(), of.id.desc())
    )
    rows = db.session.execute(found)
    return [DoneStep(row.goal_id, of.words.open(row.id, row.words_sealed), row.done_on) for row in rows]


def alone_since(viewer: Viewer, client_id: UUID, since: date) -> list[AloneVisit]:
    """Where the client went alone since that day, as was noted or answered, the newest first."""
    of = TieStep
    is_alone = sa.or_(of.kind == TieStepKind.ALONE, of.answer == StillThere.ALONE)
    found = (
        about_visible_clients(viewer, of, of.id, of.tie_id, of.happened_on, Tie.name_sealed)
        .join(Tie, Tie.id == of.tie_id)
        .where(of.client_id == client_id, of.counts(), Tie.error_at.is_(None), is_alone, of.happened_on >= since)
        .order_by(of.happened_on.desc(), of.id.desc())
    )
    rows = db.session.execute(found)
    return [AloneVisit(Tie.name.open(row.tie_id, row.name_sealed), row.happened_on) for row in rows]
