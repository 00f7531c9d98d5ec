"""Verifying the audit trail: every entry, chain, change of the key, purge and anchor; the first bad entry is named."""

import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from caseapp.audit.attested_queries import ended_digest, purged_digest
from caseapp.audit.chains import IS_REMOVED, Chains, End, KeysOfChains, read_chains, removed_ends
from caseapp.audit.models import Chain, Entry, TrailAnchor
from caseapp.audit.rules import Act, entry_mac, key_name
from caseapp.audit.trail import heads
from caseapp.clock import now
from caseapp.db import UtcDateTime, db, transaction
from caseapp.db.sealing import key_ring

COUNTED = "entries"
SPARE = timedelta(days=1)
ACCOUNTS = sa.table("users", sa.column("created_at", UtcDateTime))  # their package stands above this one


@dataclass
class Verdict:
    """How many entries were read, what is wrong, in sentences, with which keys the chains were written, and one hash of
    all that was removed before."""

    entries: int = 0
    faults: list[str] = field(default_factory=list)
    keys: KeysOfChains = field(default_factory=dict)
    purged: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


class Attested(NamedTuple):
    """That a chain has at least this entry, and what vouches for it."""

    who: str
    chain: UUID
    seq: int
    mac: str


def verify() -> Verdict:
    """Read the whole trail as of one instant and recompute every code. The session must hold no changes."""
    db.session.rollback()
    began_at = now()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    read = read_chains()
    verdict = Verdict(read.entries, read.faults, read.keys, purged_digest())
    removed = removed_ends()
    number = read.entries + sum(end.seq + 1 for end in removed.values())
    for act in (Act.CHAIN_OPENED, Act.TRAIL_KEY_CHANGED):
        for said in read.said[act]:
            tails = json.loads(said.detail.get("tails", "{}"))
            verdict.faults += _missing(read, [_attested(f"entry {said.entry_id}", *tail) for tail in tails.items()])
    verdict.faults += _missing(read, _anchored(verdict, number, began_at))
    verdict.faults += _unclosed(read)
    verdict.faults += _written_with_an_old_key(read, removed)
    verdict.faults += _purged_otherwise(read, removed, verdict.purged)
    verdict.faults += [] if removed else _wiped(verdict.entries)
    return verdict


@transaction
def anchor() -> dict[str, list[Any]]:
    """Record the heads of all open chains and the number of entries, authenticated, in the database and in a file
    outside it."""
    found = heads()
    entries = db.session.scalar(sa.select(sa.func.count()).select_from(Entry).where(~IS_REMOVED)) or 0
    entries += sum(end.seq + 1 for end in removed_ends().values())
    moment = now()
    text = json.dumps({**found, COUNTED: entries}, sort_keys=True)
    mac = _anchor_mac(key_ring().trail, moment.isoformat(timespec="microseconds"), text)
    db.session.add(TrailAnchor(at=moment, heads=text, mac=mac))
    path = Path(current_app.config["ANCHOR_FILE"])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        line = {"at": moment.isoformat(timespec="microseconds"), "heads": text, "mac": mac.hex()}
        file.write(json.dumps(line) + "\n")
    path.chmod(0o600)
    return found


def _anchored(verdict: Verdict, number: int, began_at: datetime) -> list[Attested]:
    """The heads that the anchors in the database and in the file attest. One that was made since then attests also
    what was not read."""
    stored = [
        (row.at.isoformat(timespec="microseconds"), row.heads, row.mac.hex())
        for row in db.session.execute(
            sa.select(TrailAnchor.at, TrailAnchor.heads, TrailAnchor.mac).order_by(TrailAnchor.at)
        )
    ]
    path = Path(current_app.config["ANCHOR_FILE"])
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if path.exists() and not lines:
        verdict.faults.append(f"the anchor file {path} is empty")
    outside = [_anchor_of(line) for line in lines if line.strip()]
    expected: list[Attested] = []
    for where, anchors in (("in the database", stored), ("in the file", outside)):
        for at, text, mac in anchors:
            if not any(hmac.compare_digest(_anchor_mac(key, at, text).hex(), mac) for key in key_ring().trails):
                verdict.faults.append(f"the anchor of {at} {where} was changed")
                continue
            if datetime.fromisoformat(at) > began_at:
                continue
            attested = json.loads(text)
            counted = attested.pop(COUNTED, 0)
            if counted > number:
                verdict.faults.append(f"the anchor of {at} {where} counted {counted} entries, and there are {number}")
            expected += [_attested(f"the anchor of {at} {where}", *head) for head in attested.items()]
    return expected


