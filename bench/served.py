"""The same visits through the web server: how long people wait, and how much memory its processes take."""

import http.client
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import local
from typing import Any, NamedTuple
from urllib.parse import urlencode

import psutil
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request, Response

from bench.visits import Refused, Visit

ROOT = Path(__file__).resolve().parent.parent
EIGHT = 8


class Waits(NamedTuple):
    """Milliseconds: the median, and what 95 of 100 answers take at most; and how many were refused."""

    p50: float
    p95: float
    refused: int = 0


class HttpBrowser:
    """One person's browser, as `Visit.prepare` wants it; each thread keeps a connection of its own."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookies = port, dict([cookie.split("=", 1)])
        self._of_thread = local()

    def get(self, path: str) -> Any:
        """That page."""
        return self._ask("GET", path)

    def post(self, path: str, data: dict[str, Any]) -> Any:
        """The answer to that form."""
        return self._ask("POST", path, urlencode(data, doseq=True))

    def _ask(self, method: str, path: str, body: str | None = None) -> TestResponse:
        if not hasattr(self._of_thread, "connection"):
            self._of_thread.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection: http.client.HTTPConnection = self._of_thread.connection
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.update([value.partition(";")[0].split("=", 1)])
        response = Response(answer.read(), answer.status, answer.getheaders())
        request = Request.from_values(path)
        return TestResponse(response.response, answer.status, response.headers, request)


@contextmanager
def serving(environ: dict[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    """A server over that installation with its default processes, its port, and its parent process."""
    server = subprocess.Popen(
        [sys.executable, "-m", "caseapp", "serve", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:(\d+)", server.stdout.readline())
        assert found, "the server did not start"
        yield int(found[1]), psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(60)
        server.stdout.close()


def waits(visit: Visit, browser: Any, clients: int, times: int) -> Waits:
    """How long that many people wait who ask at once, each so many times."""
    for _ in range(2):
        visit.prepare(browser)()
    prepared = [[visit.prepare(browser) for _ in range(times)] for _ in range(clients)]

    refused: list[str] = []

    def ask(fetches: list[Any]) -> list[float]:
        taken = []
        for fetch in fetches:
            begun = time.perf_counter()
            try:
                fetch()
            except Refused:
                refused.append(visit.name)
            taken.append(1000 * (time.perf_counter() - begun))
        return taken

    with ThreadPoolExecutor(clients) as people:
        found = sorted(each for taken in people.map(ask, prepared) for each in taken)
    return Waits(statistics.median(found), found[min(len(found) - 1, int(0.95 * len(found)))], len(refused))


def memory_of(parent: psutil.Process) -> list[float]:
    """Megabytes of the server and of each process below it; shared pages are divided among those who share them."""
    taken = [process.memory_full_info() for process in (parent, *parent.children(recursive=True))]
    return [getattr(each, "pss", each.uss) / 2**20 for each in taken]
