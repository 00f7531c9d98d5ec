"""One process that answers: waitress on a socket that it shares with its siblings."""

import contextlib
import select
import threading
import time
from collections.abc import Callable, Collection
from socket import MSG_PEEK, SHUT_WR, socket
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, WSGITask

from caseapp.cli.serving.long_bodies import Parser
from caseapp.cli.serving.threads import Threads, Turn

Application = Callable[..., Any]

RECEIVE_SECONDS = 30.0
RECEIVE_BYTES_A_SECOND = 1024
STANDSTILL_SECONDS = 30
CLEANUP_SECONDS = 5
CONNECTIONS = 2000
THREADS = 16
PATIENCE_SECONDS = 0.04
LOOK_SECONDS = 0.015
LOOKS, LOOKS_WHEN_FULL = 2, 3
TAKEN_AT_ONCE = 4
HEAD_BYTES = 32 * 1024
BODY_ALLOWANCE = 2  # what is a little too long reaches the application, which refuses it in a page of its own
MOST_LONG_BODIES = 4  # at a time in one process: each lies in its memory
MOST_DISCARDED_BYTES = 16 * 1024 * 1024
BUFFER_BYTES = 64 * 1024 * 1024
FORWARDER = "caseapp.untrusted_forwarder"  # the application reads there who forwarded and is not trusted

REFUSAL_HEADERS = (
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
)


def adjustments(
    max_body: int, trusted_proxy: str | None, connections: int, max_upload: int = 0, upload_path: str = ""
) -> Adjustments:
    """The settings of waitress: `max_body` in bytes, `trusted_proxy` is whose forwarded headers count. Where the path
    begins with `upload_path`, a body may have `max_upload` bytes."""
    settings = _adjustments(max_body, trusted_proxy, connections)
    settings.upload_path = upload_path
    settings.for_uploads = _adjustments(max_upload, trusted_proxy, connections) if upload_path else None
    return settings


