"""Reading is watched: each day once, after it is over; somebody says a word of each row, and nobody of their own."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.audit import Act, record_alone
from caseapp.clients.file.models import StatusChange
from caseapp.clients.queries import for_maintenance
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now
from caseapp.db import db
from caseapp.errors import NotAllowed, RuleBroken
from caseapp.organisation import queries as organisation_queries
from caseapp.organisation.models import Organisation
from caseapp.watch.readings.actions import say_of_reading, watch_day, watch_readings
from caseapp.watch.readings.models import ReadingClient, UnusualReading, WatchedDay
from caseapp.watch.readings.rules import ReadingKind, ReadingWord
from tests.batches.printing import entries
from tests.statements import statements
from tests.watch.records import make_reading
from tests.world import amend, assign, keep, make_client, make_user


@pytest.fixture
def officer(world):
    return make_user(Role.PRIVACY_OFFICER)


@pytest.fixture(autouse=True)
def three_files(app):
    keep(Organisation(name="Circles", thresholds='{"many_files": 3}'))
    organisation_queries.forget_organisation_settings()


def read(person, *clients, what=Act.READ, page="client"):
    for client in clients:
        record_alone(what, person, clients=[client.id], page=page)


def rows():
    found = sa.select(UnusualReading).order_by(UnusualReading.began_at, UnusualReading.kind)
    return [(row.kind, row.person_id, clients_of(row)) for row in db.session.scalars(found)]


def clients_of(row):
    found = sa.select(ReadingClient.client_id).where(ReadingClient.reading_id == row.id, for_maintenance())
    return set(db.session.scalars(found))


def after_midnight(clock):
    clock.move_to("2026-11-23T00:11:00+02:00")


def test_many_files_are_found_once_and_lists_and_few_are_not(world, clock):
    ours = [make_client(world.team, world.mentor) for _ in range(3)]
    read(world.mentor, *ours)
    read(world.mentor, *ours, page="today")
    read(world.team_mate, *ours[:2])
    record_alone(Act.READ, world.other_mentor, clients=[client.id for client in ours], page="board")
    read(world.former_mentor, *ours, what=Act.REFUSED)
    assert watch_readings() == 0
    clock.move_to("2026-11-23T00:09:59+02:00")
    assert watch_readings() == 0
    after_midnight(clock)
    assert watch_readings() == 2
    wanted = {client.id for client in ours}
    assert rows() == [(ReadingKind.MANY_FILES, each.id, wanted) for each in (world.mentor, world.former_mentor)]
    assert watch_readings() == 0
    assert watch_day(date(2026, 11, 22)) == 0
    assert len(rows()) == 2
    (day,) = db.session.scalars(sa.select(WatchedDay).where(WatchedDay.looks > 0))
    assert (day.day, day.looks, day.found) == (date(2026, 11, 22), 8, 2)
    entry = entries(Act.READINGS_WATCHED)[-1]
    assert '"many_files": 2' in entry.detail


def test_ten_minutes_over_midnight_make_one_row(world, clock):
    watch_readings()
    ours = [make_client(world.team, world.mentor) for _ in range(4)]
    for moment, client in zip(("23:55", "23:58"), ours[:2], strict=True):
        clock.move_to(f"2026-11-22T{moment}:00+02:00")
        read(world.mentor, client)
    for moment, client in zip(("00:01", "00:04"), ours[2:], strict=True):
        clock.move_to(f"2026-11-23T{moment}:00+02:00")
        read(world.mentor, client)
    clock.move_to("2026-11-24T00:11:00+02:00")
    watch_readings()
    many = [row for row in rows() if row[0] is ReadingKind.MANY_FILES]
    assert many == [(ReadingKind.MANY_FILES, world.mentor.id, {client.id for client in ours})]
    late = [row for row in rows() if row[0] is ReadingKind.OUT_OF_HOURS]
    assert [row[2] for row in late] == [{client.id for client in ours[:2]}, {client.id for client in ours[2:]}]


def test_namesakes_former_clients_and_closed_files_make_one_row_in_ninety_days(world, clock):
    namesake = make_client(world.team, world.mentor, family_name="Mentor")
    former = make_client(world.team, world.team_mate)
    assign(former, world.mentor, date(2026, 1, 1), date(2026, 6, 30))
    closed = amend(make_client(world.team, world.mentor), status=ClientStatus.CLOSED)
    change = {"status": ClientStatus.CLOSED, "created_by_id": world.supervisor.id, "created_at": now()}
    keep(StatusChange(client_id=closed.id, starts_on=date(2026, 11, 21), **change))
    today_closed = amend(make_client(world.team, world.mentor), status=ClientStatus.CLOSED)
    keep(StatusChange(client_id=today_closed.id, starts_on=date(2026, 11, 22), **change))
    for client in (namesake, former, closed, today_closed):
        read(world.supervisor, client)
        clock.shift(timedelta(minutes=11))
        read(world.mentor, client)
        clock.shift(timedelta(minutes=11))
    expected = {
        (ReadingKind.NAMESAKE, world.mentor.id, namesake.id),
        (ReadingKind.FORMER_CLIENT, world.mentor.id, former.id),
        (ReadingKind.CLOSED_FILE, world.mentor.id, closed.id),
        (ReadingKind.CLOSED_FILE, world.supervisor.id, closed.id),
    }
    after_midnight(clock)
    watch_readings()
    assert {(kind, person, *clients) for kind, person, clients in rows()} == expected
    for later in ("2026-11-23T10:00:00+02:00", "2026-12-20T10:00:00+02:00", "2027-03-20T10:00:00+02:00"):
        clock.move_to(later)
        read(world.mentor, namesake)
        clock.shift(timedelta(days=1))
        watch_readings()
    found = [row for row in rows() if row[0] is ReadingKind.NAMESAKE]
    assert len(found) == 2


def test_each_row_opens_its_files_and_takes_one_word_that_is_not_the_readers(world, as_, officer):
    ours = [make_client(world.team, world.mentor) for _ in range(3)]
    row = make_reading(world.mentor, *ours)
    desk = as_(officer)
    assert "3 files" in desk.see("/readings").words
    assert "1 to look at" in desk.see("/").words
    page = desk.see(f"/readings/{row.id}")
    assert {f"/clients/{client.id}/readers" for client in ours} <= set(page.links)
    assert page.words.count("Given") == 3
    desk.send(f"/readings/{row.id}", {"word": "explained"})
    assert db.session.get(UnusualReading, row.id, populate_existing=True).word is ReadingWord.EXPLAINED
    assert "Nothing to look at" in desk.see("/readings").words
    with pytest.raises(RuleBroken):
        say_of_reading(officer, row.id, ReadingWord.WORK)
    assert db.session.get(UnusualReading, row.id, populate_existing=True).word is ReadingWord.EXPLAINED
    own = make_reading(officer, ours[0])
    assert "your own reading" in desk.see(f"/readings/{own.id}").words
    with pytest.raises(RuleBroken):
        say_of_reading(officer, own.id, ReadingWord.WORK)
    for other in (world.supervisor, world.administrator, world.mentor):
        with pytest.raises(NotAllowed):
            say_of_reading(other, own.id, ReadingWord.WORK)
    (entry,) = entries(Act.READING_LOOKED_AT)
    assert entry.actor_id == officer.id


def test_people_are_in_the_order_of_time_and_are_not_counted(world, as_, officer, clock):
    client = world.client
    for person in (world.mentor, world.team_mate, world.mentor):
        make_reading(person, client)
        clock.shift(timedelta(minutes=1))
    page = as_(officer).see("/readings")
    names = [world.mentor.name, world.team_mate.name]
    assert page.words.index(names[0]) < page.words.index(names[1]) < page.words.rindex(names[0])


def test_watching_adds_nothing_to_a_clients_page(world, as_, app):
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}"
    browser.see(path)
    with statements() as asked:
        browser.see(path)
    assert not [each for each in asked if "watched_days" in str(each) or "unusual_reading" in str(each)]
