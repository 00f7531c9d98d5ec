"""What a change of the key and a purge attest together, as one hash each; and what there is to purge."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.expression import SQLColumnExpression

from caseapp.audit.chains import IS_REMOVED, End, removed_ends
from caseapp.audit.models import Chain, Entry, Purged
from caseapp.audit.rules import digest_of
from caseapp.db import db

KEPT_FROM = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now', '-24 months', '+1 day')",
    "postgresql": "now() - interval '24 months' + interval '1 day'",
}
"""From when on the database lets no entry go, as its own guard of the trail counts it."""


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


def is_kept_by_store(before: datetime) -> bool:
    """Whether the database, by its own clock, lets entries from just before that instant not go."""
    return bool(db.session.scalar(sa.select(is_kept(sa.literal(before, Entry.at.type)))))


def is_kept(at: SQLColumnExpression[datetime]) -> sa.ColumnElement[bool]:
    """The condition that the database, by its own clock, lets an entry of that instant not go."""
    limit: sa.ColumnElement[datetime] = sa.literal_column(KEPT_FROM[db.engine.dialect.name])
    return at > limit


def old_chains(before: datetime) -> list[Old]:
    """Each chain that begins before that instant, up to the first entry that does not; without what was signed for."""
    of, later = Entry, sa.orm.aliased(Entry)
    first_kept = sa.select(sa.func.min(later.seq)).where(later.chain_id == of.chain_id, later.at >= before)
    kept_from = sa.func.coalesce(first_kept.scalar_subquery(), sa.func.max(of.seq) + 1)
    found = sa.select(of.chain_id, kept_from - 1, kept_from - sa.func.min(of.seq)).where(~IS_REMOVED)
    return [Old(*row) for row in db.session.execute(found.group_by(of.chain_id)) if row[2] > 0]


def count_to_remove(before: datetime) -> int:
    """How many entries a purge would remove: the old ones, and what an earlier one signed for and left."""
    left = sa.select(sa.func.count()).select_from(Entry).where(IS_REMOVED, ~is_kept(Entry.at))
    return sum(chain.number for chain in old_chains(before)) + (db.session.scalar(left) or 0)
