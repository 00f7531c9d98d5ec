"""Statements that are built once never answer with an id or a day of an earlier request."""

import subprocess
import sys
from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import StatementError

from caseapp.accounts.models import User
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import about_visible_clients, sees
from caseapp.clock import TODAY, today
from caseapp.db import db
from caseapp.db.prepared import FrozenValue, Rows, prepared, teams_of

DAY = date(2026, 11, 1)


@prepared
def clients_of(viewer) -> Rows:
    return about_visible_clients(viewer, Client, Client.id)


@prepared
def periods_from(viewer, day: date | None = None, limit: int = 5) -> Rows:
    found = about_visible_clients(viewer, Assignment, Assignment.id).limit(limit)
    return found if day is None else found.where(Assignment.starts_on >= day)


def ids(found) -> set[UUID]:
    return set(db.session.scalars(*found))


def test_each_viewer_gets_their_own(world) -> None:
    assert ids(clients_of(world.mentor)) == {world.client.id}
    assert ids(clients_of(world.other_mentor)) == {world.other_client.id}
    assert ids(clients_of(world.administrator)) == set()
    assert clients_of(world.mentor).statement is clients_of(world.other_mentor).statement
    assert clients_of(world.mentor).statement is not clients_of(world.supervisor).statement


def test_an_assignment_counts_until_its_end_and_no_longer(world, clock) -> None:
    """The statement was built on another day."""
    assert ids(clients_of(world.mentor))
    period = db.session.scalar(sa.select(Assignment).where(sees(world.mentor, Assignment.client_id)))
    period.ends_on = today()
    db.session.flush()
    assert ids(clients_of(world.mentor))
    clock.move_to("2026-11-23T08:00:00+00:00")
    assert not ids(clients_of(world.mentor))
    db.session.rollback()


def test_values_and_kinds() -> None:
    viewer = User(id=UUID(int=1), role="mentor")
    first, second = periods_from(viewer, DAY), periods_from(viewer, date(2026, 11, 2))
    assert first.statement is second.statement
    assert (first.values["day"], second.values["day"]) == (DAY, date(2026, 11, 2))
    assert periods_from(viewer, limit=6).statement is periods_from(viewer, None, 6).statement
    assert periods_from(viewer, None).statement is not first.statement
    assert periods_from(viewer, DAY, 6).statement is not first.statement
    assert periods_from(viewer, day=DAY, limit=5).statement is periods_from(viewer, DAY, 5).statement
    assert periods_from(viewer, limit=6, day=None).values.get("day") is None


def test_without_its_values_a_statement_finds_nothing(world) -> None:
    with pytest.raises(StatementError, match="value is required"):
        db.session.execute(clients_of(world.mentor).statement)
    db.session.rollback()


@pytest.mark.parametrize("frozen", [DAY, UUID(int=7), [UUID(int=7)], b"secret"])
def test_a_value_that_would_stay_is_refused(frozen) -> None:
    column = {date: Assignment.starts_on, bytes: User.password_hash}.get(type(frozen), Assignment.id)

    @prepared
    def planted(viewer) -> Rows:
        values = frozen if isinstance(frozen, list) else [frozen]
        return about_visible_clients(viewer, Assignment, Assignment.id).where(column.in_(values))

    with pytest.raises(FrozenValue):
        planted(User(id=UUID(int=1), role="mentor"))


def test_the_teams_of_the_builder_are_refused(world) -> None:
    @prepared
    def planted(viewer) -> Rows:
        return sa.select(User.id).where(User.team_id.in_(viewer.team_ids_in_charge))

    @prepared
    def right(viewer) -> Rows:
        return sa.select(User.id).where(User.team_id.in_(teams_of(viewer)))

    with pytest.raises(FrozenValue):
        planted(world.supervisor)
    assert world.mentor.id in ids(right(world.supervisor))


def test_an_argument_that_is_neither_value_nor_kind_is_refused() -> None:
    with pytest.raises(TypeError):
        clients_of({"role": "mentor"})


def test_today_is_the_day_of_the_execution(app, clock) -> None:
    statement = sa.select(TODAY)
    assert db.session.scalar(statement) == today()
    clock.move_to("2026-12-24T08:00:00+00:00")
    assert db.session.scalar(statement) == date(2026, 12, 24)


def test_a_statement_that_was_refused_does_not_spoil_its_like(world) -> None:
    """SQLAlchemy keeps compiled statements with what they require."""
    db.engine.clear_compiled_cache()
    with pytest.raises(StatementError):
        db.session.execute(clients_of(world.mentor).statement)
    db.session.rollback()
    assert db.session.scalars(about_visible_clients(world.mentor, Client, Client.id)).all() == [world.client.id]


def test_aliases_that_threads_share_are_complete_before_there_are_threads() -> None:
    """An alias whose columns two threads look up first at the same moment is mistaken for its table."""
    look = (
        "import sys, caseapp.app, sqlalchemy as sa\n"
        "from sqlalchemy.orm.util import AliasedClass\n"
        "for module in [each for name, each in sys.modules.items() if name.startswith('caseapp.')]:\n"
        "    for name, one in vars(module).items():\n"
        "        if isinstance(one, AliasedClass):\n"
        "            print(name, bool(sa.inspect(one).selectable.columns._proxy_index))\n"
    )
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True, text=True).stdout.splitlines()
    assert "PERIOD True" in told
    assert [line for line in told if not line.endswith(" True")] == []
