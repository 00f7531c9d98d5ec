"""Writing the audit trail: each writer has its own chain, and an entry is committed with the change it records."""

import json
import os
import threading
from collections.abc import Collection, Iterable
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, current_app, has_request_context, request
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from caseapp.access import Viewer
from caseapp.audit.models import Chain, Entry, client_sets, set_members
from caseapp.audit.rules import BEFORE, CHAIN_START, Act, client_set_id, entry_content, entry_mac, key_name
from caseapp.clock import now
from caseapp.db import db, transaction
from caseapp.db.base import is_kept
from caseapp.db.keys.installation import Installation, hold_current_keys, trail_check
from caseapp.db.sealing import key_ring
from caseapp.errors import Unavailable

PENDING = "trail_pending"
ENTRIES = Entry.metadata.tables["trail_entries"]
WRITES_NOW = sa.select(Installation.trail_check).limit(1).scalar_subquery()
INSERT_ENTRY, INSERT_MEMBERS = sa.insert(ENTRIES).returning(WRITES_NOW), sa.insert(set_members)
MOST_SETS = 5000


class ChainWriter(threading.local):
    """This thread's chain and its head: the last committed sequence number and authentication code; and the key with
    which the chain is written.

    `sets` are the client sets that its chain refers to, as far as they are committed: they need not be offered again.
    Whatever casts doubt on the one casts doubt on the other: a new chain begins without known sets.
    """

    chain_id: UUID | None = None
    seq = -1
    mac = CHAIN_START
    key = b""
    process = 0
    sets: frozenset[bytes] = frozenset()


class _Pending(NamedTuple):
    """An entry that is not committed yet: what becomes the head of its chain, and the set of its clients."""

    seq: int
    mac: bytes
    set_id: bytes | None


def init_trail(app: Flask) -> None:
    """Give the application a writer for each of its threads."""
    app.extensions["trail"] = ChainWriter()
    if not event.contains(db.session, "after_commit", _advance):
        event.listen(db.session, "after_commit", _advance)
        event.listen(db.session, "after_soft_rollback", _abandon_chain)


def record(
    what: Act,
    by: Viewer | None,
    *,
    about: Any = None,
    clients: Iterable[UUID] = (),
    **detail: str | int | bool | None,
) -> None:
    """Add an entry inside a transaction: it is committed with the change or not at all.

    `about` is the row that was acted on; `clients` are those whose records are concerned; `detail` holds
    words and numbers of the system, never a name and never clinical text.
    """
    _append(own_chain(), what, by, about, clients, detail)


@transaction
def record_alone(what: Act, by: Viewer | None, **rest: Any) -> None:
    """An entry in a transaction of its own: a reading, a refusal, a failed sign-in."""
    record(what, by, **rest)


def record_reading(viewer: Viewer, page: str, clients: Iterable[UUID], what: Act = Act.READ, **detail: Any) -> None:
    """Record which clients a page shows, before it is sent; `Unavailable` where that cannot be recorded."""
    try:
        record_alone(what, viewer, clients=clients, page=page, **detail)
    except (SQLAlchemyError, OSError) as fault:
        raise Unavailable("the trail cannot be written") from fault


def own_chain() -> ChainWriter:
    """This thread's chain, opened inside a transaction if it has none yet."""
    writer: ChainWriter = current_app.extensions["trail"]
    if writer.chain_id is None or writer.process != os.getpid():
        _open_chain(writer)
    return writer


def take_key(writer: ChainWriter, key: bytes, **detail: str | int) -> None:
    """The chain goes on with another key, by an entry that both have signed."""
    before, writer.key = writer.key, key
    _append(writer, Act.TRAIL_KEY_CHANGED, None, None, (), {**detail, "key": key_name(key)}, before)


def close_chain(app: Flask) -> None:
    """Close this process's chain when the process stops."""
    writer: ChainWriter = app.extensions["trail"]
    if writer.chain_id is None or writer.process != os.getpid():
        return
    with app.app_context():
        _close(writer)


@transaction
def _close(writer: ChainWriter) -> None:
    _take_current_key(writer, db.session.scalar(sa.select(Installation.trail_check)))
    closed_with = b""
    while closed_with != writer.key:  # what says that the key has just been changed follows the entry that closes
        closed_with = writer.key
        _append(writer, Act.CHAIN_CLOSED, None, None, (), {})
    db.session.execute(sa.update(Chain).where(Chain.id == writer.chain_id).values(closed_at=now()))
    writer.chain_id = None


