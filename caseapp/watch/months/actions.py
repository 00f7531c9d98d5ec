"""The sample of a month is drawn, a word is said of each reading, and the review is signed."""

from dataclasses import asdict
from datetime import date
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today, zone
from caseapp.db import db, own_insert, transaction
from caseapp.db.sealing import key_ring
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _
from caseapp.watch.months.models import ReadingReview, SampledReading
from caseapp.watch.months.queries import find_sampled, pairs_between, sample_of
from caseapp.watch.months.rules import PairReading, drawn, month_after, month_before
from caseapp.watch.readings.rules import ReadingWord, day_bounds


def draw_month() -> bool:
    """Draw the sample of the month that is over, once; return whether it was drawn now."""
    month = month_before(today())
    is_drawn = db.session.scalar(sa.select(ReadingReview.id).where(ReadingReview.month == month)) is not None
    if is_drawn:
        db.session.rollback()
        return False
    begin, end = day_bounds(month, zone())[0], day_bounds(month_after(month), zone())[0]
    pairs = pairs_between(None, begin, end, month)
    db.session.rollback()  # nobody waits for the lock while a month is read
    return _keep_sample(month, len(pairs), drawn(pairs, month, partial(key_ring().blind, "reading review")))


@transaction
def _keep_sample(month: date, pairs: int, sample: list[PairReading]) -> bool:
    """Keep what was drawn, unless another host did it meanwhile."""
    values = {"id": uuid7(), "month": month, "pairs": pairs, "drawn_at": now()}
    offered = own_insert(ReadingReview).values(**values).on_conflict_do_nothing(index_elements=["month"])
    if db.session.execute(offered.returning(ReadingReview.id)).first() is None:
        return False
    review = db.session.get_one(ReadingReview, values["id"])
    db.session.add_all(SampledReading(review_id=review.id, **asdict(pair)) for pair in sample)
    clients = {pair.client_id for pair in sample}
    record(Act.READING_SAMPLE_DRAWN, None, about=review, clients=clients, pairs=pairs, sampled=len(sample))
    return True


@transaction
def say_of_sampled(viewer: Viewer, review_id: UUID, sampled_id: UUID, word: ReadingWord) -> None:
    """Keep a word about one reading; it can be changed until the review is signed."""
    row = find_sampled(viewer, review_id, sampled_id)
    if _review(review_id).signed_at is not None:
        raise RuleBroken(_("This review is signed and stays as it is."))
    if row.person_id == viewer.id:
        raise RuleBroken(_("This is your own reading. Somebody else looks at it."))
    row.word, row.by_id, row.said_at = word, viewer.id, now()
    record(Act.READING_LOOKED_AT, viewer, about=row, clients=[row.client_id], word=str(word))


@transaction
def sign_month(viewer: Viewer, review_id: UUID) -> None:
    """Sign the review, once a word is said of each reading of the sample."""
    ensure(viewer, Capability.WATCH_READING)
    review = _review(review_id)
    if review.signed_at is not None:
        raise RuleBroken(_("This review is signed and stays as it is."))
    sample = sample_of(viewer, review_id)
    if any(row.word is None for row in sample):
        raise RuleBroken(_("Say a word about each reading of the sample first."))
    review.signed_by_id, review.signed_at = viewer.id, now()
    record(Act.READING_REVIEW_SIGNED, viewer, about=review, month=review.month.isoformat(), sampled=len(sample))


def _review(review_id: UUID) -> ReadingReview:
    review = db.session.get(ReadingReview, review_id, with_for_update=True)
    if review is None:
        raise NotVisible
    return review
