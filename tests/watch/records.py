"""Readings that are to be looked at, for tests."""

from datetime import date

import sqlalchemy as sa

from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db
from caseapp.watch.months.models import ReadingReview, SampledReading
from caseapp.watch.readings.models import ReadingClient, UnusualReading
from caseapp.watch.readings.rules import ReadingKind
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.world import keep


def make_reading(person, *clients, kind=ReadingKind.MANY_FILES) -> UnusualReading:
    """That person's reading of these clients' files, which nobody has looked at."""
    row = keep(UnusualReading(kind=kind, person_id=person.id, began_at=now(), ended_at=now(), found_at=now()))
    keep(*(ReadingClient(reading_id=row.id, client_id=client.id) for client in clients))
    return row


def a_reading(company: Company) -> Values:
    """A mentor's reading, as the addresses name it."""
    return {"reading_id": make_reading(company.world.mentor, company.client).id}


def make_review(*pairs, month=date(2026, 10, 1)) -> ReadingReview:
    """The review of a month in which each of these people read that client's file."""
    review = keep(ReadingReview(month=month, pairs=len(pairs), drawn_at=now()))
    for person, client in pairs:
        when = {"first_at": now(), "last_at": now()}
        keep(SampledReading(review_id=review.id, person_id=person.id, client_id=client.id, times=1, **when))
    return review


def a_reading_review(company: Company) -> Values:
    """A review with one reading, as the addresses name it."""
    months = sa.select(sa.func.count()).select_from(ReadingReview)
    month = date(1990 + (db.session.scalar(months) or 0), 1, 1)
    return {"review_id": make_review((company.world.mentor, company.client), month=month).id}


def a_sampled_reading(company: Company) -> Values:
    """The one reading of such a review."""
    review = a_reading_review(company)
    found = sa.select(SampledReading.id).where(SampledReading.review_id == review["review_id"], for_maintenance())
    return {**review, "sampled_id": db.session.scalars(found).one()}


def the_mentor(company: Company) -> Values:
    """Somebody whose access is to be confirmed."""
    return {"person_id": company.world.mentor.id}
