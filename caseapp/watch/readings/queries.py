"""What was read on a day, how readers and clients are related, and the readings that are to be looked at."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Viewer, ensure
from caseapp.accounts.models import User
from caseapp.audit import Act
from caseapp.audit.models import Entry, set_members
from caseapp.batches.models import Batch
from caseapp.clients.file.models import StatusChange
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import answered_for, for_maintenance
from caseapp.clients.rules import ClientStatus
from caseapp.db import db
from caseapp.db.prepared import kept_alias
from caseapp.errors import NotVisible
from caseapp.watch.readings.models import ReadingClient, UnusualReading, WatchedDay
from caseapp.watch.readings.rules import (
    NAMES_ALONE,
    READING_KIND_NAMES,
    READING_WORD_NAMES,
    Found,
    Look,
    ReadingKind,
    ReadingWord,
    is_namesake,
    of_people,
)

LOOKS = (Act.READ, Act.PRINTED, Act.REFUSED)
LOOKED_AT = 50
AT_ONCE = 5000
LOOKER = kept_alias(User)
Pair = tuple[UUID, UUID]


class DayLooks(NamedTuple):
    """The looks between two instants, and the last entry that was read for them."""

    looks: list[Look]
    until_id: UUID | None


class ReadingRow(NamedTuple):
    """A reading that is, or was, to be looked at; how many files it opened."""

    id: UUID
    kind: ReadingKind
    person_id: UUID
    who: str
    began_at: datetime
    ended_at: datetime
    files: int
    word: ReadingWord | None
    looked_by: str | None
    looked_at: datetime | None

    @property
    def kind_name(self) -> str:
        """Why it is to be looked at, in words."""
        return str(READING_KIND_NAMES[self.kind])

    @property
    def word_name(self) -> str:
        """What was said of it; empty while nothing is."""
        return str(READING_WORD_NAMES[self.word]) if self.word else ""


def last_watched(viewer: None) -> WatchedDay | None:
    """The latest day whose readings were watched."""
    return db.session.scalars(sa.select(WatchedDay).order_by(WatchedDay.day.desc()).limit(1)).first()


def looks_between(viewer: None, begin: datetime, end: datetime, after: UUID | None) -> DayLooks:
    """Who opened one client's file from one instant to before another; entries up to `after` are of earlier days."""
    rows = db.session.execute(_looks(begin, end, after)).all()
    looks = [Look(row.at, row.actor_id, row.client_id) for row in rows if _page(row.detail) not in NAMES_ALONE]
    return DayLooks(looks, max((row.id for row in rows), default=after))


def each_look(viewer: None, begin: datetime, end: datetime, after: UUID | None) -> Iterator[Look]:
    """The same looks one by one, for a month, of which there are too many to hold at once."""
    found = _looks(begin, end, after).execution_options(yield_per=AT_ONCE)
    for row in db.session.execute(found):
        if _page(row.detail) not in NAMES_ALONE:
            yield Look(row.at, row.actor_id, row.client_id)


def _looks(begin: datetime, end: datetime, after: UUID | None) -> sa.Select[*tuple[Any, ...]]:
    members, other = set_members, set_members.alias()
    is_of_several = sa.exists().where(other.c.set_id == members.c.set_id, other.c.client_id != members.c.client_id)
    found = (
        sa.select(Entry.id, Entry.at, Entry.actor_id, members.c.client_id, Entry.detail)
        .join(members, members.c.set_id == Entry.client_set_id)
        .where(Entry.at >= begin, Entry.at < end, Entry.act.in_(LOOKS), Entry.actor_id.is_not(None), ~is_of_several)
    )
    return found.where(Entry.id > after) if after else found


def printed_many(viewer: None, begin: datetime, end: datetime, most: int) -> list[Found]:
    """Who asked from one instant to before another for printed reports of more clients than that, without a second
    person: signed reports of the own team."""
    members = set_members
    found = (
        sa.select(Entry.at, Entry.actor_id, members.c.client_id)
        .join(members, members.c.set_id == Entry.client_set_id)
        .join(Batch, sa.and_(Batch.id == Entry.subject_id, Batch.confirm_until.is_(None)))
        .where(Entry.at >= begin, Entry.at < end, Entry.act == Act.BATCH_BEGUN, Entry.actor_id.is_not(None))
    )
    looks = [Look(row.at, row.actor_id, row.client_id) for row in db.session.execute(found)]
    days = [(own, frozenset(look.client_id for look in own)) for own in of_people(looks).values()]
    return [
        Found(ReadingKind.MANY_PRINTED, own[0].person_id, own[0].at, own[-1].at, clients)
        for own, clients in days
        if len(clients) > most
    ]


def _page(detail: str) -> str:
    return str(json.loads(detail).get("page", ""))


def related(viewer: None, looks: Iterable[Look], day: date) -> dict[Pair, list[ReadingKind]]:
    """Of these readers and clients, who share a family name, whose mentor the reader no longer is, and whose file was
    closed before that day."""
    pairs = {(look.person_id, look.client_id) for look in looks}
    people = dict(db.session.execute(sa.select(User.id, User.name).where(User.id.in_({p for p, _c in pairs}))).all())
    clients = {client_id for _p, client_id in pairs}
    names, former, closed = _family_names(clients), _former(clients, day), _closed(clients, day)
    kinds: dict[Pair, list[ReadingKind]] = {}
    for pair in sorted(pairs):
        person_id, client_id = pair
        of_pair = {
            ReadingKind.NAMESAKE: is_namesake(people.get(person_id, ""), names.get(client_id, "")),
            ReadingKind.FORMER_CLIENT: pair in former,
            ReadingKind.CLOSED_FILE: client_id in closed,
        }
        kinds[pair] = [kind for kind, holds in of_pair.items() if holds]
    return kinds


