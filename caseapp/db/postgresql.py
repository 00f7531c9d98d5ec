"""Connections to PostgreSQL that give up on a server that falls silent in the middle."""

import time
from typing import Any

import psycopg
from flask import g, has_request_context

PAGE_SECONDS = 2.0  # with connecting anew, at most 2 seconds, a page still answers within five
SLOW_SECONDS = 0.5
ALL_SLOW_SECONDS = 3.0  # what a page waits in all for answers that are slow, such as behind locks
COMMAND_SECONDS = 120.0
CONNECT_SECONDS = 2
SILENT_SECONDS = 1.0

SETTINGS = {
    "statement_timeout": "30s",
    "lock_timeout": "1s",
    "client_connection_check_interval": "1s",  # a statement that nobody waits for any more is ended
}


class ImpatientConnection(psycopg.Connection[Any]):
    """A connection on which a page waits a moment for each answer, and a command for as long as a statement may take.

    The time-outs of the server do not help where it hangs itself, and TCP never notices that it was stopped. After a
    page has waited in vain, one page a second tries to connect anew and the others of this process give up at once:
    otherwise they would hold all threads, and whoever comes next would wait for a thread as well.
    """

    silent_until = 0.0

    @classmethod
    def connect(cls, conninfo: str = "", **rest: Any) -> Any:
        """As psycopg connects, but at once in vain where the server has just been silent."""
        if has_request_context() and ImpatientConnection.silent_until:
            if time.monotonic() < ImpatientConnection.silent_until:
                raise psycopg.OperationalError("the server was silent a moment ago")
            _remember_silence(SILENT_SECONDS)
        try:
            connection = super().connect(conninfo, **rest)
        except psycopg.errors.ConnectionTimeout:
            _remember_silence(SILENT_SECONDS)
            raise
        ImpatientConnection.silent_until = 0.0
        return connection

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """As psycopg waits, but not for ever; a connection that was given up is closed."""
        patience, began = timeout or _patience_left(), time.perf_counter()
        try:
            return super().wait(gen, interval, patience)
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()
            _remember_silence(0)
            raise
        finally:
            _remember_wait(time.perf_counter() - began)


def _remember_silence(seconds: float) -> None:
    until = time.monotonic() + seconds
    ImpatientConnection.silent_until = max(ImpatientConnection.silent_until, until)  # many give up, one tries anew


def _patience_left() -> float:
    """Several slow answers after one another take a page no longer than one from a server that is silent."""
    if not has_request_context():
        return COMMAND_SECONDS
    left: float = ALL_SLOW_SECONDS - g.get("waited_for_server", 0.0)
    return min(PAGE_SECONDS, max(SLOW_SECONDS, left))


def _remember_wait(seconds: float) -> None:
    if seconds >= SLOW_SECONDS and has_request_context():
        g.waited_for_server = g.get("waited_for_server", 0.0) + seconds
