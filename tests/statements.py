"""Counting what a page asks of the store."""

import functools
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from caseapp.db import db
from caseapp.organisation.queries import forget_organisation_settings, organisation_settings

REMEMBERED = (
    "FROM organisation",  # read anew every few seconds, whichever page comes then
    "FROM list_entries",
    "INTO trail_client_sets",  # written by whoever is the first to see just these clients
    "INTO trail_set_members",
)
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
PREPARED: "set[functools._lru_cache_wrapper[object]]" = set()


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that are sent inside the block, those of the session, the person and the trail included."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        is_remembered = any(part in statement for part in REMEMBERED)
        if statement.lstrip().upper().startswith(COUNTED) and not is_remembered:
            sent.append(statement)

    forget_organisation_settings()  # the cached settings might expire while statements are counted
    organisation_settings()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def forget_prepared() -> None:
    """Build every statement anew: those that were built are of the functions of then."""
    find_prepared(len(sys.modules))
    for built in PREPARED:
        built.cache_clear()


@functools.lru_cache(1)
def find_prepared(_modules: int) -> None:
    """Note what builds statements, of the modules that have come since the last look."""
    # Its type, because a proxy whose object has gone cannot be asked what it is an instance of.
    wrappers = (each for each in gc.get_objects() if type(each) is functools._lru_cache_wrapper)
    PREPARED.update(each for each in wrappers if getattr(each, "__qualname__", "") == "prepared.<locals>.built")
