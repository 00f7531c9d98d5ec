"""When the database fails: a calm page within seconds, the text kept, and recovery without a restart."""

import atexit
import resource
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from filelock import FileLock
from sqlalchemy import event
from uuid_utils.compat import uuid7

from caseapp.accounts.models import Team
from caseapp.app import health
from caseapp.audit import Act, record_alone
from caseapp.batches.queue import queue_of, send
from caseapp.db import db
from tests.app.raw import ask
from tests.conftest import NOW
from tests.stores import new_app

NAME = "A team name that took a while to think of"


@pytest.fixture
def administrator(app, world, as_):
    """Signed in, with the form for a new team open."""
    browser = as_(world.administrator)
    browser.see("/teams")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["WRITE_WAIT"] = 1
    return browser


@pytest.fixture(autouse=True)
def running(clock):
    """Waiting ends by the clock: it runs here."""
    with time_machine.travel(NOW, tick=True):
        yield


def add_team(browser):
    token = browser.page.field("csrf_token")
    fields = {"csrf_token": token, "record_id": browser.page.field("record_id"), "name": NAME}
    return browser.post("/teams", data=fields)


def teams_named() -> int:
    found = db.session.scalar(sa.select(sa.func.count()).select_from(Team).where(Team.name == NAME))
    db.session.rollback()
    return int(found or 0)


def check_refused_and_kept(answer) -> None:
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert answer.headers["Content-Security-Policy"]
    assert NAME in answer.text
    assert 'lang="en"' in answer.text  # the person's own language, though nobody can be asked any more
    assert "Anything already saved is safe" in answer.text


