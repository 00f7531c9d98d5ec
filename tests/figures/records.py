"""Records at random, always the same for the same seed: for tests that hold whatever was recorded."""

from datetime import date, timedelta
from random import Random

from caseapp.activities.rules import CONTACT, Mode, Movement, Outcome
from caseapp.basket.models import Approval
from caseapp.basket.rules import ApprovalUnit, Per
from caseapp.clients.models import Client
from caseapp.clock import now, today
from caseapp.followups.rules import Safety
from caseapp.goals.models import GoalStep
from caseapp.goals.rules import GoalStatus, Owner
from caseapp.groups.models import AttendanceMark, Group
from caseapp.groups.rules import Mark, MeetingStatus
from tests.figures.belonging_records import fill_belonging
from tests.world import (
    World,
    join,
    keep,
    let_wait,
    make_activity,
    make_client,
    make_concern,
    make_consent,
    make_follow_up,
    make_goal,
    make_group,
    make_meeting,
    make_touch,
    rate,
)


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def fill_contacts(world: World, client: Client, chance: Random, number: int = 60) -> None:
    """Meetings, calls and messages of a year, some of them planned, missed, without a note or entered in error."""
    for _ in range(number):
        outcome = chance.choice([*Outcome, *CONTACT, *CONTACT])
        make_activity(
            client,
            world.mentor,
            ago(chance.randrange(-5, 420) if chance.random() < 0.5 else chance.randrange(40)),
            mode=chance.choice(list(Mode)),
            outcome=outcome,
            minutes=chance.choice([5, 20, 45, 90]) if outcome in CONTACT else 0,
            note=chance.choice(["We met.", ""]),
            error_at=now() if chance.random() < 0.1 else None,
        )


def fill_group(world: World, group: Group, clients: list[Client], chance: Random, weeks: int = 40) -> None:
    """A group's meetings and marks, with a guest now and then."""
    for week in range(weeks):
        status = MeetingStatus.HELD if chance.random() < 0.9 else MeetingStatus.CANCELLED
        called_at = now() if status is MeetingStatus.HELD else None
        meeting = make_meeting(group, ago(7 * week + 1), status=status, called_at=called_at, others=week % 3)
        for client in clients if called_at else ():
            is_guest = chance.random() < 0.05
            keep(
                AttendanceMark(
                    meeting_id=meeting.id,
                    client_id=client.id,
                    held_on=meeting.held_on,
                    mark=Mark.PRESENT if is_guest else chance.choice([*Mark, Mark.ABSENT, Mark.ABSENT]),
                    is_guest=is_guest,
                    marked_by_id=world.mentor.id,
                    marked_at=now(),
                )
            )


def fill_goals(world: World, client: Client, chance: Random) -> None:
    """Goals, of which some were rated and some moved."""
    for number in range(4):
        goal = make_goal(client, starts_on=ago(200), status=chance.choice([GoalStatus.ACTIVE, GoalStatus.DRAFT]))
        for days in range(chance.randrange(3)):
            rate(goal, world.mentor, ago(10 * days), chance.randrange(-2, 3), chance.choice([None, number - 1]))
        for _step in range(chance.randrange(3)):
            step = GoalStep(goal_id=goal.id, client_id=client.id, owner=Owner.CLIENT, created_at=now())
            step.words, step.done_on = "Ask about the times.", chance.choice([None, ago(5)])
            keep(step)
        if chance.random() < 0.6:
            make_touch(make_activity(client, world.mentor, ago(3)), goal, chance.choice(list(Movement)))


def approve(client: Client, chance: Random) -> None:
    """A service approved in hours, meetings or days."""
    keep(
        Approval(
            client_id=client.id,
            service="social_mentoring",
            amount=chance.randrange(1, 8),
            unit=chance.choice(list(ApprovalUnit)),
            per=chance.choice(list(Per)),
            starts_on=ago(200),
            ends_on=ago(chance.randrange(-100, 20)),
        )
    )


def fill_world(world: World, seed: int) -> None:
    """Clients with all that pages count, in two groups that share some of them."""
    chance = Random(seed)
    clients = [world.client, world.team_mates_client, make_client(world.team, world.mentor)]
    for client in clients:
        approve(client, chance)
        fill_contacts(world, client, chance, 30)
        fill_goals(world, client, chance)
        for _ in range(chance.randrange(3)):
            make_consent(client, world.mentor)
            make_follow_up(client, world.mentor, ago(chance.randrange(-3, 3)))
            make_concern(client, world.mentor, level=chance.choice([Safety.WATCH, Safety.CONSULT]))
    for name, leader in (("Art", world.mentor), ("Choir", world.supervisor)):
        group = make_group(world.team, leader, name=name, capacity=8, weekday=chance.randrange(7), starts_on=ago(60))
        for client in clients:
            join(group, client, ago(chance.choice([-20, 300, 300])))
        join(group, world.other_client, ago(chance.choice([-20, 300])))
        let_wait(group, make_client(world.team, world.mentor))
        fill_group(world, group, [*clients, world.other_client], chance, 25)
    fill_belonging(world, clients, chance)
