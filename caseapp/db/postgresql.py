"""Connections to PostgreSQL that give up on a server that falls silent in the middle."""

from typing import Any

import psycopg
from flask import has_request_context

PAGE_SECONDS = 2.5  # with connecting anew, at most 2 seconds, a page still answers within five
COMMAND_SECONDS = 120.0


class ImpatientConnection(psycopg.Connection[Any]):
    """A connection on which a page waits a moment for each answer, and a command for as long as a statement may take.

    The time-outs of the server do not help where it hangs itself, and TCP never notices that it was stopped.
    """

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """As psycopg waits, but not for ever; a connection that was given up is closed."""
        patience = timeout or (PAGE_SECONDS if has_request_context() else COMMAND_SECONDS)
        try:
            return super().wait(gen, interval, patience)
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()
            raise