def _attested(who: str, chain: str, end: list[Any]) -> Attested:
    return Attested(who, UUID(chain), *end)


def _anchor_of(line: str) -> tuple[str, str, str]:
    """Time, heads and code of a line of the anchor file; what is none has no code that is right."""
    try:
        found = json.loads(line)
        return str(found["at"]), str(found["heads"]), str(found["mac"])
    except (ValueError, KeyError, TypeError):
        return "an unknown time", "", ""


def _wiped(entries: int) -> list[str]:
    """What the accounts say of a trail that was taken away with its anchors: whoever is added is in it."""
    first_at = db.session.scalar(sa.select(sa.func.min(ACCOUNTS.c.created_at)))
    if first_at is None:
        return []
    if not entries:
        return [f"there are no entries at all, though there are accounts since {first_at:%Y-%m-%d}"]
    begins_at = db.session.scalar(sa.select(sa.func.min(Entry.at)))
    if begins_at is not None and begins_at > first_at + SPARE:
        return [f"the trail begins on {begins_at:%Y-%m-%d}, though there are accounts since {first_at:%Y-%m-%d}"]
    return []


def _missing(read: Chains, expected: list[Attested]) -> list[str]:
    """Chains that end before an entry that was attested."""
    faults = []
    for who, chain, seq, mac in expected:
        if chain in read.broken:
            continue
        end = read.ends.get(chain)
        if end is None or end.seq < seq:
            faults.append(f"chain {chain.hex} ends before its entry number {seq}, for which {who} vouches")
        elif end.seq == seq and end.mac.hex() != mac:
            faults.append(f"entry number {seq} of chain {chain.hex} is not the one for which {who} vouches")
    return faults


def _unclosed(read: Chains) -> list[str]:
    """Chains that are marked as closed, but whose closing entry is missing."""
    closed = db.session.scalars(sa.select(Chain.id).where(Chain.closed_at.is_not(None)))
    return [
        f"chain {chain.hex} was closed, but its last entries are missing"
        for chain in closed
        if chain not in read.broken and not (chain in read.ends and read.ends[chain].is_closed)
    ]


def _written_with_an_old_key(read: Chains, removed: dict[UUID, End]) -> list[str]:
    """Chains that end with a key that was replaced, and that the change of the key does not know like that: whoever
    still has that key can write such ones."""
    order = {key_name(key): number for number, key in enumerate(key_ring().trails)}
    if unknown := [chain.hex for chain, end in removed.items() if end.key_name not in order]:
        return [f"chain {chain} was removed with a key that this installation does not have" for chain in unknown]
    if read.broken:
        return []
    newest = max((order[end.key_name] for end in read.ends.values()), default=0)
    changes = [said for said in read.said[Act.TRAIL_KEY_CHANGED] if "tails" in said.detail]
    is_known = any(order[said.key_name] == newest for said in changes)
    remain = {chain: end for chain, end in read.ends.items() if removed.get(chain) != end}
    if not is_known and any(order[end.key_name] < newest for end in remain.values()):
        return ["the key of the trail was changed, and the entry that vouches for what was before is missing"]
    faults: list[str] = []
    for said in changes:
        tails = {UUID(chain): tail for chain, tail in json.loads(said.detail["tails"]).items()}
        old = {chain: end for chain, end in read.ends.items() if order[end.key_name] < order[said.key_name]}
        for chain, end in old.items():
            if chain in tails and [end.seq, end.mac.hex()] != tails[chain]:
                faults.append(f"chain {chain.hex} goes on with a key that entry {said.entry_id} has replaced")
        ended = {chain: end for chain, end in old.items() if chain not in tails}
        if ended_digest(ended) != said.detail["ended"]:
            faults.append(f"the chains that had ended before entry {said.entry_id} are not those that it vouches for")
    return faults


def _purged_otherwise(read: Chains, removed: dict[UUID, End], digest: str) -> list[str]:
    """Removed chains that the newest purge has not signed like that."""
    if not removed:
        return []
    newest = max(read.said[Act.TRAIL_PURGED], key=lambda said: int(said.detail["purge"]), default=None)
    if newest is None:
        return ["entries were removed, and the entry that signs for it is missing"]
    if newest.detail["digest"] != digest:
        return [f"what was removed from the trail is not what entry {newest.entry_id} has signed"]
    return []


def _anchor_mac(key: bytes, at: str, heads_text: str) -> bytes:
    return entry_mac(key, b"anchor", {"at": at, "heads": heads_text})
