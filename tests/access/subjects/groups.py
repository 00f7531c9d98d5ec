"""A group, its members and its meetings."""

from datetime import date, timedelta

from tests import world as made
from tests.access.actors import Company
from tests.access.subjects.base import Values


def the_group(company: Company) -> Values:
    return {"group_id": company.group.id}


def a_membership(company: Company) -> Values:
    another = made.make_client(company.world.team)
    return {"group_id": company.group.id, "membership_id": made.join(company.group, another).id}


def a_wait(company: Company) -> Values:
    waits = made.make_client(company.world.team)
    return {"group_id": company.group.id, "wait_id": made.let_wait(company.group, waits).id}


def a_day(company: Company) -> Values:
    day = date(2027, 12, 1) + timedelta(days=next(made.numbers) % 300)
    made.make_meeting(company.group, day)
    return {"group_id": company.group.id, "day": day.isoformat()}


def a_meeting(company: Company) -> Values:
    day = date.fromordinal(date(2026, 1, 1).toordinal() + next(made.numbers) % 300)
    return {"meeting_id": made.make_meeting(company.group, day).id}