@contextmanager
def every_connection(app, *statements):
    """New connections run these first."""

    def prepare(connection, record):
        for statement in statements:
            connection.execute(statement)

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", prepare)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", prepare)
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
class TestAFileStore:
    def check(self, app, administrator, ready: int = 503) -> None:
        check_refused_and_kept(add_team(administrator))
        assert ask(app, b"/ready").status == ready
        assert ask(app, b"/health").status == 200

    def check_well_again(self, app, administrator) -> None:
        assert ask(app, b"/ready").status == 200
        assert teams_named() == 0
        administrator.see("/teams")
        assert add_team(administrator).status_code == 303
        assert teams_named() == 1

    def test_that_is_read_only_keeps_the_text_and_recovers(self, app, administrator) -> None:
        with every_connection(app, "PRAGMA query_only = ON"):
            self.check(app, administrator)
            assert administrator.get("/users").status_code == 200  # what needs no entry can still be read
        self.check_well_again(app, administrator)

    def test_on_a_full_disk_keeps_the_text_and_recovers(self, app, administrator, monkeypatch) -> None:
        """Files of this process cannot grow, as on a full disk; what is in the journal already can be written over."""
        log = Path(app.config["DATA"]) / "caseapp.db-wal"
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        most = log.stat().st_size if log.exists() else 0
        monkeypatch.setattr(health, "PROBE_BYTES", most + 1)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
        try:
            self.check(app, administrator)
            assert administrator.get("/account").status_code == 200  # what needs no writing goes on
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        self.check_well_again(app, administrator)

    def test_that_another_program_has_locked_keeps_the_text_and_recovers(self, app, administrator) -> None:
        with every_connection(app, "PRAGMA busy_timeout = 50"):
            other = app.extensions["sqlalchemy"].engines[None].raw_connection()
            other.execute("BEGIN IMMEDIATE")
            self.check(app, administrator)
            other.execute("ROLLBACK")
            other.close()
        self.check_well_again(app, administrator)

    def test_whose_writers_do_not_get_on_keeps_the_text_and_recovers(self, app, administrator, tmp_path) -> None:
        with FileLock(app.config["WRITE_LOCK"]):
            began = time.perf_counter()
            self.check(app, administrator)
            assert time.perf_counter() - began < 5
        self.check_well_again(app, administrator)

    def test_whose_folder_cannot_be_written_keeps_the_text_and_recovers(self, app, administrator) -> None:
        lock = Path(app.config["WRITE_LOCK"])
        lock.unlink(missing_ok=True)
        lock.mkdir()
        try:
            self.check(app, administrator)
        finally:
            lock.rmdir()
        self.check_well_again(app, administrator)

    def test_that_is_no_database_any_more_keeps_the_text(self, app, administrator) -> None:
        path = Path(app.config["DATA"]) / "caseapp.db"
        db.session.remove()
        db.engine.dispose()
        path.write_bytes(b"rubbish" * 4096)
        assert ask(app, b"/ready").status == 503
        answer = add_team(administrator)
        assert answer.status_code == 503
        assert NAME in answer.text


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_without_a_trail_nothing_about_clients_is_shown(app, world, as_) -> None:
    """The trail's table refuses entries; everything else can be read and written."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    browser = as_(world.mentor)
    refuse = "CREATE TRIGGER no_trail BEFORE INSERT ON trail_entries BEGIN SELECT RAISE(ABORT, 'no trail'); END"
    with db.engine.begin() as connection:
        connection.exec_driver_sql(refuse)
    for path in ("/clients", f"/clients/{world.client.id}", "/"):
        answer = browser.get(path)
        assert answer.status_code == 503, path
        assert "יעל" not in answer.text
    assert browser.get("/account").status_code == 200
    assert browser.get(f"/clients/{world.other_client.id}").status_code == 503  # a refusal is written down too
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER no_trail")
    assert "יעל" in browser.see("/clients").words


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_whoever_reads_about_a_client_waits_a_second_for_a_long_writer_and_is_told(app, world, as_) -> None:
    """The entry of the reading needs its turn; what shows no client needs none."""
    app.config["PROPAGATE_EXCEPTIONS"], app.config["WRITE_WAIT"] = False, 1
    browser = as_(world.mentor)
    browser.see("/clients")
    with FileLock(app.config["WRITE_LOCK"]):
        for path in ("/clients", f"/clients/{world.client.id}"):
            began = time.perf_counter()
            answer = browser.get(path)
            assert 0.9 < time.perf_counter() - began < 3
            assert answer.status_code == 503
            assert "Anything already saved is safe" in answer.text
            assert "יעל" not in answer.text
        assert browser.get("/account").status_code == 200
    assert "יעל" in browser.see("/clients").words


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_database_server_that_comes_back_is_used_without_a_restart(app, administrator) -> None:
    """Its connections are cut, then it is unreachable, then it is back."""
    engine = db.engine

    def cut() -> None:
        other = sa.create_engine(engine.url, isolation_level="AUTOCOMMIT")
        with other.connect() as connection:
            mine = "datname = current_database() AND pid <> pg_backend_pid()"
            connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")
        other.dispose()

    with app.app_context():
        send([])
    cut()
    assert ask(app, b"/ready").status == 200  # a cut connection is replaced in passing
    with app.app_context():
        send([uuid7()])
        assert queue_of(app).messages.pending_count() == 1
        queue_of(app).messages.flush()

    def unreachable(dialect, record, arguments, named):
        raise sa.exc.OperationalError("connect", {}, Exception("refused"))

    event.listen(engine, "do_connect", unreachable)
    cut()
    try:
        answer = add_team(administrator)
        assert answer.status_code == 503
        assert NAME in answer.text
        assert ask(app, b"/ready").status == 503
        assert ask(app, b"/health").status == 200
    finally:
        event.remove(engine, "do_connect", unreachable)
        queue_of(app).messages.storage.close()
    assert ask(app, b"/ready").status == 200
    administrator.see("/teams")
    assert add_team(administrator).status_code == 303
    assert teams_named() == 1


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize("comes_back", [True, False])
def test_a_connection_that_is_cut_in_the_middle_keeps_the_text(app, administrator, comes_back) -> None:
    """Cut between the action's first statement and its end; the session's person cannot be looked up again."""
    engine = db.engine

    def refuse(dialect, record, arguments, named):
        raise sa.exc.OperationalError("connect", {}, Exception("refused"))

    def cut_once(connection, cursor, statement, *rest):
        if statement.startswith("INSERT INTO teams"):
            pid = connection.connection.driver_connection.info.backend_pid
            other = sa.create_engine(engine.url, isolation_level="AUTOCOMMIT")
            with other.connect() as killer:
                killer.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
            other.dispose()
            if not comes_back:
                event.listen(engine, "do_connect", refuse)

    event.listen(engine, "before_cursor_execute", cut_once)
    try:
        check_refused_and_kept(add_team(administrator))
    finally:
        event.remove(engine, "before_cursor_execute", cut_once)
        if not comes_back:
            event.remove(engine, "do_connect", refuse)
    assert teams_named() == 0
    administrator.see("/teams")
    assert add_team(administrator).status_code == 303


def test_a_process_ends_quietly_when_its_store_is_gone(tmp_path, monkeypatch):
    ends = []
    monkeypatch.setattr(atexit, "register", lambda *call: ends.append(call))
    app = new_app(tmp_path)
    with app.app_context():
        record_alone(Act.READ, None)
        db.session.execute(sa.text("ALTER TABLE trail_entries RENAME TO lost"))
        db.session.commit()
    for end, *arguments in ends:
        end(*arguments)
    with app.app_context():
        assert db.session.scalar(sa.text("SELECT count(*) FROM trail_chains WHERE closed_at IS NULL")) == 1


def test_when_every_connection_is_taken_the_text_is_kept_and_soon_there_is_room_again(
    app, administrator, monkeypatch
) -> None:
    """The next one waits as long as is set, and no longer; nothing else has to happen than that somebody is done."""
    db.session.remove()
    monkeypatch.setattr(db.engine.pool, "_timeout", 0.2)
    taken = [db.engine.connect() for _ in range(db.engine.pool.size() + db.engine.pool._max_overflow)]
    try:
        answer = add_team(administrator)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert NAME in answer.text
        assert administrator.get("/teams").status_code == 503
        assert administrator.get("/ready").status_code == 503
        assert administrator.get("/health").status_code == 200
    finally:
        for each in taken:
            each.close()
    administrator.see("/teams")
    assert add_team(administrator).status_code == 303
    assert teams_named() == 1
