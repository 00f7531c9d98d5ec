"""Conditions that decide how an engine finds its rows, whatever it knows of how many there are."""

import sqlalchemy as sa

from caseapp.clients.models import Assignment, Client
from caseapp.db import FoundFirst, db, unsought
from caseapp.ties.models import Tie

FIRST = sa.select(Assignment.client_id).where(Assignment.mentor_id.is_not(None))
NAMED = sa.select(Client.id).where(Client.family_name == "Rosen")


def plan_of(statement):
    with db.engine.connect() as connection:
        words = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        sent = statement.compile(connection, compile_kwargs={"literal_binds": True})
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{words} {sent}"))


def test_ids_that_are_to_be_FoundFirst_are_not_joined(app):
    plan = plan_of(sa.select(Tie.id).where(FoundFirst(Tie.client_id, FIRST)))
    joined = plan_of(sa.select(Tie.id).where(Tie.client_id.in_(FIRST)))
    if db.engine.dialect.name == "postgresql":
        assert ("InitPlan" in plan, "InitPlan" in joined) == (True, False)
    else:
        assert plan == joined


def test_they_are_the_same_rows(world):
    of_mentor = sa.select(Assignment.client_id).where(Assignment.mentor_id == world.mentor.id)
    with db.engine.connect() as connection:
        found = set(connection.execute(sa.select(Client.id).where(FoundFirst(Client.id, of_mentor))).scalars())
        assert found == set(connection.execute(sa.select(Client.id).where(Client.id.in_(of_mentor))).scalars())
        nobody = of_mentor.where(Assignment.mentor_id == world.client.id)
        assert connection.execute(sa.select(Client.id).where(FoundFirst(Client.id, nobody))).all() == []
    assert world.client.id in found


def test_sqlite_does_not_seek_by_a_column_that_is_only_tried(app):
    sought = plan_of(sa.select(Assignment.id).where(Assignment.client_id.in_(NAMED)))
    tried = plan_of(sa.select(Assignment.id).where(unsought(Assignment.client_id).in_(NAMED)))
    if db.engine.dialect.name == "sqlite":
        assert ("SEARCH assignments" in sought, "SEARCH assignments" in tried) == (True, False)
