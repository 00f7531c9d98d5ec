"""A PostgreSQL that is stopped in the middle of a request."""

import os
import signal
import time
from contextlib import contextmanager

import psutil
import psycopg
import pytest
import sqlalchemy as sa

from caseapp.db import db
from caseapp.db.postgresql import ImpatientConnection, _remember_silence
from tests.app.raw import ask

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@contextmanager
def stopped_backends():
    """The server processes of this test's connections, stopped as by a host that hangs: TCP goes on."""
    mine = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    with db.engine.connect() as connection:
        pids = [row.pid for row in connection.exec_driver_sql(mine)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            if psutil.pid_exists(pid):
                os.kill(pid, signal.SIGCONT)


def test_a_page_gives_up_and_the_next_one_works(app, world, as_, monkeypatch) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("caseapp.db.postgresql.PAGE_SECONDS", 0.3)
    browser = as_(world.mentor)
    browser.see("/clients")
    db.session.remove()
    with stopped_backends():
        began = time.perf_counter()
        assert ask(app, b"/health").status == 200
        answer = browser.get("/clients")
        assert time.perf_counter() - began < 5
        assert answer.status_code in (200, 503)  # a new connection may have been made in passing
        assert browser.get("/clients").status_code == 200


def test_after_silence_only_one_page_a_second_tries_to_connect(app, world, as_) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    browser = as_(world.mentor)
    _remember_silence(1000.0)
    _remember_silence(0)  # somebody who has waited as long gives up a moment later
    db.session.remove()
    db.engine.dispose()
    assert browser.get("/clients").status_code == 503
    with db.engine.connect():  # a command tries at any time
        assert ImpatientConnection.silent_until == 0
    assert browser.get("/clients").status_code == 200


def test_several_slow_answers_take_a_page_no_longer_than_silence(app, monkeypatch) -> None:
    """The fourth statement in a row that waits for a lock is given up sooner than the first."""
    patience, seconds = [], [0.0]

    def slow(_connection, _generator, _interval, timeout):
        patience.append(timeout)
        seconds[0] += 0.9

    monkeypatch.setattr(psycopg.Connection, "wait", slow)
    monkeypatch.setattr("caseapp.db.postgresql.PAGE_SECONDS", 2)
    monkeypatch.setattr("caseapp.db.postgresql.ALL_SLOW_SECONDS", 3)
    monkeypatch.setattr("caseapp.db.postgresql.time.perf_counter", lambda: seconds[0])
    connection = object.__new__(ImpatientConnection)

    def wait_four_times() -> list[float]:
        patience.clear()
        for _ in range(4):
            connection.wait(None)
        return patience

    for _page in range(2):
        with app.app_context(), app.test_request_context():
            assert wait_four_times() == pytest.approx([2, 2, 1.2, 0.5])
    assert wait_four_times() == [120] * 4  # a command


def test_a_statement_whose_client_has_gone_is_ended(app) -> None:
    with db.engine.connect() as connection:
        left = connection.connection.driver_connection.pgconn
        backend = left.backend_pid
        left.send_query(b"SELECT pg_sleep(25)")
        left.flush()
        left.finish()
        connection.invalidate()
    running = sa.text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
    began = time.perf_counter()
    with db.engine.connect() as looking:
        while looking.scalar(running, {"pid": backend}):
            looking.rollback()
            assert time.perf_counter() < began + 15
            time.sleep(0.05)
