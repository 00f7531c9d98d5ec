"""A database server that cannot be reached from the start: every page answers within seconds."""

import socket
import threading
import time
from contextlib import contextmanager

import pytest
import time_machine

from caseapp.app import create_app
from caseapp.app.setup import make_keys
from tests.app.raw import ask
from tests.conftest import NOW
from tests.stores import settings


@pytest.fixture(autouse=True)
def running(clock):
    """Waiting ends by the clock: it runs here."""
    with time_machine.travel(NOW, tick=True):
        yield


@contextmanager
def listening_and_silent():
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        kept = []
        over = threading.Event()

        def accept():
            server.settimeout(0.05)
            while not over.is_set():
                try:
                    kept.append(server.accept()[0])
                except OSError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        yield server.getsockname()[1]
        over.set()
        thread.join()
        for connection in kept:
            connection.close()


@contextmanager
def refusing():
    """A port on which nobody listens."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()[1]


@pytest.mark.parametrize("gone", [refusing, listening_and_silent])
def test_without_a_database_server_pages_answer_503_within_five_seconds(tmp_path, clock, gone) -> None:
    """Unreachable from the start; the process stays alive."""
    with gone() as port:
        chosen = settings(tmp_path, DATABASE_URL=f"postgresql://nobody@127.0.0.1:{port}/nothing")
        make_keys(chosen)
        app = create_app(chosen)
        app.config["PROPAGATE_EXCEPTIONS"] = False
        with app.app_context():
            assert ask(app, b"/health").status == 200
            for path, method in ((b"/ready", "GET"), (b"/clients", "GET"), (b"/", "GET"), (b"/sign-in", "POST")):
                began = time.perf_counter()
                body = b"username=a&note=Words+that+were+typed" if method == "POST" else None
                answer = ask(app, path, method, body=body, HTTP_COOKIE="session=" + "a" * 43)
                assert answer.status == 503, path
                assert time.perf_counter() - began < 5, path
                assert answer.headers["Retry-After"] == "60"
                assert "Words that were typed" in answer.text or not body
