"""A client's stamp: another number whenever a record about the client has changed.

What was worked out from the records of a client holds while the stamp is the same. Whoever remembers it reads the stamp
first and the records afterwards, in that order, and not while a transaction holds changes of its own.
"""

import secrets
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session

from caseapp.db.base import CONFIDENTIAL, Base, db

ABOUT = "about_clients"
STAMPED = "stamped_clients"
EVERYBODY = None  # a statement changed records, and does not say whose
MOST_NAMED = 500
MOST_REMEMBERED = 10_000


def new_stamp() -> int:
    """A number that no state of a client had before."""
    return secrets.randbits(62)


def about(statement: Any, client_ids: Iterable[UUID]) -> Any:
    """An INSERT, UPDATE or DELETE of records about these clients alone: without this, everybody's stamp changes."""
    return statement.execution_options(**{ABOUT: tuple(client_ids)})


def has_changes(session: Session) -> bool:
    """Whether the transaction holds changes of records whose stamps are still the old ones."""
    return STAMPED in session.info


class OfTeam(Protocol):
    """What was worked out of a client, who was in that team."""

    @property
    def team_id(self) -> UUID: ...


Frame = TypeVar("Frame")
Entry = TypeVar("Entry", bound=OfTeam)


class Memory(Generic[Frame, Entry]):
    """What a process remembers of clients by their stamps, for one frame at a time: the day, and what else holds for
    everybody."""

    def __init__(self) -> None:
        self.frames: dict[Frame, dict[UUID, Entry]] = {}

    def known_of(self, frame: Frame, present: Collection[UUID], team_ids: Collection[UUID]) -> dict[UUID, Entry]:
        """What is remembered in that frame, to be read and added to; `present` are all clients of these teams now.

        Nothing while the transaction holds changes of its own, and nothing of a former frame or where it is too much.
        """
        if has_changes(db.session()):
            return {}
        known = self.frames.get(frame)
        if known is None or len(known) > MOST_REMEMBERED:
            self.frames.clear()
            known = self.frames[frame] = {}
        forget_gone(known, present, team_ids)
        return known


def forget_gone(known: dict[UUID, Entry], present: Collection[UUID], team_ids: Collection[UUID]) -> None:
    """Keep nothing of whoever was in one of these teams and is not there any more: erased, moved, or closed. Whoever is
    in charge of a team sees all of it. Other threads change what is known meanwhile."""
    for gone in [each for each, one in list(known.items()) if one.team_id in team_ids and each not in present]:
        known.pop(gone, None)


def note_statement(state: ORMExecuteState) -> None:
    """Remember whose records a statement changes that the ORM makes no rows for."""
    _note(state.session, state.execution_options.get(ABOUT, EVERYBODY))


def note_rows(session: Session, _context: Any = None) -> None:
    """Remember whose records were written."""
    changed = [row for row in session.dirty if session.is_modified(row)]
    for row in (*session.new, *changed, *session.deleted):
        if row.__table__.info.get(CONFIDENTIAL):
            _note(session, _clients_of(row))
        elif row in changed and row.__stamps__:
            _note(session, _clients_meant(session, row))


def renew_stamps(session: Session) -> None:
    """Give the clients whose records this transaction has changed another stamp, as its last change."""
    if session.in_nested_transaction() or STAMPED not in session.info:
        return
    ids = session.info.pop(STAMPED)
    if ids is EVERYBODY or len(ids) > MOST_NAMED:
        session.connection().execute(_renewal(False), {"stamp_now": new_stamp()})
    elif ids:
        session.connection().execute(_renewal(True), {"stamp_now": new_stamp(), "stamped": list(ids)})


def forget_stamps(session: Session, previous: Any = None) -> None:
    """After the transaction; a part of one that was taken back leaves the others' changes as they are."""
    if not (previous and previous.nested):
        session.info.pop(STAMPED, None)


def _note(session: Session, client_ids: Iterable[UUID] | None) -> None:
    known = session.info.setdefault(STAMPED, set())
    if client_ids is EVERYBODY or known is EVERYBODY:
        session.info[STAMPED] = EVERYBODY
    else:
        known.update(client_ids)


def _clients_of(row: Any) -> Iterable[UUID] | None:
    """The client of a record, and the one whose it was before; everybody where that is not known."""
    state = sa.inspect(row)
    history = getattr(state.attrs, "client_id" if hasattr(row, "client_id") else "id").history
    if state.key and not (history.unchanged or history.deleted):
        return EVERYBODY
    return filter(None, history.sum())


def _clients_meant(session: Session, row: Any) -> Iterable[UUID]:
    """Those whose records count or not, by what this row now says."""
    said, table_name, key = row.__stamps__
    if not getattr(sa.inspect(row).attrs, said).history.has_changes():
        return ()
    records = Base.metadata.tables[table_name]
    return session.connection().scalars(sa.select(records.c.client_id).where(records.c[key] == row.id))


@lru_cache
def _renewal(is_of_some: bool) -> sa.Update:
    """Rows are locked in the order of their ids, so that two that change the same clients wait and do not block each
    other."""
    clients = Base.metadata.tables["clients"]
    renewed = sa.update(clients).values(stamp=sa.bindparam("stamp_now"))
    ids = sa.select(clients.c.id)
    if is_of_some:
        ids = ids.where(clients.c.id.in_(sa.bindparam("stamped", expanding=True)))
    return renewed.where(clients.c.id.in_(ids.order_by(clients.c.id).with_for_update(key_share=True)))
