"""The first page of each role."""

import json
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.activities.rules import Outcome
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clock import now
from caseapp.db import db
from caseapp.followups.rules import FollowUpState
from tests.statements import statements
from tests.trail import clients_of
from tests.world import assign, make_activity, make_client, make_follow_up, make_goal, make_user

TODAY = date(2026, 11, 22)


def agree(client, mentor, words, on=None, **more):
    make_follow_up(client, mentor, on, words=words, **more)


def reading(page):
    found = sa.select(Entry).where(Entry.act == Act.READ)
    (entry,) = [entry for entry in db.session.scalars(found) if json.loads(entry.detail)["page"] == page]
    return clients_of(entry.id)


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [
        ("2026-11-22T04:00:00+00:00", "Good morning, Maya"),
        ("2026-11-22T10:00:00+00:00", "Good afternoon, Maya"),
        ("2026-11-22T15:30:00+00:00", "Good evening, Maya"),
        ("2026-11-22T21:00:00+00:00", "Hello, Maya"),
    ],
)
def test_one_is_greeted_by_the_hour_of_the_organisation(world, as_, clock, hour, greeting):
    clock.move_to(hour)
    page = as_(world.mentor).see("/")
    assert page.headings == [greeting]
    assert "Sunday, 22 November" in page.words


def test_a_mentor_sees_what_was_agreed_next_and_what_waits(world, as_):
    second = make_client(world.team, world.mentor, given_name="Amir", family_name="Haddad")
    agree(world.client, world.mentor, "a walk in the park", TODAY + timedelta(days=1))
    agree(second, world.mentor, "to call the library", TODAY - timedelta(days=2))
    words = as_(world.mentor).see("/").words
    waiting, coming, people = (words.index(part) for part in ("Waiting for you", "Next step agreed", "My people"))
    assert waiting < words.index("Due Friday, 20 November to call the library") < coming
    assert coming < words.index("tomorrow a walk in the park") < people
    assert "Next: a walk in the park , tomorrow" in words[people:]
    assert "to call the library" not in words[people:]


def test_what_is_done_or_was_raised_in_error_waits_no_longer(world, as_):
    agree(world.client, world.mentor, "an old step", TODAY - timedelta(days=2), state=FollowUpState.DONE)
    agree(world.client, world.mentor, "a mistaken step", TODAY, error_at=now())
    page = as_(world.mentor).see("/")
    assert "an old step" not in page.words
    assert "a mistaken step" not in page.words
    assert "Waiting for you" not in page.words


def test_planned_meetings_of_the_week_stand_first_and_passed_ones_ask_what_became_of_them(world, as_):
    make_activity(world.client, world.mentor, TODAY - timedelta(days=1), outcome=Outcome.PLANNED, starts_at=time(9))
    make_activity(world.client, world.mentor, TODAY + timedelta(days=3), outcome=Outcome.PLANNED, starts_at=time(16))
    make_activity(world.client, world.mentor, TODAY + timedelta(days=30), outcome=Outcome.PLANNED, starts_at=time(12))
    words = as_(world.mentor).see("/").words
    assert words.index("Planned meetings 2") < words.index("Outcome to record") < words.index("16:00")
    assert "12:00" not in words


def test_the_ring_and_the_words_tell_the_same(world, as_):
    make_activity(world.client, world.mentor, TODAY - timedelta(days=8))
    page = as_(world.mentor).see("/")
    assert "Last met 8 days ago; expected every 7 days" in page.words
    assert "Time to meet" in page.words
    assert "ring-due" in page.html


def test_every_person_of_the_list_has_a_way_to_a_note(world, as_):
    assert f"/clients/{world.client.id}/activities/new" in as_(world.mentor).see("/").links


def test_a_mentor_without_people_is_told_kindly(world, as_):
    assert "You have no clients yet" in as_(make_user(Role.MENTOR, world.team)).see("/").words


def test_the_trail_names_exactly_whom_the_first_page_showed(world, as_):
    as_(world.mentor).see("/")
    assert reading("today") == {world.client.id}


def test_the_administrator_is_shown_no_client(world, as_):
    make_goal(world.client, client_words="secret words")
    make_activity(world.client, world.mentor, TODAY, note="secret note")
    agree(world.client, world.mentor, "secret step", TODAY)
    page = as_(world.administrator).see("/")
    for hidden in ("secret", "יעל", "מזרחי", "Last met"):
        assert hidden not in page.words
    assert {"/users", "/trail"} <= set(page.links)


def test_an_unknown_role_is_let_nowhere(world, as_):
    as_(make_user("director", world.team)).see("/", 403)


def test_the_first_page_costs_the_same_for_few_people_and_for_many(world, as_):
    make_activity(world.client, world.mentor, TODAY)
    browser = as_(world.mentor)
    browser.see("/")
    with statements() as few:
        browser.see("/")
    for _ in range(20):
        client = make_client(world.team, world.mentor)
        make_activity(client, world.mentor, TODAY, outcome=Outcome.PLANNED)
        agree(client, world.mentor, "a step", TODAY)
        assign(client, world.team_mate)
    with statements() as many:
        browser.see("/")
    assert len(few) == len(many)
    assert len([text for text in many if "sign_ins" not in text and "trail_" not in text]) == 8
