"""The monthly review of who read whom, and the quarterly one of everybody's access."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.audit import Act, record_alone
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db
from caseapp.errors import NotAllowed, NotVisible, RuleBroken
from caseapp.watch.months.actions import draw_month, say_of_sampled, sign_month
from caseapp.watch.months.models import ReadingReview, SampledReading
from caseapp.watch.months.queries import list_months
from caseapp.watch.months.rules import SAMPLE, PairReading, drawn, due_on, month_after, month_before
from caseapp.watch.people.actions import say_of_access
from caseapp.watch.people.models import AccessReview
from caseapp.watch.people.queries import access_standing
from caseapp.watch.people.rules import is_late, quarter_of
from caseapp.watch.readings.rules import ReadingWord
from tests.batches.printing import entries
from tests.watch.records import make_review
from tests.world import amend, make_client, make_user

EARLIER = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def officer(world):
    return make_user(Role.PRIVACY_OFFICER, created_at=EARLIER)


def sampled():
    return db.session.scalars(
        sa.select(SampledReading).where(for_maintenance()).execution_options(populate_existing=True)
    ).all()


def tap(browser, page, path, **typed):
    return browser.post(path, data={"csrf_token": browser.see(page).field("csrf_token"), **typed})


def read(person, client, page="client"):
    record_alone(Act.READ, person, clients=[client.id], page=page)


def test_a_month_is_drawn_once_with_exactly_its_readings(world, clock, officer):
    clock.move_to("2026-10-31T23:59:59+02:00")
    read(world.mentor, world.client)
    read(world.mentor, world.client)
    read(world.mentor, world.client, page="board")
    read(officer, world.client)
    clock.move_to("2026-11-01T00:00:00+02:00")
    read(world.team_mate, world.client)
    assert draw_month()
    assert not draw_month()
    (row,) = sampled()
    assert (row.person_id, row.client_id, row.times) == (world.mentor.id, world.client.id, 2)
    clock.move_to("2026-12-01T00:00:00+02:00")
    assert draw_month()
    months = {row.month: row.pairs for row in db.session.scalars(sa.select(ReadingReview))}
    assert months == {date(2026, 10, 1): 1, date(2026, 11, 1): 1}
    assert len(entries(Act.READING_SAMPLE_DRAWN)) == 2


def test_a_month_in_which_nobody_opened_a_file_is_not_late(world, clock, officer):
    clock.move_to("2026-12-16T00:00:00+02:00")
    make_review((world.mentor, world.client))
    make_review(month=date(2026, 11, 1))
    assert [row.is_late for row in list_months(officer)] == [False, True]


def test_the_draw_is_the_same_each_time_and_is_told_by_the_key():
    pairs = [PairReading(UUID(int=n), UUID(int=n), 1, EARLIER, EARLIER) for n in range(1, 60)]

    def keyed(key):
        return lambda text: f"{hash((key, text))}".encode()

    one = drawn(pairs, date(2026, 10, 1), keyed(1))
    assert one == drawn(list(reversed(pairs)), date(2026, 10, 1), keyed(1))
    assert len(one) == SAMPLE
    assert one not in (drawn(pairs, date(2026, 10, 1), keyed(2)), drawn(pairs, date(2026, 11, 1), keyed(1)))
    assert (month_before(date(2026, 1, 31)), month_after(date(2026, 12, 1))) == (date(2025, 12, 1), date(2027, 1, 1))
    assert due_on(date(2026, 10, 1)) == date(2026, 11, 15)


def test_a_review_is_signed_after_a_word_about_each_and_then_stays(world, as_, officer, clock):
    other = make_client(world.team, world.mentor)
    review = make_review((world.mentor, world.client), (world.team_mate, other))
    clock.move_to("2026-11-15T21:00:00+02:00")
    assert "A monthly review is late" not in as_(officer).see("/").words
    clock.move_to("2026-11-16T08:00:00+02:00")
    desk = as_(officer)
    assert "A monthly review is late" in desk.see("/").words
    path = f"/reading-reviews/{review.id}"
    page = desk.see(path)
    assert {f"/clients/{client.id}/readers" for client in (world.client, other)} <= set(page.links)
    assert "Say a word about each reading" in desk.send(path).text
    for row in sampled():
        assert tap(desk, path, f"{path}/readings/{row.id}", word="work").status_code == 303
    assert {row.word for row in sampled()} == {ReadingWord.WORK}
    assert desk.send(path).status_code == 303
    signed = db.session.get(ReadingReview, review.id, populate_existing=True)
    assert (signed.signed_by_id, signed.signed_at) == (officer.id, now())
    first = sampled()[0]
    for act in (
        lambda: sign_month(officer, review.id),
        lambda: say_of_sampled(officer, review.id, first.id, "pursued"),
    ):
        with pytest.raises(RuleBroken):
            act()
    assert "A monthly review is late" not in desk.see("/").words
    with pytest.raises(NotAllowed):
        sign_month(world.supervisor, review.id)
    assert len(entries(Act.READING_REVIEW_SIGNED)) == 1


def test_nobody_signs_off_their_own_reading_or_that_of_another_review(world, officer):
    review, other = make_review((officer, world.client)), make_review(month=date(2026, 9, 1))
    row = sampled()[0]
    with pytest.raises(RuleBroken):
        say_of_sampled(officer, review.id, row.id, ReadingWord.WORK)
    with pytest.raises(NotVisible):
        say_of_sampled(officer, other.id, row.id, ReadingWord.WORK)
    assert sampled()[0].word is None


def people(viewer):
    return {row.id for row in access_standing(viewer).people}


def test_a_supervisor_confirms_the_mentors_of_the_team_and_others_the_rest(world, officer):
    assert people(world.supervisor) == {world.mentor.id, world.team_mate.id, world.former_mentor.id}
    rest = {world.supervisor.id, world.other_supervisor.id}
    assert people(officer) == rest | {world.administrator.id}
    assert people(world.administrator) == rest | {officer.id}
    with pytest.raises(NotAllowed):
        people(world.mentor)
    for viewer, person in ((world.supervisor, world.other_mentor), (world.supervisor, world.supervisor)):
        with pytest.raises(NotVisible):
            say_of_access(viewer, person.id, True)


def test_whoever_is_not_confirmed_after_thirty_days_is_late_and_red(world, as_, officer, clock):
    amend(world.mentor, created_at=EARLIER)
    clock.move_to("2026-10-31T12:00:00+02:00")
    assert access_standing(officer).late == []
    clock.move_to("2026-11-01T12:00:00+02:00")
    assert {row.id for row in access_standing(world.supervisor).late} == {world.mentor.id}
    assert "An access review is late" in as_(officer).see("/").words
    assert "An access review is late" in as_(world.administrator).see("/").words
    assert world.mentor.id in people(officer)
    boss = as_(world.supervisor)
    assert "/access-review" in boss.see("/board").links
    assert "Not confirmed in time" in boss.see("/access-review").words
    tap(boss, "/access-review", f"/access-review/{world.mentor.id}", answer="wrong")
    row = db.session.scalars(sa.select(AccessReview)).one()
    assert (row.quarter, row.person_id, row.is_right) == (date(2026, 10, 1), world.mentor.id, False)
    assert world.mentor.id not in people(officer)
    assert "Somebody's access is no longer right" in as_(world.administrator).see("/").words
    assert world.mentor.name in as_(world.administrator).see("/access-review").words
    say_of_access(world.supervisor, world.mentor.id, True)
    assert access_standing(world.administrator).wrong == []
    amend(world.mentor, team_id=world.other_team.id)
    assert world.mentor.id in {row.id for row in access_standing(world.other_supervisor).late}
    clock.move_to("2027-01-02T12:00:00+02:00")
    assert access_standing(world.other_supervisor).late == []
    assert len(entries(Act.ACCESS_REVIEWED)) == 2


def test_quarters_begin_where_they_should():
    assert [quarter_of(date(2026, month, 28)).month for month in range(1, 13)] == [
        1,
        1,
        1,
        4,
        4,
        4,
        7,
        7,
        7,
        10,
        10,
        10,
    ]
    first = date(2026, 4, 1)
    assert not is_late(first, first + timedelta(days=30))
    assert is_late(first, first + timedelta(days=31))
