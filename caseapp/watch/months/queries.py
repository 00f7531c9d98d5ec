"""Who read whom in a month, and the reviews of the months."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Role, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clients.queries import answered_for
from caseapp.clock import local, today
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.watch.months.models import ReadingReview, SampledReading
from caseapp.watch.months.rules import PairReading, due_on
from caseapp.watch.readings.models import WatchedDay
from caseapp.watch.readings.queries import each_look
from caseapp.watch.readings.rules import READING_WORD_NAMES, ReadingWord


class MonthRow(NamedTuple):
    """The review of a month: how many were drawn from how many, how many still need a word, and who signed it."""

    id: UUID
    month: date
    pairs: int
    sampled: int
    open: int
    signed_by: str | None
    signed_at: datetime | None

    @property
    def due_on(self) -> date:
        """Its last day."""
        return due_on(self.month)

    @property
    def is_late(self) -> bool:
        """Whether it should have been signed by now; where nobody opened a file, nothing is late."""
        return self.signed_at is None and self.pairs > 0 and today() > self.due_on


class SampledRow(NamedTuple):
    """One reading of the sample."""

    id: UUID
    person_id: UUID
    who: str
    client_id: UUID
    client_name: str
    times: int
    first_at: datetime
    last_at: datetime
    word: ReadingWord | None

    @property
    def word_name(self) -> str:
        """What was said of it; empty while nothing is."""
        return str(READING_WORD_NAMES[self.word]) if self.word else ""


def pairs_between(viewer: None, begin: datetime, end: datetime, month: date) -> list[PairReading]:
    """Each reader and client between two instants; who watches readings opens no file and is left out."""
    before = sa.select(WatchedDay.until_id).where(WatchedDay.day < month).order_by(WatchedDay.day.desc()).limit(1)
    pairs: dict[tuple[UUID, UUID], PairReading] = {}
    for look in each_look(None, begin, end, db.session.scalar(before)):
        at, person_id, client_id = look
        pair = pairs.setdefault((person_id, client_id), PairReading(person_id, client_id, 0, at, at))
        pair.times += 1
        pair.first_at, pair.last_at = min(at, pair.first_at), max(at, pair.last_at)
    watchers = set(db.session.scalars(sa.select(User.id).where(User.role == Role.PRIVACY_OFFICER)))
    return [pair for pair in pairs.values() if pair.person_id not in watchers]


def list_months(viewer: Viewer) -> list[MonthRow]:
    """All reviews, the newest first."""
    ensure(viewer, Capability.WATCH_READING)
    of, sampled = ReadingReview, SampledReading
    number = sa.select(sa.func.count()).select_from(sampled)
    number = number.where(sampled.review_id == of.id, answered_for(viewer, sampled.client_id))
    found = (
        sa.select(
            *(of.id, of.month, of.pairs, number.scalar_subquery().label("sampled")),
            number.where(sampled.word.is_(None)).scalar_subquery().label("open"),
            *(User.name.label("signed_by"), of.signed_at),
        )
        .outerjoin(User, User.id == of.signed_by_id)
        .order_by(of.month.desc())
    )
    return [MonthRow(**row._mapping) for row in db.session.execute(found)]


class Signatures(NamedTuple):
    """Whether a month should have been signed by now, and the day of the last signature."""

    is_late: bool
    last_on: date | None


def signatures(viewer: Viewer) -> Signatures:
    """How the signatures stand, for those who see no reading too."""
    ensure(viewer, Capability.OVERSEE)
    of = ReadingReview
    unsigned = sa.select(of.month).where(of.signed_at.is_(None), of.pairs > 0)
    last = db.session.scalar(sa.select(sa.func.max(of.signed_at)))
    is_late = any(today() > due_on(month) for month in db.session.scalars(unsigned))
    return Signatures(is_late, local(last).date() if last else None)


def find_month(viewer: Viewer, review_id: UUID) -> MonthRow:
    """One of them, or `NotVisible`."""
    row = next((row for row in list_months(viewer) if row.id == review_id), None)
    if row is None:
        raise NotVisible
    return row


def sample_of(viewer: Viewer, review_id: UUID) -> list[SampledRow]:
    """What was drawn, in the order of time."""
    ensure(viewer, Capability.WATCH_READING)
    of = SampledReading
    found = (
        sa.select(
            *(of.id, of.person_id, User.name.label("who"), of.client_id, Client.name.label("client_name")),
            *(of.times, of.first_at, of.last_at, of.word),
        )
        .join(User, User.id == of.person_id)
        .join(Client, Client.id == of.client_id)
        .where(of.review_id == review_id, answered_for(viewer, of.client_id))
        .order_by(of.first_at, of.id)
    )
    return [SampledRow(**row._mapping) for row in db.session.execute(found)]


def find_sampled(viewer: Viewer, review_id: UUID, sampled_id: UUID) -> SampledReading:
    """One reading of that review, or `NotVisible`."""
    ensure(viewer, Capability.WATCH_READING)
    of = SampledReading
    row: SampledReading | None = db.session.scalar(
        sa.select(of).where(of.id == sampled_id, of.review_id == review_id, answered_for(viewer, of.client_id))
    )
    if row is None:
        raise NotVisible
    return row
