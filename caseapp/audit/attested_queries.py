"""What a change of the key and a purge attest together, as one hash each; and what there is to purge."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.audit.chains import IS_REMOVED, End, removed_ends
from caseapp.audit.models import Chain, Entry, Purged
from caseapp.audit.rules import digest_of
from caseapp.db import db


class Old(NamedTuple):
    """How far a chain is old: the last of its entries from before the limit, and how many of these there are."""

    chain_id: UUID
    seq: int
    number: int


def ended_digest(ends: Mapping[UUID, End]) -> str:
    """One hash of the last entries of chains that have ended."""
    return digest_of((chain.hex, end.seq, end.mac.hex()) for chain, end in ends.items())


def ended_now(open_chains: set[UUID]) -> dict[UUID, End]:
    """The last entry of each chain that is not open any more, also of those that were removed."""
    of_chain = sa.orm.aliased(Entry)
    last = sa.select(sa.func.max(of_chain.seq)).where(of_chain.chain_id == Chain.id).scalar_subquery()
    found = (
        sa.select(Entry.chain_id, Entry.seq, Entry.mac)
        .join(Chain, sa.and_(Chain.id == Entry.chain_id, Entry.seq == last))
        .where(Chain.closed_at.is_not(None), ~IS_REMOVED)
    )
    closed = {row.chain_id: End(row.seq, row.mac, True, "") for row in db.session.execute(found)}
    removed = {chain: end for chain, end in removed_ends().items() if chain not in open_chains}
    return removed | closed


def purged_digest() -> str:
    """One hash of all that was ever removed."""
    of = Purged
    found = sa.select(of.purge, of.chain_id, of.seq, of.mac, of.key_name, of.is_closed)
    return digest_of(
        (row.purge, row.chain_id.hex, row.seq, row.mac.hex(), row.key_name, row.is_closed)
        for row in db.session.execute(found)
    )


def old_chains(before: datetime) -> list[Old]:
    """Each chain that begins before that instant, up to the first entry that does not."""
    of, later = Entry, sa.orm.aliased(Entry)
    first_kept = sa.select(sa.func.min(later.seq)).where(later.chain_id == of.chain_id, later.at >= before)
    kept_from = sa.func.coalesce(first_kept.scalar_subquery(), sa.func.max(of.seq) + 1)
    found = sa.select(of.chain_id, kept_from - 1, kept_from - sa.func.min(of.seq)).group_by(of.chain_id)
    return [Old(*row) for row in db.session.execute(found) if row[2] > 0]
