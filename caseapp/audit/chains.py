"""Reading the trail chain by chain: every code is recomputed, and what entries say of other chains is gathered."""

import hmac
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.audit.models import Entry, Purged, set_members
from caseapp.audit.rules import BEFORE, CHAIN_START, Act, entry_content, entry_mac, key_name
from caseapp.db import db
from caseapp.db.sealing import key_ring

BATCH = 5000
ENTRY = (
    Entry.id,
    Entry.chain_id,
    Entry.seq,
    Entry.at,
    Entry.actor_id,
    sa.cast(Entry.act, sa.String).label("act"),
    Entry.subject,
    Entry.subject_id,
    Entry.detail,
    Entry.address,
    Entry.mac,
    Entry.client_set_id,
)

IS_REMOVED = sa.exists().where(Purged.chain_id == Entry.chain_id, Purged.seq >= Entry.seq)
"""That a purge has signed for the entry; its row may still be there."""

KeysOfChains = dict[UUID, dict[int, str]]
"""For each chain from which entry on it was written with which key."""


class End(NamedTuple):
    """The last entry of a chain."""

    seq: int
    mac: bytes
    is_closed: bool
    key_name: str


class Said(NamedTuple):
    """What an entry says of other chains, and the key that signed it."""

    entry_id: UUID
    detail: dict[str, Any]
    key_name: str


@dataclass
class Chains:
    """What was read: the number of entries, the end of each chain, and what was said of chains in entries of a kind."""

    entries: int = 0
    faults: list[str] = field(default_factory=list)
    ends: dict[UUID, End] = field(default_factory=dict)
    broken: set[UUID] = field(default_factory=set)
    said: dict[Act, list[Said]] = field(default_factory=lambda: defaultdict(list))
    keys: KeysOfChains = field(default_factory=lambda: defaultdict(dict))


class _Chain:
    """One chain while it is read."""

    def __init__(self, chain_id: UUID, removed: End | None) -> None:
        self.id = chain_id
        self.seq, self.mac = (removed.seq, removed.mac) if removed else (-1, CHAIN_START)
        keys = {key_name(key): key for key in key_ring().trails}
        named = (removed.key_name if removed else "") or None
        self.keys = {name: key for name, key in keys.items() if named in (None, name)}
        self.all_keys = keys

    def fault_of(self, entry: Any, clients: list[UUID]) -> str | None:
        """What is wrong with the chain's next entry."""
        if entry.seq != self.seq + 1:
            return f"entry {entry.id} is number {entry.seq} of its chain; number {self.seq + 1} is missing"
        if self.seq == -1 and entry.act != Act.CHAIN_OPENED:
            return f"entry {entry.id} begins a chain that was never opened"
        content = entry_content(entry, clients)
        if entry.act == Act.TRAIL_KEY_CHANGED:
            self._take_key(content)
        fitting = (name for name, key in self.keys.items() if _is_by(key, self.mac, content, entry.mac))
        name = next(fitting, None)
        if name is None:
            return f"entry {entry.id} of {entry.at:%Y-%m-%d %H:%M:%S} UTC was changed"
        self.keys = {name: self.keys[name]}
        self.seq, self.mac = entry.seq, entry.mac
        return None

    def _take_key(self, content: dict[str, Any]) -> None:
        """From here on only the later key fits, if the one from before has signed it."""
        detail = json.loads(content["detail"])
        signed = bytes.fromhex(detail.pop(BEFORE, ""))
        without = content | {"detail": json.dumps(detail, sort_keys=True)}
        order, wanted = list(self.all_keys), str(detail.get("key"))
        before = [name for name, key in self.keys.items() if _is_by(key, self.mac, without, signed)]
        is_later = before and wanted in order and order.index(before[0]) < order.index(wanted)
        self.keys = {wanted: self.all_keys[wanted]} if is_later else {}


def read_chains() -> Chains:
    """Read all that was not removed by a purge; the first bad entry of each chain is named."""
    removed = removed_ends()
    read, chain = Chains(ends=dict(removed)), None
    for entry, clients in _entries():
        if entry.chain_id in removed and entry.seq <= removed[entry.chain_id].seq:
            continue  # of a purge that was cut short
        read.entries += 1
        if chain is None or chain.id != entry.chain_id:
            chain = _Chain(entry.chain_id, removed.get(entry.chain_id))
        if chain.id in read.broken:
            continue
        if fault := chain.fault_of(entry, clients):
            read.faults.append(fault)
            read.broken.add(chain.id)
            continue
        (name,) = chain.keys
        if name not in read.keys[chain.id].values():
            read.keys[chain.id][entry.seq] = name
        read.ends[chain.id] = End(entry.seq, entry.mac, entry.act == Act.CHAIN_CLOSED, name)
        if entry.act in (Act.CHAIN_OPENED, Act.TRAIL_KEY_CHANGED, Act.TRAIL_PURGED):
            read.said[Act(entry.act)].append(Said(entry.id, json.loads(entry.detail), name))
    return read


def removed_ends() -> dict[UUID, End]:
    """How far each chain was removed."""
    of = Purged
    found = sa.select(of.chain_id, of.seq, of.mac, of.is_closed, of.key_name).order_by(of.seq)
    return {row.chain_id: End(*row[1:]) for row in db.session.execute(found)}


def key_at(keys: dict[int, str], seq: int) -> str:
    """The name of the key that wrote the entry of that number."""
    return keys[max(first for first in keys if first <= seq)]


def _is_by(key: bytes, previous: bytes, content: dict[str, Any], mac: bytes) -> bool:
    return hmac.compare_digest(entry_mac(key, previous, content), mac)


def _entries() -> Iterator[tuple[Any, list[UUID]]]:
    """All entries, chain by chain in their order, each with its clients, in bounded memory."""
    last: tuple[UUID, int] | None = None
    while True:
        batch = sa.select(*ENTRY).order_by(Entry.chain_id, Entry.seq).limit(BATCH)
        if last:
            batch = batch.where(
                sa.or_(Entry.chain_id > last[0], sa.and_(Entry.chain_id == last[0], Entry.seq > last[1]))
            )
        rows = db.session.execute(batch).all()
        if not rows:
            return
        members: dict[bytes | None, list[UUID]] = defaultdict(list)
        sets = sa.select(batch.subquery().c.client_set_id)
        for member in db.session.execute(sa.select(set_members).where(set_members.c.set_id.in_(sets))):
            members[member.set_id].append(member.client_id)
        for row in rows:
            yield row, members.get(row.client_set_id, [])
        last = (rows[-1].chain_id, rows[-1].seq)
