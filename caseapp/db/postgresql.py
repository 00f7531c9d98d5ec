"""Connections to PostgreSQL that give up on a server that falls silent in the middle."""

import time
from typing import Any

import psycopg
from flask import has_request_context

PAGE_SECONDS = 2.0  # with connecting anew, at most 2 seconds, a page still answers within five
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
        patience = timeout or (PAGE_SECONDS if has_request_context() else COMMAND_SECONDS)
        try:
            return super().wait(gen, interval, patience)
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()
            _remember_silence(0)
            raise


def _remember_silence(seconds: float) -> None:
    ImpatientConnection.silent_until = time.monotonic() + seconds
