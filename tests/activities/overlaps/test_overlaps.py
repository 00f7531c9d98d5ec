"""Meetings at the same time as another are told of, and not forbidden."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.overlaps.queries import find_overlaps
from caseapp.activities.rules import Outcome
from caseapp.activities.when_rules import When, overlaps
from caseapp.clock import now
from tests.activities.overlaps.test_same import SAID, new
from tests.drawn import drawn
from tests.world import amend, assign, make_activity, make_client

DAY = date(2026, 11, 21)
whens = st.builds(When, st.dates(date(2026, 11, 20), date(2026, 11, 22)), st.times(), st.integers(1, 1440))


def there(client, by, starts_at=time(8, 30), minutes=60, **more):
    return make_activity(client, by, DAY, starts_at=starts_at, minutes=minutes, **more)


@given(whens, whens)
def test_two_meetings_overlap_where_they_share_a_minute(one, other):
    shared = (min(one.ends_at, other.ends_at) - max(one.began, other.began)).total_seconds()
    assert overlaps(one, other) == overlaps(other, one) == (shared > 0)
    assert overlaps(one, one)


@pytest.mark.parametrize(("starts_at", "minutes"), [(time(8), 60), (time(10), 60), (time(7), 90)])
def test_one_that_follows_at_once_is_no_overlap(world, as_, starts_at, minutes):
    there(world.client, world.mentor, starts_at, minutes)
    browser = as_(world.mentor)
    browser.send(new(world.client), SAID)
    assert "another meeting" not in browser.see(f"/clients/{world.client.id}").words


def test_another_meeting_of_the_mentor_is_told_by_its_time_alone(world, as_):
    other = make_client(world.team, world.mentor, given_name="Planted", family_name="Other")
    there(other, world.mentor)
    browser = as_(world.mentor)
    assert browser.send(new(world.client), SAID).status_code == 303
    words = browser.see(f"/clients/{world.client.id}").words
    assert "You have another meeting on 21.11.2026 from 08:30 to 09:30." in words
    assert "Planted" not in words


def test_a_meeting_with_a_client_who_is_gone_is_told_without_the_client(world, as_):
    gone = make_client(world.other_team, given_name="Planted", family_name="Gone")
    assign(gone, world.mentor, until=date(2026, 11, 21))
    there(gone, world.mentor)
    browser = as_(world.mentor)
    browser.send(new(world.client), SAID)
    words = browser.see(f"/clients/{world.client.id}").words
    assert "You have another meeting" in words
    assert "Planted" not in words


def test_somebody_elses_meeting_with_the_client_is_told_to_whoever_sees_the_client(world, as_):
    there(world.client, world.supervisor)
    there(make_client(world.team, world.team_mate), world.team_mate)
    browser = as_(world.mentor)
    browser.send(new(world.client), SAID)
    words = browser.see(f"/clients/{world.client.id}").words
    assert words.count("Somebody else has a meeting with this client on 21.11.2026 from 08:30 to 09:30.") == 1
    assert "You have another" not in words


def test_what_did_not_take_place_or_was_an_error_overlaps_with_nothing(world):
    there(world.client, world.mentor, outcome=Outcome.NO_SHOW)
    amend(there(world.client, world.mentor), error_at=now())
    assert find_overlaps(world.mentor, world.client.id, [When(DAY, time(9), 60)]) == []
    there(world.client, world.mentor)
    assert find_overlaps(world.mentor, world.client.id, [When(DAY, time(9), 0)]) == []
    assert len(find_overlaps(world.mentor, world.client.id, [When(DAY, time(9), 60)])) == 1


def test_a_plan_beside_another_is_told_and_stored(world, as_):
    amend(
        there(make_client(world.team, world.mentor), world.mentor, outcome=Outcome.PLANNED), held_on=date(2026, 12, 1)
    )
    browser, path = as_(world.mentor), f"/clients/{world.client.id}/plans/new"
    sent = {"held_on": "2026-11-24", "starts_at": "09:00", "minutes": "45", "mode": "outing", "weeks": "2"}
    assert browser.post(path, data={**drawn(browser.see(path)), **sent}).status_code == 303
    words = browser.see(f"/clients/{world.client.id}/plans").words
    assert "You have another meeting on 1.12.2026 from 08:30 to 09:30." in words
