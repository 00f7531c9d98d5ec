"""The life of one web process: from the inherited socket to the last answer."""

import logging
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from waitress import wasyncore

from caseapp.cli.serving.log import quiet_waitress, say
from caseapp.cli.serving.server import CONNECTIONS, REFUSAL_HEADERS, Application, WebServer, adjustments

STOP_SECONDS = 9.0  # so that everything ends within ten
UNFINISHED_SECONDS = 5.0
SILENT_SECONDS = 1.0
SPARE_DESCRIPTORS = 256
READY = b"r"
SWITCH_SECONDS = 0.001
MACOS_DESCRIPTORS = 10240


@dataclass(frozen=True)
class Bounds:
    """What a web process accepts: the longest body in bytes, the address whose forwarded headers are trusted, the paths
    that are answered without waiting for a thread, and the headers of what it refuses itself; the longest body where
    files are sent, and where that is."""

    max_body: int
    trusted_proxy: str | None
    answered_at_once: tuple[str, ...] = ()
    refusal_headers: tuple[tuple[str, str], ...] = REFUSAL_HEADERS
    max_upload: int = 0
    upload_path: str = ""


class Lifeline(wasyncore.dispatcher):
    """The socket to the master: says "ready" once, and closes when the master ends, however it ended."""

    def __init__(self, fd: int, connections: dict[int, Any], cut: Callable[[], None]) -> None:
        os.set_inheritable(fd, False)
        super().__init__(socket.socket(fileno=fd), connections)
        self.connected = True
        self.cut = cut

    def tell_ready(self) -> None:
        self.send(READY)

    def writable(self) -> bool:
        return False

    def handle_read(self) -> None:
        self.recv(1)

    def handle_close(self) -> None:
        self.close()
        self.cut()


class WebProcess:
    """Answers requests until told to stop or its master is gone, then finishes what it has begun."""

    def __init__(self, application: Application, listener_fd: int, lifeline_fd: int, bounds: Bounds) -> None:
        os.set_inheritable(listener_fd, False)
        listener = socket.socket(fileno=listener_fd)
        connections = min(CONNECTIONS, raise_descriptor_limit() - SPARE_DESCRIPTORS)
        self.server = WebServer(
            application,
            listener,
            adjustments(bounds.max_body, bounds.trusted_proxy, connections, bounds.max_upload, bounds.upload_path),
            bounds.answered_at_once,
            bounds.refusal_headers,
        )
        self.lifeline = Lifeline(lifeline_fd, self.server._map, self.stop)
        self.is_stopping = False

    def run(self) -> None:
        """Serve; returns when what was begun is finished, at most `STOP_SECONDS` after the signal to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop_by_signal)
        self.lifeline.tell_ready()
        while not self.is_stopping and self.server.accepting:
            self.server.look_once(1.0)
        self._finish_what_was_begun()
        self.server.finish()

    def stop(self) -> None:
        self.is_stopping = True

    def _stop_by_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()
        self.server.pull_trigger()

    def _finish_what_was_begun(self) -> None:
        self.server.stop_accepting()
        stopped_at = time.monotonic()
        while self.server.is_busy:
            waited = time.monotonic() - stopped_at
            if waited > STOP_SECONDS:
                say(f"web process {os.getpid()} cut off what was unfinished after {STOP_SECONDS:.0f} seconds.")
                return
            self.server.let_go(silent=waited > SILENT_SECONDS, unfinished=waited > UNFINISHED_SECONDS)
            self.server.look_once(0.1)


def raise_descriptor_limit() -> int:
    """Allow this process as many open files as the system permits; returns how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in (hard, MACOS_DESCRIPTORS):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (ValueError, OSError):
            continue
        return CONNECTIONS + SPARE_DESCRIPTORS if wanted == resource.RLIM_INFINITY else wanted
    return soft


def serve_requests(application: Application, listener_fd: int, lifeline_fd: int, bounds: Bounds) -> None:
    """Run one web process from start to end, for any WSGI application."""
    quiet_waitress(logging.getLogger("waitress"))
    sys.setswitchinterval(SWITCH_SECONDS)  # the thread of the sockets soon gets its turn beside those that compute
    WebProcess(application, listener_fd, lifeline_fd, bounds).run()
