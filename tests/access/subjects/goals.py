"""Goals, and what belongs to one."""

from caseapp.clock import now, today
from caseapp.goals.models import GoalStep
from caseapp.goals.rules import Owner
from caseapp.goals.wins.models import SmallWin
from tests import world as made
from tests.access.actors import Company
from tests.access.subjects.base import Values


def a_goal(company: Company) -> Values:
    return {"goal_id": made.make_goal(company.client).id}


def the_mentors_goal(company: Company) -> Values:
    return {"goal_id": made.make_goal(company.client, created_by_id=company.world.mentor.id).id}


def a_step(company: Company) -> Values:
    goal = made.make_goal(company.client)
    step = GoalStep(goal_id=goal.id, client_id=company.client.id, owner=Owner.CLIENT, created_at=now())
    step.words = "Ask at the library"
    return {"step_id": made.keep(step).id}


def a_win(company: Company) -> Values:
    row = SmallWin(client_id=company.client.id, won_on=today(), by_client=True)
    row.created_by_id, row.created_at, row.words = company.world.mentor.id, now(), "I called my cousin"
    return {"win_id": made.keep(row).id}


def a_rating(company: Company) -> Values:
    goal = made.make_goal(company.client)
    return {"rating_id": made.rate(goal, company.world.mentor, today(), 0).id}
