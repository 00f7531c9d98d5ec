"""Groups with members and marks for the tests."""

from datetime import date, time, timedelta

from caseapp.audit import Act, record
from caseapp.clock import now
from caseapp.db import transaction
from caseapp.groups.models import AttendanceMark
from caseapp.groups.rules import Mark
from tests.world import join, keep, make_client, make_group, make_meeting

TODAY = date(2026, 11, 22)


def days_ago(days):
    return TODAY - timedelta(days=days)


def group_of(world, *clients, leader=None, **more):
    """A group of the first team on Sundays at 17:00, led by the team-mate unless another is named."""
    values = {"weekday": 0, "starts_at": time(17), "minutes": 90, **more}
    group = make_group(world.team, leader or world.team_mate, **values)
    for client in clients:
        join(group, client)
    return group


def twelve(world):
    """Twelve clients of the mentor."""
    return [make_client(world.team, world.mentor) for _ in range(12)]


@transaction
def leave(membership, on):
    """The last day of a membership."""
    membership.ends_on = on
    record(Act.GROUP_MEMBERS_CHANGED, None, about=membership)


def mark(meeting, client, word, **more):
    row = AttendanceMark(
        meeting_id=meeting.id, client_id=client.id, held_on=meeting.held_on, mark=Mark(word), marked_at=now()
    )
    row.reason = more.pop("reason", "")
    return keep(row)


def meetings(group, client, *words):
    """One meeting a week up to last week, with these marks of the client, the oldest first."""
    made = []
    for number, word in enumerate(words):
        meeting = make_meeting(group, days_ago(7 * (len(words) - number)))
        mark(meeting, client, word)
        made.append(meeting)
    return made
