"""Removing old entries of the trail: whole beginnings of chains, in the place of which a signed entry stands."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from caseapp.audit.attested_queries import is_kept, is_kept_by_store, old_chains, purged_digest
from caseapp.audit.chains import End, key_at, removed_ends
from caseapp.audit.models import Entry, Purged, client_sets, set_members
from caseapp.audit.rules import Act
from caseapp.audit.trail import record
from caseapp.audit.verify import Verdict, verify
from caseapp.db import changed_rows, db, transaction, wait_for_writers
from caseapp.errors import RuleBroken

STEP = 5000  # a step holds the write lock for a moment
SETS = 500


def purge(before: datetime) -> int:
    """Remove all entries from before that instant; return how many that were.

    Killed in the middle it is done again. What was signed for and is still kept by the store, because some clock was
    wrong, goes with a later purge. `RuleBroken` where the trail is not whole: what is wrong could not be seen any more
    afterwards, and who forged a signature would have this remove what it names. Nor is anything removed where that
    changed after it was verified.
    """
    verdict = verify()
    if not verdict.is_whole:
        raise RuleBroken(f"The trail is not intact, and nothing was removed: {verdict.faults[0]}")
    number = _delete_removed(_sign(before, verdict))
    while _delete_unnamed():
        pass
    return number


@transaction
def _sign(before: datetime, verdict: Verdict) -> Mapping[UUID, End]:
    """From here on the entries do not count any more, whether their rows are gone yet or not; how far all chains are to
    be removed."""
    wait_for_writers(Purged)
    if purged_digest() != verdict.purged:
        raise RuleBroken("Nothing was removed: what is signed for has changed since the trail was read. Try again.")
    old = old_chains(before)
    if not old:
        return removed_ends()
    if is_kept_by_store(before):
        raise RuleBroken(
            f"Nothing was removed: by its own clock the database keeps entries from before {before:%Y-%m-%d}, as "
            "some may be less than 24 months old. Set the clock of this host right."
        )
    of, purged = Entry, Purged
    purge_number = (db.session.scalar(sa.select(sa.func.max(purged.purge))) or 0) + 1
    for chain in old:
        mac, act = db.session.execute(
            sa.select(of.mac, of.act).where(of.chain_id == chain.chain_id, of.seq == chain.seq)
        ).one()
        row = Purged(purge=purge_number, chain_id=chain.chain_id, seq=chain.seq, mac=mac)
        row.key_name, row.is_closed = key_at(verdict.keys[chain.chain_id], chain.seq), act is Act.CHAIN_CLOSED
        db.session.add(row)
    db.session.flush()
    record(
        Act.TRAIL_PURGED,
        None,
        purge=purge_number,
        until=before.isoformat(timespec="seconds"),
        entries=sum(chain.number for chain in old),
        chains=len(old),
        digest=purged_digest(),
    )
    return removed_ends()


def _delete_removed(ends: Mapping[UUID, End]) -> int:
    number = 0
    for chain_id, end in ends.items():
        while gone := _delete_some(chain_id, end.seq):
            number += gone
    return number


@transaction
def _delete_some(chain_id: UUID, seq: int) -> int:
    of = Entry
    some = sa.select(of.id).where(of.chain_id == chain_id, of.seq <= seq, ~is_kept(of.at)).limit(STEP)
    return changed_rows(sa.delete(of).where(of.id.in_(some)))


@transaction
def _delete_unnamed() -> int:
    """Groups of clients that no entry names any more prove nothing, and say nothing but who was named together."""
    named = sa.exists().where(Entry.client_set_id == client_sets.c.id)
    ids = list(db.session.scalars(sa.select(client_sets.c.id).where(~named).limit(SETS)))
    if ids:
        db.session.execute(sa.delete(set_members).where(set_members.c.set_id.in_(ids)))
        db.session.execute(sa.delete(client_sets).where(client_sets.c.id.in_(ids)))
    return len(ids)
