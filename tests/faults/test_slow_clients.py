"""Slow clients cannot stop others."""

import resource
import select
import threading
import time

import pytest

from caseapp.cli.serving.process import raise_descriptor_limit
from tests.cli.service import Service, wait_until

SLOW = 400
REQUESTS = 150
ROUNDS = 5

HEAD = "POST /length HTTP/1.1\r\nHost: slow\r\nContent-Length: 50000\r\n"


@pytest.fixture
def many_connections():
    """As many open files as the system permits for the clients' side; the server starts with the usual 1,024."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, before[1]))
    yield raise_descriptor_limit
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


class SlowClients:
    """Connections that each send a few bytes again and again and never finish."""

    def __init__(self, service):
        self.headers = [service.begin(HEAD) for _ in range(SLOW)]
        self.bodies = [service.begin(HEAD + "\r\n") for _ in range(SLOW)]
        self.readers = [service.begin("GET /large HTTP/1.1\r\nHost: slow\r\n\r\n") for _ in range(10)]
        self.rounds = 0
        self.enough = threading.Event()
        self.drip = threading.Thread(target=self._drip)
        self.drip.start()

    def _drip(self):
        while not self.enough.wait(0.2):
            self.rounds += 1
            for connection in self.headers:
                connection.sendall(b"X-A: b\r\n")
            for connection in self.bodies:
                connection.sendall(b"abc")

    def still_open(self):
        """How many wait for the server, neither answered nor closed by it."""
        looking = select.poll()
        for connection in self.headers + self.bodies:
            looking.register(connection, select.POLLIN | select.POLLHUP)
        return 2 * SLOW - len(looking.poll(0))

    def go(self):
        self.enough.set()
        self.drip.join()
        for connection in self.headers + self.bodies + self.readers:
            connection.close()


def test_400_slow_headers_and_400_slow_bodies_do_not_stop_others(tmp_path, many_connections):
    """With slow readers too, the 95th percentile of another user's requests stays below a second."""
    with Service(tmp_path / "lines.log") as service:
        many_connections()
        slow = SlowClients(service)
        try:
            seconds = []
            while len(seconds) < REQUESTS or slow.rounds < ROUNDS:
                began = time.perf_counter()
                body = b"x" * 2000 if len(seconds) % 3 == 0 else None
                assert service.ask("/length", body=body)[0] == 200
                seconds.append(time.perf_counter() - began)
            assert slow.still_open() == 2 * SLOW
        finally:
            slow.go()
        p95 = sorted(seconds)[int(0.95 * len(seconds))]
        assert p95 < 1


def test_one_process_goes_on_serving_beside_more_connections_than_select_could_watch(tmp_path, many_connections):
    with Service(tmp_path / "lines.log", processes=1) as service:
        many_connections()
        served_by = service.get("/process")
        slow = [service.begin(HEAD) for _ in range(1100)]
        assert service.get("/process") == served_by
        for connection in slow:
            connection.close()


def test_a_request_that_comes_too_slowly_is_closed_in_the_end(tmp_path):
    with Service(tmp_path / "lines.log", "--receive-seconds 0.5", processes=1) as service:
        slow = service.begin(HEAD)
        wait_until(lambda: is_closed_after(slow, b"X-A: b\r\n"))
        assert service.get("/process")


def is_closed_after(connection, more):
    """Whether the other side has closed; sends a little more first."""
    try:
        connection.sendall(more)
        return bool(select.select([connection], [], [], 0.1)[0]) and connection.recv(1) == b""
    except OSError:
        return True


@pytest.mark.parametrize("words", ["GET / HTTP/1.1\r\nHost: x\r\n", HEAD + "\r\nabc"])
def test_slow_clients_do_not_hold_up_the_stop(tmp_path, words):
    with Service(tmp_path / "lines.log", "--unfinished-seconds 0.5") as service:
        slow = [service.begin(words) for _ in range(5)]
        assert service.get("/process")
        code, seconds = service.stop()
        assert code == 0
        assert seconds < 5
        for connection in slow:
            connection.close()
