"""A day's readings are watched, and somebody says of each row what it was."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today, zone
from caseapp.db import db, own_insert, transaction
from caseapp.errors import NotVisible, RuleBroken
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.watch.readings.models import ReadingClient, UnusualReading, WatchedDay
from caseapp.watch.readings.queries import (
    DayLooks,
    known_since,
    last_crowds,
    last_watched,
    looks_between,
    printed_many,
    related,
)
from caseapp.watch.readings.rules import (
    ASKED_AGAIN_AFTER,
    DAYS_BACK,
    WINDOW,
    Found,
    Look,
    ReadingWord,
    crowded,
    day_bounds,
    numbers_of,
    of_pairs,
    of_people,
    out_of_hours,
)


def watch_readings() -> int:
    """Watch each day that is over and was not watched yet; return the number of rows that are to be looked at."""
    last = last_watched(None)
    yesterday = today() - timedelta(days=1)
    day = yesterday if last is None else max(last.day + timedelta(days=1), today() - timedelta(days=DAYS_BACK))
    number = 0
    while day <= yesterday and now() >= day_bounds(day, zone())[1] + WINDOW:
        number += watch_day(day)
        day += timedelta(days=1)
    db.session.rollback()
    return number


def watch_day(day: date) -> int:
    """Keep what is to be looked at of that day, once; ten minutes may reach into the next one."""
    last = last_watched(None)
    begin, end = day_bounds(day, zone())
    read = looks_between(None, begin, end, last.until_id if last else None)
    after = looks_between(None, end, end + WINDOW, read.until_id)
    found = [*_of_day(read.looks, after.looks, day)]
    db.session.rollback()  # nobody waits for the lock while a day is read
    return _keep_day(day, read, found)


@transaction
def _keep_day(day: date, read: DayLooks, found: list[Found]) -> int:
    """Keep what was found, unless another host did it meanwhile."""
    numbers = {"looks": len(read.looks), "found": len(found)}
    values = {"id": uuid7(), "day": day, "until_id": read.until_id, "watched_at": now(), **numbers}
    offered = own_insert(WatchedDay).values(**values).on_conflict_do_nothing(index_elements=["day"])
    if db.session.execute(offered.returning(WatchedDay.id)).first() is None:
        return 0
    for each in found:
        _keep(each)
    clients = {client_id for each in found for client_id in each.client_ids}
    record(Act.READINGS_WATCHED, None, clients=clients, day=day.isoformat(), **numbers_of(found))
    return len(found)


def _of_day(looks: list[Look], after: list[Look], day: date) -> Iterator[Found]:
    begin, end = day_bounds(day, zone())
    hours = threshold(Threshold.READING_FROM_HOUR), threshold(Threshold.READING_TO_HOUR)
    number, ended = threshold(Threshold.MANY_FILES), last_crowds(None, begin)
    for person_id, own in of_people([*looks, *after]).items():
        fresh = [look for look in own if person_id not in ended or look.at > ended[person_id]]
        yield from (each for each in crowded(fresh, number) if each.began_at < end)
        yield from out_of_hours([look for look in own if look.at < end], zone(), *hours)
    yield from printed_many(None, begin, end, threshold(Threshold.MANY_LEAVE))
    known = known_since(None, begin - ASKED_AGAIN_AFTER)
    for each in of_pairs(looks, related(None, looks, day)):
        if (each.kind, each.person_id, *each.client_ids) not in known:
            yield each


def _keep(found: Found) -> None:
    row = UnusualReading(
        kind=found.kind,
        person_id=found.person_id,
        began_at=found.began_at,
        ended_at=found.ended_at,
        found_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(ReadingClient(reading_id=row.id, client_id=each) for each in sorted(found.client_ids))


@transaction
def say_of_reading(viewer: Viewer, reading_id: UUID, word: ReadingWord) -> None:
    """Keep the word of whoever looked at it. The first one stays; nobody says it of their own reading."""
    ensure(viewer, Capability.WATCH_READING)
    row = db.session.get(UnusualReading, reading_id, with_for_update=True)
    if row is None:
        raise NotVisible
    if row.person_id == viewer.id:
        raise RuleBroken(_("This is your own reading. Somebody else looks at it."))
    if row.word is not None:
        raise RuleBroken(_("Somebody looked at this already."))
    row.word, row.looked_by_id, row.looked_at = word, viewer.id, now()
    record(Act.READING_LOOKED_AT, viewer, about=row, word=str(word))