def _family_names(clients: Collection[UUID]) -> dict[UUID, str]:
    found = sa.select(Client.id, Client.family_name).where(Client.id.in_(clients), for_maintenance())
    return {row.id: row.family_name for row in db.session.execute(found)}


def _former(clients: Collection[UUID], day: date) -> set[Pair]:
    """The mentors who have been theirs and are so no more on that day."""
    of = Assignment
    found = sa.select(of.mentor_id, of.client_id, of.lasts_on(day).label("lasts"), of.ends_on, of.starts_on).where(
        of.client_id.in_(clients), of.starts_on <= day, for_maintenance()
    )
    rows = db.session.execute(found).all()
    present = {(row.mentor_id, row.client_id) for row in rows if row.lasts}
    was = {(row.mentor_id, row.client_id) for row in rows if row.ends_on is not None and row.ends_on >= row.starts_on}
    return was - present


def _closed(clients: Collection[UUID], day: date) -> set[UUID]:
    """Whose file was closed before that day and still is."""
    begun = sa.func.max(StatusChange.starts_on)
    found = (
        sa.select(Client.id)
        .join(StatusChange, sa.and_(StatusChange.client_id == Client.id, StatusChange.status == ClientStatus.CLOSED))
        .where(Client.id.in_(clients), Client.status == ClientStatus.CLOSED, for_maintenance())
        .group_by(Client.id)
        .having(begun < day)
    )
    return set(db.session.scalars(found))


def known_since(viewer: None, since: datetime) -> set[tuple[ReadingKind, UUID, UUID]]:
    """The rows since then: of which kind, whose, and about which client."""
    of = UnusualReading
    found = (
        sa.select(of.kind, of.person_id, ReadingClient.client_id)
        .join(ReadingClient, ReadingClient.reading_id == of.id)
        .where(of.began_at >= since, for_maintenance())
    )
    return {(row.kind, row.person_id, row.client_id) for row in db.session.execute(found)}


def last_crowds(viewer: None, since: datetime) -> dict[UUID, datetime]:
    """When the last crowded ten minutes of each person ended."""
    of = UnusualReading
    found = sa.select(of.person_id, sa.func.max(of.ended_at)).where(
        of.kind == ReadingKind.MANY_FILES, of.ended_at >= since
    )
    return dict(db.session.execute(found.group_by(of.person_id)).all())


def waiting_readings(viewer: Viewer) -> list[ReadingRow]:
    """What nobody has looked at yet, the oldest first."""
    return _read(_rows(viewer).where(UnusualReading.word.is_(None)).order_by(UnusualReading.began_at))


def count_waiting(viewer: Viewer) -> int:
    """How many nobody has looked at yet."""
    ensure(viewer, Capability.WATCH_READING)
    found = sa.select(sa.func.count()).select_from(UnusualReading).where(UnusualReading.word.is_(None))
    return db.session.scalar(found) or 0


def looked_at_readings(viewer: Viewer) -> list[ReadingRow]:
    """What was looked at lately."""
    done = _rows(viewer).where(UnusualReading.word.is_not(None))
    return _read(done.order_by(UnusualReading.looked_at.desc(), UnusualReading.id.desc()).limit(LOOKED_AT))


def find_reading(viewer: Viewer, reading_id: UUID) -> ReadingRow:
    """One of them, or `NotVisible`."""
    rows = _read(_rows(viewer).where(UnusualReading.id == reading_id))
    if not rows:
        raise NotVisible
    return rows[0]


def clients_of_reading(viewer: Viewer, reading_id: UUID) -> list[tuple[UUID, str]]:
    """Whose files it opened, by name."""
    ensure(viewer, Capability.WATCH_READING)
    found = (
        sa.select(Client.id, Client.name.label("name"))
        .join(ReadingClient, ReadingClient.client_id == Client.id)
        .where(ReadingClient.reading_id == reading_id, answered_for(viewer, ReadingClient.client_id))
        .order_by(Client.search_name, Client.id)
    )
    return [(row.id, row.name) for row in db.session.execute(found)]


def _rows(viewer: Viewer) -> sa.Select[*tuple[Any, ...]]:
    ensure(viewer, Capability.WATCH_READING)
    of = UnusualReading
    files = (
        sa.select(sa.func.count())
        .select_from(ReadingClient)
        .where(ReadingClient.reading_id == of.id, answered_for(viewer, ReadingClient.client_id))
        .scalar_subquery()
    )
    return (
        sa.select(
            *(of.id, of.kind, of.person_id, User.name.label("who"), of.began_at, of.ended_at, files.label("files")),
            *(of.word, LOOKER.name.label("looked_by"), of.looked_at),
        )
        .join(User, User.id == of.person_id)
        .outerjoin(LOOKER, LOOKER.id == of.looked_by_id)
    )


def _read(found: sa.Select[*tuple[Any, ...]]) -> list[ReadingRow]:
    return [ReadingRow(**row._mapping) for row in db.session.execute(found)]
