"""What is found by its id is found by whoever sees the client, and by nobody else, whichever query is asked."""

from typing import get_type_hints

import pytest
import sqlalchemy as sa

from caseapp.clients.consents import queries as consent_queries
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import Base, db
from caseapp.db.base import CONFIDENTIAL
from caseapp.errors import NotVisible
from caseapp.followups import queries as follow_up_queries
from caseapp.followups.queries import owners_of, raised_by
from tests.access.actors import Actor
from tests.access.subjects import every_subject
from tests.access.test_queries import SEARCHES, needed
from tests.world import amend, make_activity, make_follow_up

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

STRANGERS = (Actor.OTHER_MENTOR, Actor.OTHER_SUPERVISOR, Actor.ADMINISTRATOR, Actor.OFFICER)
ANSWERED_FOR = {
    (Actor.OFFICER, "privacy.requests.queries.find_request"),
    *((who, "privacy.orders.queries.find_order") for who in (Actor.OFFICER, Actor.ADMINISTRATOR)),
}
STRANGE = {"a_logo", "a_batch"}  # of no client


def rows_of(function):
    """The table of which it finds a row, as far as its answer says so."""
    kind = get_type_hints(function).get("return")
    is_model = isinstance(kind, type) and issubclass(kind, Base)
    return kind.__table__ if is_model and kind.__table__.info.get(CONFIDENTIAL) else None


TABLES = {name: rows_of(function) for name, function in SEARCHES.items() if len(needed(function)) == 1}
FOUND = {name: table for name, table in TABLES.items() if table is not None}


def ids_in(table, client):
    of_client = table.c.client_id if "client_id" in table.c else table.c.id
    with db.engine.connect() as connection:
        return list(connection.scalars(sa.select(table.c.id).where(of_client == client.id)))


def strays(company):
    """Queries that show a stranger one of the rows about the client."""
    return {
        name
        for name, table in FOUND.items()
        for row_id in ids_in(table, company.client)
        for who in STRANGERS
        if (who, name) not in ANSWERED_FOR and is_found(name, company.people[who], row_id)
    }


def is_found(name, viewer, row_id):
    try:
        return SEARCHES[name](viewer, row_id) is not None
    except NotVisible:
        return False


@pytest.fixture
def rows(company):
    """One record of each kind about the client, who is not theirs."""
    for name, make in every_subject().items():
        if name not in STRANGE:
            make(company)
    return company


def test_no_query_finds_a_strangers_row(rows):
    """Whoever is in charge finds one with each of them, or the look-up would prove nothing."""
    assert strays(rows) == set()
    boss = rows.people[Actor.SUPERVISOR]
    found = {name for name, table in FOUND.items() for each in ids_in(table, rows.client) if is_found(name, boss, each)}
    assert len(found) > 12


@pytest.mark.parametrize(
    ("module", "search"),
    [(follow_up_queries, "find_follow_up"), (follow_up_queries, "find_concern"), (consent_queries, "find_consent")],
)
def test_a_query_that_narrows_to_nobody_is_seen(rows, monkeypatch, module, search):
    def everybodys(viewer, entity, *columns):
        return sa.select(*(columns or (entity,))).select_from(entity).where(for_maintenance())

    monkeypatch.setattr(module, "about_visible_clients", everybodys)
    assert f"{module.__name__.removeprefix('caseapp.')}.{search}" in strays(rows)


def test_what_follows_up_is_told_to_those_who_see_the_client(rows):
    """Neither whose they are nor what a note raised."""
    world = rows.world
    note = make_activity(rows.client, world.mentor, today())
    row = amend(make_follow_up(rows.client, world.mentor), source_id=note.id)
    for who in STRANGERS[:2]:
        viewer = rows.people[who]
        assert world.mentor.id not in {owner_id for owner_id, _name in owners_of(viewer)}
        assert raised_by(viewer, note.id) == ([], [])
    boss = rows.people[Actor.SUPERVISOR]
    assert world.mentor.id in {owner_id for owner_id, _name in owners_of(boss)}
    assert raised_by(boss, note.id) == ([row], [])
