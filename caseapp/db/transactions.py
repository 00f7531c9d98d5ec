"""One act, one transaction. The only place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from filelock import FileLock, Timeout
from flask import current_app
from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.orm.exc import StaleDataError

from caseapp.db.base import Versioned, db
from caseapp.errors import Conflict, Unavailable

P = ParamSpec("P")
R = TypeVar("R")

WRITING = "writing"
is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)


def transaction(function: Callable[P, R]) -> Callable[P, R]:
    """A whole act: the outermost one opens the write transaction and commits it."""

    @wraps(function)
    def acting(*args: P.args, **kwargs: P.kwargs) -> R:
        with writing():
            return function(*args, **kwargs)

    return acting


@contextmanager
def writing() -> Iterator[None]:
    """The write transaction; inside another one, a part of it."""
    session = db.session()
    if session.info.get(WRITING):
        yield
        return
    session.commit()
    session.info[WRITING] = True
    token = is_writing.set(True)
    try:
        with _write_lock():
            try:
                yield
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
def reading() -> Iterator[None]:
    """A stretch of shell work that only reads; its transaction ends with it."""
    try:
        yield
    finally:
        db.session.rollback()


@contextmanager
def _write_lock() -> Iterator[None]:
    """Writers of the file database queue at an operating-system lock: SQLite's own busy wait is unfair."""
    path = current_app.config.get("WRITE_LOCK")
    if not path:
        yield
        return
    lock = FileLock(path, mode=0o600)
    try:
        lock.acquire(timeout=current_app.config["WRITE_WAIT"], poll_interval=0.002)
    except Timeout:
        raise Unavailable("other writers kept the store busy") from None
    except OSError as fault:
        raise Unavailable(f"the write lock: {fault.strerror}") from None
    try:
        yield
    finally:
        lock.release()


def expect_version(row: Versioned, version: int | None) -> None:
    """`Conflict` where the person edited an older version than the stored one."""
    if version != row.version:
        raise Conflict(row)


def changed_rows(statement: Update | Delete) -> int:
    """Carry out a bulk change inside an act; how many rows it met."""
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount
