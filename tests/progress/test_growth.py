"""Pages cost as many statements with ten thousand records as with a hundred."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.activities.models import Activity
from caseapp.audit import Act, record
from caseapp.clock import today
from caseapp.db import db, transaction
from tests.statements import statements
from tests.world import make_activity, make_client, make_goal, rate, row_of

BUDGETS = {
    "/board": 17,  # nothing remembered
    "/clients": 5,
    "/clients/<id>": 12,
    "/clients/<id>/records": 8,
    "/clients/<id>/records?kind=meetings": 7,
    "/follow-ups": 5,
}


@transaction
def copy_activity(of, times):
    """The same meeting on many days, in one statement."""
    bare = {name: None if name.endswith("_sealed") else value for name, value in row_of(of).items()}
    rows = [{**bare, "id": uuid7(), "held_on": of.held_on - timedelta(days=number % 700)} for number in range(times)]
    db.session.execute(sa.insert(Activity), rows)
    record(Act.CLIENT_CHANGED, None, about=of)


def costs(browser, client):
    """Statements of each page beside those of session, person, settings and trail; these count as two."""
    counts = {}
    for path in BUDGETS:
        address = path.replace("<id>", str(client.id))
        with statements() as sent:
            assert browser.get(address).status_code == 200
        counts[path] = 2 + sum(
            not any(own in text for own in ("sign_ins", "trail_", "organisation", "list_entries")) for text in sent
        )
    return counts


@pytest.mark.parametrize("who", ["mentor", "supervisor"])
def test_pages_cost_the_same_with_a_hundred_and_with_ten_thousand_records(world, as_, who):
    goal = make_goal(world.client)
    rate(goal, world.mentor, today(), 0)
    first = make_activity(world.client, world.mentor, today())
    second = make_activity(make_client(world.team, world.mentor), world.mentor, today())
    browser = as_(getattr(world, who))
    costs(browser, world.client)
    copy_activity(first, 50)
    copy_activity(second, 50)  # what the board remembers is out of date, few records or many
    few = costs(browser, world.client)
    copy_activity(first, 5_000)
    copy_activity(second, 5_000)
    many = costs(browser, world.client)
    assert few == many
    assert {path: many[path] for path in BUDGETS if many[path] > BUDGETS[path]} == {}
