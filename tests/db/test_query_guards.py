"""The query guards refuse what nobody narrowed, and what the trail does not know. Every hole here was tried open."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_login import current_user

from caseapp.access import Capability, requires
from caseapp.accounts.models import Team
from caseapp.activities.models import Activity
from caseapp.app.read_audit import UnrecordedReading
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, for_maintenance, sees
from caseapp.clock import today
from caseapp.db import db, transaction
from caseapp.db.base import COLUMNS_ALONE
from caseapp.db.prepared import Rows, prepared
from caseapp.db.query_guards import UnscopedQuery, UntrailedChange
from caseapp.goals.models import Goal
from tests.world import World, make_activity, make_client

GOALS = Goal.__table__
HOLES = {
    "entities": sa.select(Goal),
    "a column": sa.select(Goal.id),
    "a count": sa.select(sa.func.count()).select_from(Goal),
    "core": sa.select(GOALS.c.baseline),
    "an alias": sa.select(sa.orm.aliased(Goal)),
    "a subquery": sa.select(sa.select(Goal.id).subquery()),
    "a CTE": sa.select(sa.select(Goal.id).cte()),
    "exists": sa.select(sa.exists().where(Goal.baseline == 0)),
    "a scalar in the columns": sa.select(sa.select(sa.func.max(Goal.baseline)).scalar_subquery()),
    "a union": sa.union(sa.select(Goal.id), sa.select(Activity.id)),
    "a join": sa.select(sa.literal(1)).select_from(sa.join(Goal, Client, Goal.client_id == Client.id)),
    "bulk update": sa.update(Goal).values(baseline=0),
    "bulk delete": sa.delete(Goal),
    "a union narrowed on one side": sa.union(sa.select(Goal.id).where(for_maintenance()), sa.select(Activity.id)),
}


@pytest.mark.parametrize("hole", HOLES)
def test_a_statement_about_clients_that_nobody_narrowed_is_refused(world: World, hole: str) -> None:
    with pytest.raises(UnscopedQuery):
        db.session.execute(HOLES[hole])


@pytest.mark.parametrize("hole", [name for name, statement in HOLES.items() if statement.is_select])
def test_a_statement_that_the_orm_does_not_see_is_refused_too(world: World, hole: str) -> None:
    plain = HOLES[hole].execution_options(**{COLUMNS_ALONE: True})
    for run in (db.session.execute, db.session.scalars, db.session.scalar):
        with pytest.raises(UnscopedQuery):
            run(plain)


def test_a_change_is_never_taken_for_a_statement_without_the_orm(world: World) -> None:
    change = sa.update(Client).where(for_maintenance()).values(given_name="Other")

    @transaction
    def in_bulk() -> None:
        db.session.execute(change.execution_options(**{COLUMNS_ALONE: True}))

    with pytest.raises(UntrailedChange):
        in_bulk()


def test_a_statement_is_refused_though_the_same_one_was_narrowed_before(world: World) -> None:
    """What is known of one shape says nothing of another, in whichever order they come."""
    bare = sa.select(Activity.id).where(Activity.client_id == world.client.id)
    for _time in range(2):
        db.session.execute(about_visible_clients(world.mentor, Activity, Activity.id).where(bare.whereclause))
        with pytest.raises(UnscopedQuery):
            db.session.execute(bare)
        db.session.execute(bare.where(sees(world.mentor, Activity.client_id)))


def test_a_statement_that_is_made_of_a_judged_one_is_judged_anew(world: World) -> None:
    """What is kept with a statement is not taken for what was made of it, whether the ORM sees it or not."""
    judged = sa.select(Team.id)
    for options in ({}, {COLUMNS_ALONE: True}):
        statement = judged.execution_options(**options)
        assert db.session.execute(statement).all()
        with pytest.raises(UnscopedQuery):
            db.session.execute(statement.add_columns(Goal.id))
        assert db.session.execute(statement).all()


def test_reading_a_client_by_its_key_is_refused_too(world: World) -> None:
    client_id = world.client.id
    db.session.expunge_all()
    with pytest.raises(UnscopedQuery):
        db.session.get(Client, client_id)


@pytest.mark.parametrize(
    ("who", "sees_it"),
    [
        ("mentor", True),
        ("supervisor", True),
        ("team_mate", False),
        ("former_mentor", False),
        ("other_mentor", False),
        ("other_supervisor", False),
        ("administrator", False),
    ],
)
def test_a_narrowed_statement_shows_exactly_the_viewers_clients(world: World, who: str, sees_it: bool) -> None:
    """Own mentor and own supervisor see the client; other teams and the administrator do not."""
    viewer = getattr(world, who)
    found = db.session.scalars(about_visible_clients(viewer, Client, Client.id)).all()
    assert (world.client.id in found) is sees_it
    counted = sa.select(sa.func.count()).select_from(Client).where(sees(viewer, Client.id))
    assert db.session.scalar(counted) == len(found)


def test_an_unknown_role_sees_nobody(world: World) -> None:
    for role in ("x", "", "Mentor", "supervisor "):
        world.mentor.role = role
        assert db.session.scalars(about_visible_clients(world.mentor, Client, Client.id)).all() == []
    db.session.rollback()


def test_a_supervisor_without_a_team_sees_nobody(world: World) -> None:
    world.supervisor.team_id = None
    with db.session.no_autoflush:
        assert db.session.scalars(about_visible_clients(world.supervisor, Client, Client.id)).all() == []
    db.session.rollback()


def test_an_assignment_counts_on_its_first_and_last_day(world: World) -> None:
    for day, expected in ((date(2026, 6, 30), True), (date(2026, 7, 1), False), (date(2024, 12, 31), False)):
        found = db.session.scalars(sa.select(Client.id).where(sees(world.former_mentor, Client.id, on=day))).all()
        assert (world.client.id in found) is expected


def test_a_change_without_a_trail_entry_is_refused(world: World) -> None:

    @transaction
    def by_the_session() -> None:
        world.client.given_name = "Other"

    @transaction
    def in_bulk() -> None:
        db.session.execute(sa.update(Client).where(for_maintenance()).values(given_name="Other"))

    @transaction
    def by_insert() -> None:
        db.session.execute(sa.insert(GOALS), [])

    for change in (by_the_session, in_bulk):
        with pytest.raises(UntrailedChange):
            change()
        db.session.rollback()
        assert world.client.given_name == "יעל"


def test_a_flush_before_the_entry_is_remembered(world: World) -> None:
    """A change that was flushed early still needs its trail entry."""

    @transaction
    def changes() -> None:
        world.client.given_name = "Other"
        db.session.flush()

    with pytest.raises(UntrailedChange):
        changes()

    @transaction
    def changes_and_tells() -> None:
        world.client.given_name = "Other"
        db.session.flush()
        record(Act.CLIENT_CHANGED, world.supervisor, about=world.client)

    changes_and_tells()
    db.session.expire_all()
    assert world.client.given_name == "Other"


@prepared
def prepared_names(viewer) -> Rows:
    return about_visible_clients(viewer, Client, Client.given_name)


@pytest.mark.parametrize("is_prepared", [False, True])
def test_a_page_that_reads_about_clients_and_tells_nobody_does_not_leave(
    app: Flask, world, as_, monkeypatch, is_prepared
) -> None:
    """A page that reads about clients without a trail entry is not sent."""

    @requires(Capability.SEE_CLIENTS)
    def leak() -> str:
        if is_prepared:
            return str(db.session.scalar(*prepared_names(current_user._get_current_object())))
        return str(db.session.scalar(about_visible_clients(current_user, Client, Client.given_name)))

    monkeypatch.setitem(app.view_functions, "progress.list_people", leak)
    with pytest.raises(UnrecordedReading):
        as_(world.mentor).get("/clients")
    monkeypatch.setattr(app, "testing", False)
    answer = as_(world.mentor).get("/clients")
    assert answer.status_code == 500
    assert "יעל" not in answer.get_data(as_text=True)


def test_records_are_counted_for_nobody_else(world: World) -> None:
    """Counts cover the viewer's own clients only."""
    make_activity(world.client, world.mentor, today())
    make_activity(world.other_client, world.other_mentor, today())
    make_client(world.other_team)
    for viewer, expected in ((world.mentor, 1), (world.supervisor, 1), (world.administrator, 0)):
        counted = about_visible_clients(viewer, Activity, sa.func.count())
        assert db.session.scalar(counted) == expected