def _adjustments(max_body: int, trusted_proxy: str | None, connections: int) -> Adjustments:
    proxy: dict[str, Any] = {}
    if trusted_proxy:
        proxy = {
            "trusted_proxy": trusted_proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
    return Adjustments(
        connection_limit=connections,
        channel_timeout=STANDSTILL_SECONDS,
        cleanup_interval=CLEANUP_SECONDS,
        max_request_header_size=HEAD_BYTES,
        max_request_body_size=BODY_ALLOWANCE * max_body,
        # People's words must not lie in a plain temporary file, which waitress makes past these limits.
        inbuf_overflow=BODY_ALLOWANCE * max_body,
        outbuf_overflow=BUFFER_BYTES,
        # A working thread would wait for a slow reader as soon as this much is unsent.
        outbuf_high_watermark=BUFFER_BYTES,
        asyncore_use_poll=True,  # select() cannot look at descriptors over 1023
        clear_untrusted_proxy_headers=True,
        expose_tracebacks=False,
        ident=None,
        log_socket_errors=False,
        **proxy,
    )


class OneRequestTask(WSGITask):
    """An answer after which the connection closes.

    A kept connection is tied to its process and would wait behind that process's slow request while a sibling
    is idle; and a reload could not close it without a race.
    """

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        is_trusted = environ["REMOTE_ADDR"] == self.channel.server.adj.trusted_proxy
        if "HTTP_X_FORWARDED_FOR" in environ and not is_trusted:
            environ[FORWARDER] = environ["REMOTE_ADDR"]
        return environ

    def build_response_header(self) -> bytes:
        self.request.headers["CONNECTION"] = "close"
        head: bytes = super().build_response_header()
        return head


class RefusalTask(ErrorTask):
    """The answer to what is not HTTP or is too large: nothing of what was sent is repeated."""

    def execute(self) -> None:
        reason = self.request.error
        self.channel.is_refused = True
        self.status = f"{reason.code} {reason.reason}"
        self.response_headers.extend(self.channel.server.refusal_headers)
        self.set_close_on_finish()
        body = f"{reason.reason}\n".encode()
        self.content_length = len(body)
        self.write(body)


class Connection(HTTPChannel):
    """A connection with one request, which must come in at a bearable pace."""

    task_class = OneRequestTask
    error_task_class = RefusalTask
    parser_class = Parser
    received_bytes = 0
    discarded_bytes = 0
    close_when_flushed: bool
    is_refused = False
    is_discarding = False

    def __init__(self, *accepted: Any, **places: Any) -> None:
        super().__init__(*accepted, **places)
        self.requests_lock = threading.RLock()  # what is answered at once is answered while it is being received
        # Read now, not in the next round, in which the server might first take another connection.
        with contextlib.suppress(OSError):
            self.socket.recv(1, MSG_PEEK)
            wasyncore.read(self)

    def received(self, data: bytes) -> bool:
        was_long, self.received_bytes = self.is_long, self.received_bytes + len(data)
        if self.is_long and not was_long and sum(other.is_long for other in self.server.connections) > MOST_LONG_BODIES:
            self.will_close = True
            return False
        taken: bool = super().received(data)
        return taken

    @property
    def is_long(self) -> bool:
        """More came than anything but files may have."""
        return bool(self.received_bytes > self.adj.max_request_body_size + HEAD_BYTES)

    def handle_write(self) -> None:
        """After a refusal read on for a while: closing on unread bytes would take the answer back."""
        if self.is_refused and self.close_when_flushed and not self.will_close:
            self._flush_exception(self._flush_some)
            if not self.total_outbufs_len and self.connected:
                self.close_when_flushed = False
                self.is_discarding = True
                self.socket.shutdown(SHUT_WR)
            return
        super().handle_write()

    def handle_read(self) -> None:
        if not self.is_discarding:
            super().handle_read()
            return
        self.discarded_bytes += len(self.recv(self.adj.recv_bytes))
        if self.discarded_bytes > MOST_DISCARDED_BYTES:
            self.will_close = True

    def is_at_work(self) -> bool:
        """A request is complete and its answer is not yet wholly sent."""
        return bool(self.requests or self.total_outbufs_len)

    def is_too_slow(self, now: float) -> bool:
        """The request is still incomplete though it had 30 seconds, and one more for each KiB that came."""
        time_given = RECEIVE_SECONDS + self.received_bytes / RECEIVE_BYTES_A_SECOND
        return not self.is_at_work() and now > self.creation_time + time_given


class WebServer(TcpWSGIServer):
    """Leaves the shared socket to its siblings while it works, and takes what they do not take.

    An idle process takes each connection at once. A busy one looks again after a moment, and takes one where somebody
    still waits at the next looks: so a request is answered by an idle sibling where there is one, and behind a slow
    request (a lock, a document, a silent database) by another thread of the same process. Paths that are
    `answered_at_once` never wait for a thread.
    """

    channel_class = Connection

    def __init__(
        self,
        application: Application,
        listener: socket,
        settings: Adjustments,
        answered_at_once: Collection[str] = (),
        refusal_headers: Collection[tuple[str, str]] = REFUSAL_HEADERS,
    ) -> None:
        self.answered_at_once = answered_at_once
        self.refusal_headers = refusal_headers
        self.turns = 0
        self.turns_lock = threading.Lock()
        self.next_look_at = 0.0
        self.looks = 0
        super().__init__(
            application,
            {},
            True,
            listener,
            dispatcher=Threads(THREADS),
            adj=settings,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    @property
    def connections(self) -> list[Connection]:
        return list(self.active_channels.values())

    @property
    def is_busy(self) -> bool:
        """Somebody is connected, or work goes on for somebody who left."""
        return bool(self.active_channels or self.turns)

    def add_task(self, task: Connection) -> None:
        if task.requests[0].error is None and task.requests[0].path in self.answered_at_once:
            task.service()
            return
        with self.turns_lock:
            self.turns += 1
        if self.turns <= THREADS:
            patience = PATIENCE_SECONDS if self.turns == 1 else LOOK_SECONDS
            self.next_look_at, self.looks = time.monotonic() + patience, 0
        super().add_task(Turn(task, self._turn_is_over))

    def _turn_is_over(self) -> None:
        with self.turns_lock:
            self.turns -= 1
        self.pull_trigger()  # the loop slept without looking at the shared socket

    def readable(self) -> bool:
        return bool(super().readable()) and (not self.turns or self._is_left_waiting())

    def _is_left_waiting(self) -> bool:
        """Whether somebody waits whom no sibling has taken at several looks; siblings with a free thread come first."""
        if time.monotonic() < self.next_look_at:
            return False
        self.next_look_at = time.monotonic() + LOOK_SECONDS
        self.looks = self.looks + 1 if self._somebody_waits() else 0
        return self.looks >= (LOOKS if self.turns < THREADS else LOOKS_WHEN_FULL)

    def _somebody_waits(self) -> bool:
        looking = select.poll()
        looking.register(self.socket, select.POLLIN)
        return bool(looking.poll(0))

    def handle_accept(self) -> None:
        """A busy process that takes somebody takes a few of those behind them too: otherwise a crowd would wait at the
        door, and whoever wants to hear that the process is alive with it."""
        behind = TAKEN_AT_ONCE - 1 if self.turns else 0
        super().handle_accept()
        for _ in range(behind):
            if not self._somebody_waits():
                return
            super().handle_accept()

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for connection in self.connections:
            if connection.is_too_slow(now):
                connection.will_close = True

    def look_once(self, seconds: float) -> None:
        """Wait at most so long for something to happen on any connection, and act on it."""
        if self.turns:
            seconds = min(seconds, LOOK_SECONDS)
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def stop_accepting(self) -> None:
        """Leave the shared socket to the siblings; connections taken so far stay."""
        wasyncore.dispatcher.close(self)

    def let_go(self, *, silent: bool, unfinished: bool) -> None:
        """Close connections that brought nothing yet (`silent`) or a part of a request (`unfinished`)."""
        for connection in self.connections:
            if not connection.is_at_work() and (unfinished if connection.received_bytes else silent):
                connection.will_close = True

    def finish(self) -> None:
        """Give up what waits for a thread; the sockets stay until the process ends, as a late answer may use them."""
        self.task_dispatcher.shutdown()
