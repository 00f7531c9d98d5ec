"""A meeting with a shape: rated by tap, compared with the last time, agreed, and found in the tasks."""

from datetime import date, time

import pytest
import sqlalchemy as sa

from caseapp.activities.rules import Outcome
from caseapp.areas.models import AreaRating, AreaTalk, LifeArea
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db
from caseapp.followups.models import FollowUp
from tests.access.conftest import hand_screen_of
from tests.areas.records import make_area
from tests.world import make_activity, make_client

LATER = "2026-11-29T08:00:00+00:00"


def pages_of(world):
    return f"/clients/{world.client.id}/areas", f"/clients/{world.client.id}/areas/talk"


def all_of(entity):
    return list(db.session.scalars(sa.select(entity).where(for_maintenance()).order_by(entity.id)))


def test_the_first_time_the_client_names_the_areas(world, as_):
    said = {"words-1": "My people", "level-1": "3", "talk-1": "y", "words-2": "Money", "level-2": "1"}
    _history, talk = pages_of(world)
    as_(world.mentor).send(talk, said)
    assert [area.words for area in all_of(LifeArea)] == ["My people", "Money"]
    assert [(each.level, each.is_chosen) for each in all_of(AreaRating)] == [(3, True), (1, False)]
    assert [each.held_on for each in all_of(AreaTalk)] == [date(2026, 11, 22)]


def test_the_next_time_shows_the_last_and_fills_nothing_in(world, as_, clock):
    area, (history, talk) = make_area(world.client), pages_of(world)
    browser = as_(world.mentor)
    browser.send(talk, {f"level-{area.id}": "1"})
    clock.move_to(LATER)
    browser = as_(world.mentor)
    page = browser.see(talk)
    assert "Last time, 22.11.2026 : not easy" in page.words
    assert not [field for field in page.fields if "checked" in field]
    browser.send(talk, {f"level-{area.id}": "3", f"talk-{area.id}": "y", "understand": "Quiet mornings"})
    words = browser.see(history).words
    assert "Leaving the house : fairly good , the time before: not easy talked about" in words
    assert "Quiet mornings" in words


def test_what_is_agreed_becomes_tasks_with_which_the_next_meeting_begins(world, as_):
    _history, talk = pages_of(world)
    browser = as_(world.mentor)
    browser.send(talk, {"agreed-1": "Walk to the gate", "agreed-3": "Call the library"})
    assert {(task.words, task.owner_id) for task in all_of(FollowUp)} == {
        ("Walk to the gate", world.mentor.id),
        ("Call the library", world.mentor.id),
    }
    assert "Next step agreed : Walk to the gate" in browser.see(f"/clients/{world.client.id}").words
    assert "Agreed the last time Walk to the gate Call the library" in browser.see(talk).words
    plan = make_activity(world.client, world.mentor, today(), outcome=Outcome.PLANNED, starts_at=time(23, 30))
    for address in ("/", f"/activities/{plan.id}/edit", f"/clients/{world.client.id}/activities/new"):
        assert "You agreed: Walk to the gate Call the library" in browser.see(address).words, address


def test_everything_may_be_skipped(world, as_):
    make_area(world.client)
    history, talk = pages_of(world)
    browser = as_(world.mentor)
    assert history in browser.see(talk).links
    browser.send(talk)
    assert "Nothing has been said yet. All of it can be skipped." in browser.page.words
    assert all_of(AreaTalk) == []


def test_what_was_sent_twice_is_kept_once(world, as_):
    _history, talk = pages_of(world)
    browser = as_(world.mentor)
    fields = browser.see(talk).forms[-1]["fields"]
    sent = {
        "csrf_token": fields["csrf_token"],
        "record_id": fields["record_id"],
        "words-1": "Nights",
        "agreed-1": "Rest",
    }
    for _each in range(2):
        assert browser.post(talk, data=sent).status_code == 303
    assert (len(all_of(AreaTalk)), len(all_of(LifeArea)), len(all_of(FollowUp))) == (1, 1, 1)


def test_an_area_that_ended_is_asked_no_more_and_stays_in_what_was_said(world, as_):
    area, (history, talk) = make_area(world.client), pages_of(world)
    browser = as_(world.mentor)
    browser.send(talk, {f"level-{area.id}": "0"})
    browser.see(history)
    browser.send(f"/areas/{area.id}/end", fresh=False)
    assert f"level-{area.id}" not in {field.get("name") for field in browser.see(talk).fields}
    assert "Leaving the house : hard" in browser.see(history).words


def test_a_talk_in_error_is_compared_with_no_more(world, as_):
    area, (history, talk) = make_area(world.client), pages_of(world)
    as_(world.mentor).send(talk, {f"level-{area.id}": "1", "understand": "Of another", "agreed-1": "Go there"})
    (wrong,) = all_of(AreaTalk)
    there = f"/areas/talks/{wrong.id}/error"
    assert as_(world.team_mate).get(there).status_code == 404
    browser = as_(world.mentor)
    assert there in browser.see(history).links
    browser.send(there)
    assert "Missing: What was wrong" in browser.page.words
    browser.send(there, {"reason": "Another client's."})
    assert "This is already marked as entered in error." in browser.see(there).words
    told = browser.see(history)
    assert there not in told.links
    assert ("One entry entered in error" in told.words, "Another client's." in told.words) == (True, True)
    assert "Of another" not in told.words
    asked = browser.see(talk).words
    assert ("Last time" in asked, "Agreed the last time" in asked) == (False, False)
    assert "Of another" not in browser.see(f"/clients/{world.client.id}/plan-review").words
    assert [task.words for task in all_of(FollowUp)] == ["Go there"]


def test_an_area_of_somebody_else_is_not_taken(world, as_):
    theirs = make_area(make_client(world.team, world.mentor))
    _history, talk = pages_of(world)
    as_(world.mentor).send(talk, {f"level-{theirs.id}": "2", "understand": "Something"})
    assert all_of(AreaRating) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_client_rates_while_holding_the_screen(app, world, as_):
    area, (_history, talk) = make_area(world.client), pages_of(world)
    browser = as_(world.mentor)
    hand_screen_of(app, browser, world.client.id)
    assert talk in browser.see("/with").links
    answer = browser.send(talk, {f"level-{area.id}": "4"})
    assert answer.location == "/with"
    assert [each.level for each in all_of(AreaRating)] == [4]
    assert browser.get(f"/clients/{world.client.id}/areas").status_code != 200
