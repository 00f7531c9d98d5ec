"""Verifying the audit trail: every entry, chain and anchor; the first bad entry is named."""

import hmac
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from caseapp.audit.models import Chain, Entry, TrailAnchor, set_members
from caseapp.audit.rules import CHAIN_START, Act, entry_content, entry_mac
from caseapp.audit.trail import heads
from caseapp.clock import now
from caseapp.db import UtcDateTime, db, transaction
from caseapp.db.sealing import key_ring

BATCH = 5000
COUNTED = "entries"
SPARE = timedelta(days=1)
ACCOUNTS = sa.table("users", sa.column("created_at", UtcDateTime))  # their package stands above this one
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


@dataclass
class Verdict:
    """How many entries were read, and what is wrong, in sentences."""

    entries: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify() -> Verdict:
    """Read the whole trail and recompute every code."""
    verdict = Verdict()
    ends: dict[str, tuple[int, str, bool]] = {}
    expected: list[tuple[str, str, int, str]] = []
    broken: set[UUID] = set()
    chain: UUID | None = None
    seq, mac = -1, CHAIN_START
    for entry, clients in _entries():
        verdict.entries += 1
        if entry.chain_id != chain:
            chain, seq, mac = entry.chain_id, -1, CHAIN_START
        if chain in broken:
            continue
        fault = _fault_of(entry, clients, seq, mac)
        if fault:
            verdict.faults.append(fault)
            broken.add(entry.chain_id)
            continue
        seq, mac = entry.seq, entry.mac
        ends[entry.chain_id.hex] = (seq, mac.hex(), entry.act == Act.CHAIN_CLOSED)
        if entry.act == Act.CHAIN_OPENED:
            tails = json.loads(json.loads(entry.detail)["tails"])
            expected += [(f"entry {entry.id}", other, *tail) for other, tail in tails.items()]
    expected += _anchored(verdict)
    verdict.faults += _missing(expected, ends, broken)
    verdict.faults += _unclosed(ends, broken)
    verdict.faults += _wiped(verdict.entries)
    return verdict


@transaction
def anchor() -> dict[str, list[Any]]:
    """Record the heads of all open chains and the number of entries, authenticated, in the database and in a file
    outside it."""
    found = heads()
    moment = now()
    entries = db.session.scalar(sa.select(sa.func.count()).select_from(Entry))
    text = json.dumps({**found, COUNTED: entries}, sort_keys=True)
    mac = _anchor_mac(moment.isoformat(timespec="microseconds"), text)
    db.session.add(TrailAnchor(at=moment, heads=text, mac=mac))
    path = Path(current_app.config["ANCHOR_FILE"])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        line = {"at": moment.isoformat(timespec="microseconds"), "heads": text, "mac": mac.hex()}
        file.write(json.dumps(line) + "\n")
    path.chmod(0o600)
    return found


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


def _fault_of(entry: Any, clients: list[UUID], seq: int, mac: bytes) -> str | None:
    if entry.seq != seq + 1:
        return f"entry {entry.id} is number {entry.seq} of its chain; number {seq + 1} is missing"
    if seq == -1 and entry.act != Act.CHAIN_OPENED:
        return f"entry {entry.id} begins a chain that was never opened"
    right = entry_mac(key_ring().trail, mac, entry_content(entry, clients))
    if not hmac.compare_digest(right, entry.mac):
        return f"entry {entry.id} of {entry.at:%Y-%m-%d %H:%M:%S} UTC was changed"
    return None


def _anchored(verdict: Verdict) -> list[tuple[str, str, int, str]]:
    """The heads that the anchors in the database and in the file attest."""
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
    expected: list[tuple[str, str, int, str]] = []
    for where, anchors in (("in the database", stored), ("in the file", outside)):
        for at, text, mac in anchors:
            if not hmac.compare_digest(_anchor_mac(at, text).hex(), mac):
                verdict.faults.append(f"the anchor of {at} {where} was changed")
                continue
            attested = json.loads(text)
            counted = attested.pop(COUNTED, 0)
            if counted > verdict.entries:
                verdict.faults.append(
                    f"the anchor of {at} {where} counted {counted} entries, and there are {verdict.entries}"
                )
            expected += [(f"the anchor of {at} {where}", chain, *head) for chain, head in attested.items()]
    return expected


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


def _missing(
    expected: list[tuple[str, str, int, str]], ends: dict[str, tuple[int, str, bool]], broken: set[UUID]
) -> list[str]:
    """Chains that end before an entry that was attested."""
    faults = []
    hidden = {chain.hex for chain in broken}
    for who, chain, seq, mac in expected:
        if chain in hidden:
            continue
        end = ends.get(chain)
        if end is None or end[0] < seq:
            faults.append(f"chain {chain} ends before its entry number {seq}, for which {who} vouches")
        elif end[0] == seq and end[1] != mac:
            faults.append(f"entry number {seq} of chain {chain} is not the one for which {who} vouches")
    return faults


def _unclosed(ends: dict[str, tuple[int, str, bool]], broken: set[UUID]) -> list[str]:
    """Chains that are marked as closed, but whose closing entry is missing."""
    closed = db.session.scalars(sa.select(Chain.id).where(Chain.closed_at.is_not(None)))
    return [
        f"chain {chain.hex} was closed, but its last entries are missing"
        for chain in closed
        if chain not in broken and not ends.get(chain.hex, (0, "", False))[2]
    ]


def _anchor_mac(at: str, heads_text: str) -> bytes:
    return entry_mac(key_ring().trail, b"anchor", {"at": at, "heads": heads_text})
