"""Whom and what the measured pages are about, in an installation that `bench/seed.py` has filled."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from bench.second_people import REASON
from caseapp.accounts.models import User
from caseapp.activities.models import Activity
from caseapp.circles.models import CircleSnapshot
from caseapp.clients.models import Assignment, Client
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.directory.models import SupportSource
from caseapp.emergencies.models import EmergencyAccess
from caseapp.goals.models import Goal
from caseapp.groups.models import Facilitator, Group, Meeting
from tests.world import keep


def clients_of_board1() -> Sequence[UUID]:
    """Her three clients with the most notes; what is saved is about the third, so that the pages stay as they are."""
    with db.engine.connect() as connection:
        mentor = connection.execute(sa.select(User.id).where(User.username == "board1")).scalar_one()
        notes = sa.func.count(Activity.id)
        assigned = sa.and_(
            Assignment.client_id == Client.id, Assignment.mentor_id == mentor, Assignment.ends_on.is_(None)
        )
        of_mentor = sa.select(Client.id).join(Assignment, assigned).join(Activity).group_by(Client.id)
        return connection.execute(of_mentor.order_by(notes.desc(), Client.id).limit(3)).scalars().all()


def person_named(username: str) -> UUID:
    with db.engine.connect() as connection:
        return connection.execute(sa.select(User.id).where(User.username == username)).scalar_one()


def emergency_access(username: str, client_id: UUID) -> UUID:
    """The client's file, opened in an emergency by that person just now: one is enough for all runs."""
    opened = {"client_id": client_id, "person_id": person_named(username)}
    again = sa.update(EmergencyAccess).filter_by(**opened).values(opened_at=now()).returning(EmergencyAccess.id)
    with db.engine.begin() as connection:
        known = connection.execute(again).scalar()
    return known or keep(EmergencyAccess(**opened, opened_at=now(), reason=REASON)).id


def first_goal(client_id: UUID) -> UUID:
    with db.engine.connect() as connection:
        found = sa.select(Goal.id).where(Goal.client_id == client_id).order_by(Goal.id).limit(1)
        return connection.execute(found).scalar_one()


def last_map(client_id: UUID) -> UUID:
    of = CircleSnapshot
    with db.engine.connect() as connection:
        found = sa.select(of.id).where(of.client_id == client_id).order_by(of.drawn_on.desc()).limit(1)
        return connection.execute(found).scalar_one()


def first_source() -> UUID:
    with db.engine.connect() as connection:
        return connection.execute(sa.select(SupportSource.id).order_by(SupportSource.id).limit(1)).scalar_one()


def group_of(username: str) -> UUID:
    """The first group that they lead, of 20 members."""
    with db.engine.connect() as connection:
        led = sa.select(Group.id).join(Facilitator, Facilitator.group_id == Group.id).join(User)
        return connection.execute(led.where(User.username == username).order_by(Group.id).limit(1)).scalar_one()


def last_meeting(group_id: UUID) -> UUID:
    """Today's, or the last one where the installation was filled on another day."""
    with db.engine.connect() as connection:
        found = sa.select(Meeting.id).where(Meeting.group_id == group_id, Meeting.held_on <= today())
        return connection.execute(found.order_by(Meeting.held_on.desc()).limit(1)).scalar_one()
