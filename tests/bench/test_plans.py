"""No page reads a whole table of records: each statement of each page finds its rows by an index."""

import re
from uuid import UUID

import pytest
import sqlalchemy as sa

from bench.seed import TINY, fill
from bench.visits import main_visits, other_visits, signed_in
from caseapp.activities.models import Activity, GoalTouch
from caseapp.audit.models import Entry
from caseapp.db import db
from caseapp.groups.models import AttendanceMark
from tests.bench.plans import explained

NEWEST_OF_ALL = re.compile(r"ORDER BY trail_entries\.id DESC\s+LIMIT \S+( OFFSET \S+)?$")

NOBODY = UUID(int=1)


def is_newest_of_all(statement):
    """Whether it reads the trail from its end, stops after a page, and leaves no entry out."""
    return NEWEST_OF_ALL.search(statement) and "WHERE" not in statement.rpartition("FROM trail_entries")[2]


def test_every_statement_of_every_page_finds_its_rows_by_an_index(app):
    fill(TINY)
    found = {}
    for visit in (*main_visits(), *other_visits()):
        fetch = visit.prepare(signed_in(app, visit.person))
        with explained(db.engine) as faults:
            fetch()
        found |= {f"{visit.name}: {sent}": tables for sent, tables in faults if not is_newest_of_all(sent)}
    assert found == {}


FAULTS = {
    "a condition without an index": sa.select(Activity.id).where(Activity.minutes == 60),
    "an alias": sa.select((touch := sa.orm.aliased(GoalTouch)).id).where(touch.movement == "step"),
    "a sum of everything": sa.select(AttendanceMark.mark, sa.func.count()).group_by(AttendanceMark.mark),
    "the newest of some": sa.select(Entry.id).where(Entry.act == "read").order_by(Entry.id.desc()).limit(3),
    "a join without an index": sa.select(Activity.id).join(GoalTouch, GoalTouch.held_on == Activity.held_on),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_statement_that_reads_a_whole_table_is_seen(app, name):
    with db.engine.connect() as connection, explained(db.engine) as faults:
        connection.execute(FAULTS[name])
    assert len(faults) == 1


def test_a_statement_that_finds_its_rows_by_an_index_is_not_seen(app):
    of_client = sa.select(Activity.id).where(Activity.client_id == NOBODY)
    touched = sa.select(GoalTouch.id).where(GoalTouch.activity_id.in_(of_client))
    with db.engine.connect() as connection, explained(db.engine) as faults:
        connection.execute(touched)
        connection.execute(sa.update(Activity).where(Activity.id == NOBODY).values(minutes=1))
    assert faults == []
