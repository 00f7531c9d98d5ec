"""Guards for every statement: nothing about clients is read unscoped or changed without a trail entry."""

from typing import Any, NamedTuple, cast
from weakref import ref

import sqlalchemy as sa
from flask import g, has_request_context
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BindParameter

from caseapp.db.base import CONFIDENTIAL, PlainSession, db
from caseapp.db.prepared import NARROWED
from caseapp.db.stamps import forget_stamps, note_rows, note_statement, renew_stamps

CHANGED = "changed_confidential"
TRAILED = "trail_entries"
JUDGED = "_judged"


MOST_SHAPES = 5000


class _Shape(NamedTuple):
    """What a statement is about, alike for all statements that SQLAlchemy compiles once."""

    is_about_clients: bool
    is_narrowed: bool
    writes_trail: bool


_shapes: dict[Any, _Shape] = {}


class UnscopedQuery(Exception):
    """A statement about clients that no visibility function has narrowed."""


class UntrailedChange(Exception):
    """A commit that changes records about clients without a trail entry."""


def install_query_guards() -> None:
    """Attach the guards to the session, once."""
    PlainSession.watched = staticmethod(_watch_columns)
    if event.contains(db.session, "do_orm_execute", _watch_statement):
        return
    event.listen(db.session, "do_orm_execute", _watch_statement)
    event.listen(db.session, "before_flush", _watch_flush)
    event.listen(db.session, "after_flush", note_rows)
    event.listen(db.session, "before_commit", _watch_commit)
    event.listen(db.session, "after_soft_rollback", _forget)
    event.listen(db.session, "after_soft_rollback", forget_stamps)
    event.listen(db.session, "after_commit", _forget_committed)


def _watch_statement(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load:
        return
    shape = _shape_of(state.statement)
    if shape.writes_trail:
        state.session.info[TRAILED] = state.session.info.get(TRAILED, 0) + 1
    if not shape.is_about_clients:
        return
    if not state.is_select:
        note_statement(state)
    if state.is_insert:
        state.session.info[CHANGED] = True
        return
    _ensure_narrowed(state.statement, shape)
    if state.is_update or state.is_delete:
        state.session.info[CHANGED] = True
    elif has_request_context():
        g.read_of_clients = True


def _watch_columns(statement: Any) -> None:
    """The same for a SELECT that the ORM does not see."""
    shape = _shape_of(statement)
    if shape.is_about_clients:
        _ensure_narrowed(statement, shape)
        if has_request_context():
            g.read_of_clients = True


def _ensure_narrowed(statement: Any, shape: _Shape) -> None:
    if not shape.is_narrowed:
        raise UnscopedQuery(f"not narrowed to a viewer's clients: {str(statement)[:200]}")


def _shape_of(statement: Any) -> _Shape:
    """The shape of a statement; kept with it, because the same one runs for each request. A statement that is made of
    another one takes along what was kept there, which is why it says of which one it was said."""
    judged = vars(statement).get(JUDGED)
    if judged and judged[0]() is statement:
        return cast(_Shape, judged[1])
    shape = _known_shape(statement)
    vars(statement)[JUDGED] = (ref(statement), shape)
    return shape


def _known_shape(statement: Any) -> _Shape:
    """Walk a statement once for each shape; walking each one again took longer than many of them run."""
    key = statement._generate_cache_key()
    if key is None:
        return _walk(statement)
    known = _shapes.get(key.key)
    if known is None:
        if len(_shapes) >= MOST_SHAPES:
            _shapes.clear()
        known = _shapes[key.key] = _walk(statement)
    return known


def _walk(statement: Any) -> _Shape:
    parts = statement.selects if isinstance(statement, sa.CompoundSelect) else [statement]
    about_clients = [part for part in parts if _is_about_clients(part)]
    table = statement.table if isinstance(statement, sa.Insert) else None
    writes_trail = isinstance(table, sa.Table) and bool(table.info.get("trail"))
    return _Shape(bool(about_clients), all(_is_narrowed(part) for part in about_clients), writes_trail)


def _is_about_clients(statement: Any) -> bool:
    return any(
        isinstance(element, sa.Table) and element.info.get(CONFIDENTIAL) for element in visitors.iterate(statement)
    )


def _is_narrowed(statement: Any) -> bool:
    return any(
        isinstance(element, BindParameter) and element.key.startswith(NARROWED)
        for element in visitors.iterate(statement)
    )


def _watch_flush(session: Session, context: UOWTransaction, instances: Any) -> None:
    rows = [*session.new, *(row for row in session.dirty if session.is_modified(row)), *session.deleted]
    if any(row.__table__.info.get(CONFIDENTIAL) for row in rows):
        session.info[CHANGED] = True


def _watch_commit(session: Session) -> None:
    session.flush()
    if session.info.get(CHANGED) and not session.info.get(TRAILED):
        raise UntrailedChange("records about clients changed without an entry in the trail")
    renew_stamps(session)


def _forget(session: Session, previous: Any = None) -> None:
    session.info.pop(CHANGED, None)
    session.info.pop(TRAILED, None)


def _forget_committed(session: Session) -> None:
    if session.info.get(TRAILED) and has_request_context():
        g.trail_written = True
    _forget(session)
