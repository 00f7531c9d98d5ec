"""A web process with an application that needs no database, for the tests of serving."""

import os
import signal
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from urllib.parse import parse_qs

from caseapp.app.health import FORWARDER
from caseapp.cli.serving import process, server
from caseapp.cli.serving.generation import ForkKind, Generation

MAX_BODY = 100_000


def tiny_application(environ, start_response):
    query = parse_qs(environ["QUERY_STRING"])
    if environ["PATH_INFO"] == "/held":
        hold(Path(query["gate"][0]))
    if environ["PATH_INFO"] == "/fails":
        raise ValueError(environ["QUERY_STRING"])
    answer = ANSWERS.get(environ["PATH_INFO"], str)(environ).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(answer)))])
    return [answer]


ANSWERS = {
    "/length": lambda environ: str(len(environ["wsgi.input"].read())),
    "/whence": lambda environ: f"{environ['wsgi.url_scheme']} {environ['REMOTE_ADDR']}",
    "/forwarder": lambda environ: environ.get(FORWARDER, "nobody"),
    "/process": lambda environ: str(os.getpid()),
    "/held": lambda environ: "let go",
    "/health": lambda environ: "alive",
    "/large": lambda environ: "x" * 5_000_000,
}


def hold(gate):
    """Say that the work has begun, and work until the test opens the gate."""
    gate.with_suffix(".begun").touch()
    while not gate.exists():
        time.sleep(0.01)


def beat(beats, listener_fd):
    """A worker: say that it was begun, and work until told to stop."""
    os.close(listener_fd)
    with beats.open("a") as file:
        file.write(f"{os.getpid()}\n")
    signal.pause()


if __name__ == "__main__":
    words = ArgumentParser()
    words.add_argument("--fd", type=int)
    words.add_argument("--lifeline", type=int)
    words.add_argument("--processes", type=int)
    words.add_argument("--worker", action="store_true")
    words.add_argument("--beats", type=Path)
    words.add_argument("--proxy")
    words.add_argument("--broken-while", type=Path)
    words.add_argument("--patience", type=float, default=process.STOP_SECONDS)
    words.add_argument("--unfinished-seconds", type=float, default=process.UNFINISHED_SECONDS)
    words.add_argument("--receive-seconds", type=float, default=server.RECEIVE_SECONDS)
    words.add_argument("--threads", type=int, default=server.THREADS)
    given = words.parse_args()
    if given.broken_while and given.broken_while.exists():
        sys.exit(3)
    process.STOP_SECONDS = given.patience
    process.UNFINISHED_SECONDS = given.unfinished_seconds
    server.THREADS = given.threads
    server.RECEIVE_SECONDS = given.receive_seconds
    if given.receive_seconds < server.CLEANUP_SECONDS:
        server.CLEANUP_SECONDS = 0
    bounds = process.Bounds(MAX_BODY, given.proxy, ("/health",))
    web = ForkKind(
        "web process", given.processes, lambda fd: process.serve_requests(tiny_application, given.fd, fd, bounds)
    )
    worker = [ForkKind("worker", 1, lambda fd: beat(given.beats, given.fd))] if given.worker else []
    Generation([web, *worker], given.fd, given.lifeline).run()
