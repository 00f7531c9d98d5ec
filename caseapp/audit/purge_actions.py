"""Removing old entries of the trail: whole beginnings of chains, in the place of which a signed entry stands."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from caseapp.audit.attested_queries import old_chains, purged_digest
from caseapp.audit.chains import KeysOfChains, key_at, removed_ends
from caseapp.audit.models import Entry, Purged
from caseapp.audit.rules import Act
from caseapp.audit.trail import record
from caseapp.audit.verify import verify
from caseapp.db import changed_rows, db, transaction
from caseapp.errors import RuleBroken

STEP = 5000  # a step holds the write lock for a moment


def purge(before: datetime) -> int:
    """Remove all entries from before that instant; return how many that were. Killed in the middle it is done again.

    `RuleBroken` where the trail is not whole: what is wrong could not be seen any more afterwards.
    """
    _delete_removed()
    verdict = verify()
    if not verdict.is_whole:
        raise RuleBroken(f"The trail is not intact, and nothing was removed: {verdict.faults[0]}")
    number = _sign(before, verdict.keys)
    _delete_removed()
    return number


@transaction
def _sign(before: datetime, keys: KeysOfChains) -> int:
    """From here on the entries do not count any more, whether their rows are gone yet or not."""
    old = old_chains(before)
    if not old:
        return 0
    of, purged = Entry, Purged
    purge_number = (db.session.scalar(sa.select(sa.func.max(purged.purge))) or 0) + 1
    for chain in old:
        mac, act = db.session.execute(
            sa.select(of.mac, of.act).where(of.chain_id == chain.chain_id, of.seq == chain.seq)
        ).one()
        row = Purged(purge=purge_number, chain_id=chain.chain_id, seq=chain.seq, mac=mac)
        row.key_name, row.is_closed = key_at(keys[chain.chain_id], chain.seq), act is Act.CHAIN_CLOSED
        db.session.add(row)
    db.session.flush()
    number = sum(chain.number for chain in old)
    record(
        Act.TRAIL_PURGED,
        None,
        purge=purge_number,
        until=before.isoformat(timespec="seconds"),
        entries=number,
        chains=len(old),
        digest=purged_digest(),
    )
    return number


def _delete_removed() -> None:
    for chain_id, end in removed_ends().items():
        while _delete_some(chain_id, end.seq):
            pass


@transaction
def _delete_some(chain_id: UUID, seq: int) -> int:
    of = Entry
    some = sa.select(of.id).where(of.chain_id == chain_id, of.seq <= seq).limit(STEP)
    return changed_rows(sa.delete(of).where(of.id.in_(some)))
