"""Counting failed attempts, in a table that all processes share and that survives a restart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app
from uuid_utils.compat import uuid7

from caseapp.accounts.models import Throttle
from caseapp.accounts.throttle_rules import OVERALL, AttemptLimit, AttemptQuota, is_forgotten, seconds_to_wait
from caseapp.clock import CLOCKS_DIFFER, now
from caseapp.db import db, own_insert, transaction, writing
from caseapp.errors import TooMany


class AllStopped(TooMany):
    """So many attempts failed in all that only a second proof is taken from a browser that is not known."""


@dataclass(frozen=True)
class AttemptCount:
    """One counter: what is limited, and for whom. Only a keyed hash of both is stored."""

    limit: AttemptLimit | AttemptQuota
    whose: str

    @property
    def key(self) -> bytes:
        """The keyed hash under which the counter is stored."""
        ring = current_app.extensions["keys"]
        return bytes(ring.blind("throttle", f"{self.limit.name}:{self.whose}"))


def reserve(counts: Iterable[AttemptCount]) -> None:
    """Count an attempt before it is made, so that many at once cannot slip through; `TooMany` where none is left, and
    `AllStopped` where that is because of everybody's alone."""
    counts = tuple(counts)
    _cut_to_now([count.key for count in counts])
    _reserve(counts)


def _cut_to_now(keys: Sequence[bytes]) -> None:
    """What a clock counted that ran ahead was counted now at the latest. Kept, whether or not an attempt is left."""
    moment = now()
    latest = moment + CLOCKS_DIFFER
    ahead = sa.and_(Throttle.key.in_(keys), sa.or_(Throttle.tried_at > latest, Throttle.began_at > latest))
    if db.session.scalar(sa.select(Throttle.id).where(ahead).limit(1)):
        began_at = sa.case((Throttle.began_at > moment, moment), else_=Throttle.began_at)
        with writing():
            db.session.execute(sa.update(Throttle).where(ahead).values(began_at=began_at, tried_at=moment))


@transaction
def _reserve(counts: Iterable[AttemptCount]) -> None:
    moment = now()
    by_key = {count.key: count for count in counts}
    rows = _rows(by_key)
    limits = [by_key[row.key].limit for row in rows]
    waits = [
        seconds_to_wait(limit, row.count, row.began_at, row.tried_at, moment)
        for limit, row in zip(limits, rows, strict=True)
    ]
    wait = max(waits, default=0)
    if wait:
        stopping = [limit for limit, seconds in zip(limits, waits, strict=True) if seconds]
        raise AllStopped(wait) if stopping == [OVERALL] else TooMany(wait)
    for row in rows:
        if row.count == 0 or is_forgotten(by_key[row.key].limit, row.began_at, row.tried_at, moment):
            row.count, row.began_at = 0, moment
        row.count, row.tried_at = row.count + 1, moment
        row.forget_at = moment + by_key[row.key].limit.kept_for
    if any(row.count == 1 and by_key[row.key].limit is OVERALL for row in rows):
        # Once in a while is enough: whenever the overall quota starts over.
        db.session.flush()
        db.session.execute(sa.delete(Throttle).where(Throttle.forget_at < moment))


@transaction
def give_back(counts: Iterable[AttemptCount]) -> None:
    """Take one attempt back, because it was not made or did not fail."""
    for count in counts:
        fewer = sa.update(Throttle).where(Throttle.key == count.key, Throttle.count > 0)
        db.session.execute(fewer.values(count=Throttle.count - 1))


@transaction
def start_over(counts: Iterable[AttemptCount]) -> None:
    """Forget earlier failures, because somebody proved who they are."""
    db.session.execute(sa.delete(Throttle).where(Throttle.key.in_([count.key for count in counts])))


def _rows(by_key: dict[bytes, AttemptCount]) -> list[Throttle]:
    """The counters' rows, locked, always in the same order."""
    moment = now()
    keys = sorted(by_key)
    blank = [
        {"id": uuid7(), "key": key, "began_at": moment, "tried_at": moment, "forget_at": moment, "count": 0}
        for key in keys
    ]
    db.session.execute(own_insert(Throttle).values(blank).on_conflict_do_nothing(index_elements=["key"]))
    found = sa.select(Throttle).where(Throttle.key.in_(keys)).order_by(Throttle.key).with_for_update()
    return list(db.session.scalars(found.execution_options(populate_existing=True)))
