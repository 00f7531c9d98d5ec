"""Everybody who may knock: by role, and by relation to the client that the records are about."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import update

from caseapp.access import Role
from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clock import now, today
from caseapp.db import db, writing
from tests import world as made
from tests.world import World


class Actor(StrEnum):
    """Somebody by role and by relation to the client that the records are about."""

    VISITOR = "not signed in"
    DISABLED = "a disabled mentor of the client"
    UNKNOWN_ROLE = "an unknown role in the client's team"
    MENTOR = "the client's mentor"
    FORMER_MENTOR = "a former mentor of the client"
    FUTURE_MENTOR = "a mentor of the client from tomorrow on"
    TEAM_MATE = "a mentor of the same team"
    OTHER_MENTOR = "a mentor of another team"
    FACILITATOR = "a mentor of another team who leads the client's group"
    SUPERVISOR = "the supervisor of the client's team"
    OTHER_SUPERVISOR = "the supervisor of another team"
    DEPUTY = "a mentor of another team who deputises for the supervisor"
    SUPERVISING_DEPUTY = "the supervisor of another team who deputises too"
    FORMER_DEPUTY = "a mentor of another team who deputised until yesterday"
    FUTURE_DEPUTY = "the supervisor of another team who deputises from tomorrow on"
    DEPUTY_ELSEWHERE = "a mentor of the client who deputises in another team"
    ADMINISTRATOR = "an administrator"
    OFFICER = "the privacy officer"
    BESIDE = "the client, who holds the screen in the mentor's session"


MENTORS = {
    Actor.MENTOR,
    Actor.FORMER_MENTOR,
    Actor.FUTURE_MENTOR,
    Actor.TEAM_MATE,
    Actor.OTHER_MENTOR,
    Actor.FACILITATOR,
    Actor.FORMER_DEPUTY,
}
IN_CHARGE = {Actor.SUPERVISOR, Actor.DEPUTY, Actor.SUPERVISING_DEPUTY}
NOT_IN_CHARGE = {Actor.OTHER_SUPERVISOR, Actor.FUTURE_DEPUTY, Actor.DEPUTY_ELSEWHERE}
SUPERVISORS = IN_CHARGE | NOT_IN_CHARGE
ADMINISTRATORS = {Actor.ADMINISTRATOR}
OFFICERS = {Actor.OFFICER}
KNOWN = MENTORS | SUPERVISORS | ADMINISTRATORS | OFFICERS
EVERYBODY = set(Actor) - {Actor.BESIDE}
OUTSIDE = {Actor.VISITOR, Actor.DISABLED}
OWN_MENTORS = {Actor.MENTOR, Actor.DEPUTY_ELSEWHERE}
CARERS = {*OWN_MENTORS, *IN_CHARGE}
OTHER_CARERS = (MENTORS | SUPERVISORS) - CARERS
MEET_IN_GROUP = {*CARERS, Actor.FACILITATOR}
LEAD_GROUP = {*IN_CHARGE, Actor.FACILITATOR}
NOT_IN_GROUP = (MENTORS | SUPERVISORS) - MEET_IN_GROUP


@dataclass
class Company:
    """The people of the matrix, the client, and the group in which the client is."""

    world: World
    people: dict[Actor, User]
    group: Any

    @property
    def client(self) -> Client:
        return self.world.client


def make_company(world: World) -> Company:
    """Somebody of every kind."""
    disabled = made.make_user(Role.MENTOR, world.team, disabled_at=now())
    future = made.make_user(Role.MENTOR, world.team)
    facilitator = made.make_user(Role.MENTOR, world.other_team)
    unknown = made.make_user(Role.MENTOR, world.team)
    with writing():
        db.session.execute(update(User).where(User.id == unknown.id).values(role="auditor"))
    made.assign(world.client, disabled)
    made.assign(world.client, unknown)
    made.assign(world.client, future, date(2026, 11, 23))
    deputy, supervising = (
        made.make_user(Role.MENTOR, world.other_team),
        made.make_user(Role.SUPERVISOR, world.other_team),
    )
    former, coming = made.make_user(Role.MENTOR, world.other_team), made.make_user(Role.SUPERVISOR, world.other_team)
    made.deputise(deputy, world.team)
    made.deputise(supervising, world.team, today(), today())
    made.deputise(former, world.team, until=today() - timedelta(days=1))
    made.deputise(coming, world.team, today() + timedelta(days=1))
    elsewhere = made.make_user(Role.MENTOR, world.team)
    made.assign(world.client, elsewhere)
    made.deputise(elsewhere, world.other_team)
    group = made.make_group(world.team, facilitator)
    made.join(group, world.client)
    people = {
        Actor.DISABLED: disabled,
        Actor.UNKNOWN_ROLE: unknown,
        Actor.MENTOR: world.mentor,
        Actor.FORMER_MENTOR: world.former_mentor,
        Actor.FUTURE_MENTOR: future,
        Actor.TEAM_MATE: world.team_mate,
        Actor.OTHER_MENTOR: world.other_mentor,
        Actor.FACILITATOR: facilitator,
        Actor.SUPERVISOR: world.supervisor,
        Actor.OTHER_SUPERVISOR: world.other_supervisor,
        Actor.DEPUTY: deputy,
        Actor.SUPERVISING_DEPUTY: supervising,
        Actor.FORMER_DEPUTY: former,
        Actor.FUTURE_DEPUTY: coming,
        Actor.DEPUTY_ELSEWHERE: elsewhere,
        Actor.ADMINISTRATOR: world.administrator,
        Actor.OFFICER: made.make_user(Role.PRIVACY_OFFICER),
        Actor.BESIDE: world.mentor,
    }
    return Company(world, people, group)
