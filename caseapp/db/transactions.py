"""One action, one transaction. The only module that commits."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from flask import current_app, g, has_request_context
from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.orm.exc import StaleDataError

from caseapp.db.base import Base, Versioned, db
from caseapp.errors import Conflict, Unavailable
from caseapp.host_turns import HostTurn

P = ParamSpec("P")
R = TypeVar("R")

WRITING = "writing"
ALSO = "also"
COMMAND_WAIT = 60  # seconds; nobody looks at an empty page meanwhile
is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)


def transaction(function: Callable[P, R]) -> Callable[P, R]:
    """Run an action in a write transaction. Inside another action it is part of that one, which commits."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with writing():
            return function(*args, **kwargs)

    return wrapped


@contextmanager
def writing(patience: float | None = None) -> Iterator[None]:
    """A write transaction, or a part of one that is already open. `Unavailable` after so many seconds of waiting for
    other writers."""
    session = db.session()
    if session.info.get(WRITING):
        yield
        return
    session.commit()
    session.info[WRITING] = True
    token = is_writing.set(True)
    try:
        with write_lock(patience):
            try:
                yield
                if also := session.info.pop(ALSO, None):
                    also()
                session.commit()
            except StaleDataError:
                session.rollback()
                raise Conflict from None
            except BaseException:
                session.rollback()
                raise
    finally:
        is_writing.reset(token)
        session.info.pop(WRITING, None)


@contextmanager
def together_with(change: Callable[[], None] | None) -> Iterator[None]:
    """Have the action inside make this change too, in its own transaction."""
    session = db.session()
    session.info[ALSO] = change
    try:
        yield
        if session.info.get(ALSO):
            with writing():  # the action had nothing to write
                pass
    finally:
        session.info.pop(ALSO, None)


@contextmanager
def reading() -> Iterator[None]:
    """A part of a command that only reads; its transaction ends with it."""
    try:
        yield
    finally:
        db.session.rollback()


@contextmanager
def write_lock(patience: float | None) -> Iterator[None]:
    """Writers to SQLite take turns by a lock of the operating system, because SQLite's own waiting is unfair."""
    path = current_app.config.get("WRITE_LOCK")
    if not path:
        yield
        return
    turn, began = HostTurn(path), time.perf_counter()
    try:
        turn.take(_patience_left() if patience is None else patience)
    except TimeoutError:
        raise Unavailable("other writers kept the store busy") from None
    except OSError as fault:
        raise Unavailable(f"the write lock: {fault.strerror}") from None
    finally:
        if has_request_context():
            g.waited_to_write = g.get("waited_to_write", 0.0) + time.perf_counter() - began
    try:
        yield
    finally:
        turn.give_back()


def _patience_left() -> float:
    """A page that writes several times waits no longer in all than one that writes once."""
    if not has_request_context():
        return COMMAND_WAIT
    left: float = current_app.config["WRITE_WAIT"] - g.get("waited_to_write", 0.0)
    return max(0.0, left)


def writing_afresh() -> AbstractContextManager[None]:
    """A write transaction that may wait as long as if nothing had been waited for before."""
    return writing(current_app.config["WRITE_WAIT"])


def wait_for_writers(table: type[Base]) -> None:
    """Inside a transaction: wait until nobody else is writing to the table, and let nobody until the end of it. On
    SQLite there is only one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text(f"SET LOCAL lock_timeout = '{COMMAND_WAIT}s'"))
        db.session.execute(sa.text(f"LOCK TABLE {table.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def expect_version(row: Versioned, version: int | None) -> None:
    """`Conflict` where the person edited an older version than the stored one."""
    if version != row.version:
        raise Conflict(row)


def changed_rows(statement: Update | Delete) -> int:
    """Execute a bulk update or delete inside a transaction; returns how many rows it changed."""
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount
