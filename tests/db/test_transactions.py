"""One act, one transaction; one tap, one record; an older version never wins."""

import threading
from contextlib import closing
from uuid import UUID

import pytest
import sqlalchemy as sa
from filelock import FileLock
from flask import Flask
from uuid_utils.compat import uuid7

from caseapp.accounts.models import Team, User
from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction, transactions
from caseapp.errors import Conflict, Unavailable
from caseapp.host_turns import HostTurn
from tests.world import World, make_team

THREADS, IDS = 8, 50


def in_threads(app: Flask, work, number: int = THREADS) -> list[BaseException]:
    """Run `work(n)` at once in several threads, each with a context of its own; what went wrong comes back."""
    start, faults = threading.Barrier(number), []

    def run(place: int) -> None:
        with app.app_context():
            try:
                start.wait(10)
                work(place)
            except BaseException as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return faults


@transaction
def add_team(key: IdempotencyKey, by_id: UUID) -> str:
    if is_repeated(key, by_id):
        return "again"
    db.session.add(Team(id=key.id, name=key.body.decode()))
    return "new"


def test_racing_submissions_of_the_same_ids_make_each_record_once(app: Flask) -> None:
    ids = [uuid7() for _ in range(IDS)]
    by_id = uuid7()
    answers: list[str] = []

    def send(place: int) -> None:
        for number in range(IDS):
            which = (number + place * 7) % IDS
            answers.append(add_team(IdempotencyKey(ids[which], f"team {which}".encode()), by_id))

    assert in_threads(app, send) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Team)) == IDS
    assert answers.count("new") == IDS
    assert answers.count("again") == IDS * (THREADS - 1)


def test_the_same_id_with_another_body_or_by_another_person_is_a_conflict(app: Flask) -> None:
    by_id, record_id = uuid7(), uuid7()
    assert add_team(IdempotencyKey(record_id, b"one"), by_id) == "new"
    with pytest.raises(Conflict):
        add_team(IdempotencyKey(record_id, b"two"), by_id)
    with pytest.raises(Conflict):
        add_team(IdempotencyKey(record_id, b"one"), uuid7())
    assert add_team(IdempotencyKey(record_id, b"one"), by_id) == "again"


def test_many_writers_all_get_through(app: Flask) -> None:
    """Nobody is told that the database is locked."""

    def write(place: int) -> None:
        for number in range(20):
            add_team(IdempotencyKey(uuid7(), f"{place} {number}".encode()), uuid7())

    assert in_threads(app, write) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Team)) == THREADS * 20


def test_an_older_version_is_a_conflict_that_shows_the_newest_row(world: World) -> None:
    seen = world.client.version

    @transaction
    def rename(version: int | None, name: str) -> None:
        expect_version(world.client, version)
        world.client.given_name = name
        record(Act.CLIENT_CHANGED, world.supervisor, about=world.client)

    rename(seen, "First")
    with pytest.raises(Conflict) as clash:
        rename(seen, "Second")
    assert clash.value.row.given_name == "First"
    for nonsense in (None, 0, seen + 7):
        with pytest.raises(Conflict):
            rename(nonsense, "Third")


def test_two_writers_who_read_the_same_row_do_not_both_win(app: Flask, world: World) -> None:
    """Both forms carry the right version; the database lets one through."""
    client_id, version = world.client.id, world.client.version
    db.session.rollback()
    read_by_both = threading.Barrier(2)

    def change(place: int) -> None:
        client = db.session.scalars(sa.select(Client).where(Client.id == client_id, for_maintenance())).one()
        read_by_both.wait(10)

        @transaction
        def rename() -> None:
            expect_version(client, version)
            client.given_name = f"name {place}"
            record(Act.CLIENT_CHANGED, None, about=client)

        rename()

    faults = in_threads(app, change, 2)
    assert [type(fault) for fault in faults] == [Conflict]


def test_an_act_inside_an_act_commits_with_it(app: Flask) -> None:
    @transaction
    def inner() -> None:
        db.session.add(Team(name="inner"))

    @transaction
    def outer() -> None:
        inner()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        outer()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Team)) == 0


def test_the_store_keeps_what_it_promises_about_disks_and_keys(app: Flask, engine: str) -> None:
    """Every commit is synced to disk, deleted content is wiped, the file is encrypted; slow queries are stopped."""
    if engine == "postgresql":
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "30s"
        return
    with closing(app.config["SQLALCHEMY_ENGINE_OPTIONS"]["creator"]()) as connection:
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)):
            assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)
        assert connection.execute("PRAGMA cipher_version").fetchone()


def test_a_row_cannot_refer_to_nothing(world: World) -> None:
    @transaction
    def orphan() -> None:
        db.session.add(
            User(username="orphan", name="O", role="mentor", team_id=uuid7(), created_at=world.team and now())
        )

    from caseapp.clock import now

    with pytest.raises(sa.exc.IntegrityError):
        orphan()
    assert make_team().id


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_page_that_writes_several_times_waits_no_longer_in_all_than_one_that_writes_once(
    app: Flask, monkeypatch
) -> None:
    asked: list[float] = []
    take = HostTurn.take

    def watched(turn: HostTurn, seconds: float) -> None:
        asked.append(seconds)
        take(turn, seconds)

    monkeypatch.setattr(HostTurn, "take", watched)
    monkeypatch.setattr(transactions, "COMMAND_WAIT", 0.01)
    app.config["WRITE_WAIT"] = 0.1

    def write_in_vain() -> None:
        with pytest.raises(Unavailable):
            add_team(IdempotencyKey(uuid7(), b"team"), uuid7())

    with FileLock(app.config["WRITE_LOCK"]):
        for _page in range(2):
            with app.app_context(), app.test_request_context():
                for _ in range(3):
                    write_in_vain()
        for _command in range(2):
            write_in_vain()
    assert asked == [0.1, 0, 0, 0.1, 0, 0, 0.01, 0.01]
    with app.test_request_context():
        assert add_team(IdempotencyKey(uuid7(), b"team"), uuid7()) == "new"
