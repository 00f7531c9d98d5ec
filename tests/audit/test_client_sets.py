"""The clients of the trail's entries are kept as sets: each is stored once, whoever writes, and however often."""

import threading
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from uuid_utils.compat import uuid7

from caseapp.audit import Act, record, record_alone, record_reading
from caseapp.audit.models import Entry, set_members
from caseapp.audit.queries import entries_about, newest_about
from caseapp.audit.rules import client_set_id
from caseapp.audit.trail import ChainWriter
from caseapp.audit.verify import verify
from caseapp.db import db, transaction
from caseapp.errors import Unavailable
from tests.bench.plans import explained
from tests.trail import clients_of
from tests.world import World


def people(number: int) -> list[UUID]:
    """Ids as clients have them."""
    return [uuid7() for _ in range(number)]


def members_of(set_id: bytes) -> set[UUID]:
    return set(db.session.scalars(sa.select(set_members.c.client_id).where(set_members.c.set_id == set_id)))


def newest_entry() -> UUID:
    return db.session.scalars(sa.select(Entry.id).order_by(Entry.id.desc()).limit(1)).one()


def written(page: Callable[[], None]) -> list[str]:
    """The tables that it writes to, one statement after another."""
    tables = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("INSERT INTO"):
            tables.append(statement.split()[2])

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        page()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return tables


def test_the_id_of_a_set_depends_on_its_members_alone() -> None:
    one, two, three = people(3)
    assert client_set_id([one, two]) == client_set_id([two, one, one])
    assert len({client_set_id(clients) for clients in ([one], [two], [one, two], [one, two, three])}) == 4


def test_the_first_reading_of_a_list_stores_its_set_and_every_later_one_a_single_row(world: World) -> None:
    clients = people(50)
    assert written(lambda: record_reading(world.mentor, "list", clients)) == [
        "trail_client_sets",
        "trail_set_members",
        "trail_entries",
    ]
    assert clients_of(newest_entry()) == set(clients)
    assert written(lambda: record_reading(world.mentor, "list", reversed(clients))) == ["trail_entries"]
    assert clients_of(newest_entry()) == set(clients)
    assert verify().is_whole


def test_another_writer_asks_once_and_stores_no_set_again(app: Flask, world: World) -> None:
    clients = people(3)
    record_reading(world.mentor, "list", clients)
    app.extensions["trail"] = ChainWriter()
    record_alone(Act.READ, world.mentor)
    assert written(lambda: record_reading(world.mentor, "list", clients)) == ["trail_client_sets", "trail_entries"]
    assert written(lambda: record_reading(world.mentor, "list", clients)) == ["trail_entries"]
    assert verify().is_whole


def test_a_set_that_was_rolled_back_is_stored_by_the_next_reading(world: World) -> None:
    clients = people(3)

    @transaction
    def fails() -> None:
        record(Act.READ, world.mentor, clients=clients)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert members_of(client_set_id(clients)) == set()
    record_reading(world.mentor, "list", clients)
    assert members_of(client_set_id(clients)) == set(clients)
    assert verify().is_whole


def test_a_set_that_the_database_does_not_hold_stops_one_page_and_is_stored_by_the_next(
    app: Flask, world: World
) -> None:
    """As after a restore below a running process, which believes the set to be there."""
    clients = people(3)
    app.extensions["trail"].sets |= {client_set_id(clients)}
    with pytest.raises(Unavailable):
        record_reading(world.mentor, "list", clients)
    record_reading(world.mentor, "list", clients)
    assert clients_of(newest_entry()) == set(clients)
    assert verify().is_whole


@pytest.mark.parametrize("ends", ["commit", "rollback"])
def test_two_writers_of_one_set_store_it_once_however_the_first_ends(app: Flask, world: World, ends: str) -> None:
    clients = people(20)
    second = threading.Thread(target=reads_elsewhere, args=(app, world.mentor.id, [clients]))

    @transaction
    def first() -> None:
        record(Act.READ, world.mentor, clients=clients)
        second.start()
        wait_for_a_waiting_writer()
        if ends == "rollback":
            raise RuntimeError

    with suppress(RuntimeError):
        first()
    second.join()
    assert members_of(client_set_id(clients)) == set(clients)
    assert len(about(clients[0])) == (2 if ends == "commit" else 1)
    assert verify().is_whole


def test_writers_who_race_for_the_same_sets_all_refer_to_them(app: Flask, world: World) -> None:
    lists = [people(5) for _ in range(15)]
    writers = [threading.Thread(target=reads_elsewhere, args=(app, world.mentor.id, lists)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [len(about(clients[0])) for clients in lists] == [3] * len(lists)
    assert verify().is_whole


def reads_elsewhere(app: Flask, person_id: UUID, lists: list[list[UUID]]) -> None:
    with app.app_context():
        for clients in lists:
            record_reading(SimpleNamespace(id=person_id), "list", clients)
        db.session.remove()


def wait_for_a_waiting_writer() -> None:
    """On SQLite the second one waits before it begins, at the lock of all writers."""
    if db.engine.dialect.name == "sqlite":
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").scalar():
            pass


def about(client_id: UUID) -> list[UUID]:
    return sorted(db.session.scalars(entries_about(client_id)))


@pytest.mark.parametrize("limit", [1, 4, 100])
def test_the_newest_entries_about_a_client_are_the_same_with_and_without_bounds(world: World, limit: int) -> None:
    client, *others = people(6)
    for turn in range(12):
        record_reading(world.mentor, "list", [client, *others[: turn % 3 * (turn % 5 > 1)]])
        record_reading(world.mentor, "list", others)
    known = about(client)
    assert len(known) == 12
    assert sorted(db.session.scalars(newest_about(client, limit))) == known[-limit:]
    for before in (known[0], known[7]):
        older = [entry_id for entry_id in known if entry_id < before]
        assert sorted(db.session.scalars(newest_about(client, limit, before))) == older[-limit:]


def test_what_is_about_a_client_is_found_by_indexes(world: World) -> None:
    record_reading(world.mentor, "list", [world.client.id])
    of_client = [newest_about(world.client.id, 50), newest_about(world.client.id, 50, uuid7())]
    with explained(db.engine) as faults:
        for ids in (*of_client, entries_about(world.client.id)):
            found = sa.select(Entry.id).where(Entry.id.in_(ids)).order_by(Entry.id.desc())
            assert len(db.session.scalars(found).all()) == 1
    assert faults == []
