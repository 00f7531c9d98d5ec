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
    for built in _prepared(len(sys.modules)):
        built.cache_clear()


@functools.lru_cache(1)
def _prepared(_modules: int) -> "list[functools._lru_cache_wrapper[object]]":
    caches = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
    return [each for each in caches if getattr(each, "__qualname__", "") == "prepared.<locals>.built"]