def heads() -> dict[str, list[Any]]:
    """The last entry of each chain that is not closed: sequence number and code."""
    of_chain = sa.orm.aliased(Entry)
    last = sa.select(sa.func.max(of_chain.seq)).where(of_chain.chain_id == Chain.id).scalar_subquery()
    found = (
        sa.select(Entry.chain_id, Entry.seq, Entry.mac)
        .join(Chain, sa.and_(Chain.id == Entry.chain_id, Entry.seq == last))
        .where(Chain.closed_at.is_(None))
    )
    return {row.chain_id.hex: [row.seq, row.mac.hex()] for row in db.session.execute(found)}


def _open_chain(writer: ChainWriter) -> None:
    tails = heads()
    chain = Chain(opened_at=now())
    db.session.add(chain)
    db.session.flush()
    writer.chain_id, writer.seq, writer.mac, writer.process = chain.id, -1, CHAIN_START, os.getpid()
    writer.sets, writer.key = frozenset(), key_ring().trail
    db.session.info["trail_opened"] = True
    _append(writer, Act.CHAIN_OPENED, None, None, (), {"tails": json.dumps(tails)})


def _append(
    writer: ChainWriter,
    what: Act,
    by: Viewer | None,
    about: Any,
    clients: Iterable[UUID],
    detail: dict[str, Any],
    before: bytes = b"",
) -> None:
    """Add an entry; where it changes the key, the one from `before` signs it too. Storing it tells which key writes
    the trail now: a chain that was written with another one goes on with that one at once."""
    pending: list[_Pending] = db.session.info.setdefault(PENDING, [])
    seq, mac = pending[-1][:2] if pending else (writer.seq, writer.mac)
    concerned = set(clients)
    entry: dict[str, Any] = {
        "id": uuid7(),
        "chain_id": writer.chain_id,
        "seq": seq + 1,
        "at": now(),
        "actor_id": by.id if by else None,
        "act": what,
        "subject": about.__tablename__ if about is not None else None,
        "subject_id": about.id if about is not None else None,
        "detail": _text_of(detail),
        "address": request.remote_addr if has_request_context() else None,
        "client_set_id": _keep_set(writer, concerned) if concerned else None,
    }
    if before:
        signed = entry_mac(before, mac, entry_content(SimpleNamespace(**entry), concerned))
        entry["detail"] = _text_of({**detail, BEFORE: signed.hex()})
    entry["mac"] = entry_mac(writer.key, mac, entry_content(SimpleNamespace(**entry), concerned))
    pending.append(_Pending(entry["seq"], entry["mac"], entry["client_set_id"]))
    stored = db.session.execute(INSERT_ENTRY, entry)
    if not before:
        _take_current_key(writer, stored.scalar())


def _take_current_key(writer: ChainWriter, current: bytes | None) -> None:
    if current is not None and current != trail_check(writer.key):
        hold_current_keys(key_ring())
        take_key(writer, key_ring().trail)


def _text_of(detail: dict[str, Any]) -> str:
    return json.dumps({k: v for k, v in detail.items() if v is not None}, sort_keys=True)


def _keep_set(writer: ChainWriter, clients: Collection[UUID]) -> bytes:
    """The id of this set of clients, which is stored now if nobody did before.

    Whoever stores the set's row stores its members in the same transaction; another writer of the same set waits at
    that row until it is committed, or becomes the one who stores it.
    """
    set_id = client_set_id(clients)
    if set_id in writer.sets:
        return set_id
    if is_kept(client_sets, "id", {"id": set_id}):
        members = [{"set_id": set_id, "client_id": client} for client in sorted(clients)]
        db.session.execute(INSERT_MEMBERS, members)
    return set_id


def _advance(session: Session) -> None:
    pending = session.info.pop(PENDING, [])
    session.info.pop("trail_opened", None)
    if pending:
        writer: ChainWriter = current_app.extensions["trail"]
        writer.seq, writer.mac = pending[-1][:2]
        added = {each.set_id for each in pending if each.set_id and each.set_id not in writer.sets}
        if added:
            kept = writer.sets if len(writer.sets) < MOST_SETS else frozenset()
            writer.sets = kept | added


def _abandon_chain(session: Session, previous: Any) -> None:
    """After a rollback it is unknown what was committed: the next entry begins a new chain."""
    if session.info.pop(PENDING, []) and current_app:
        current_app.extensions["trail"].chain_id = None
    session.info.pop("trail_opened", None)
