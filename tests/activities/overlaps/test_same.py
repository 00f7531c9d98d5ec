"""The same meeting twice is asked about, and stored twice only by whoever says that there were two."""

import threading
from datetime import date, time

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.activities.actions import record_activity
from caseapp.activities.models import Activity
from caseapp.activities.notes.forms import NoteForm
from caseapp.activities.rules import ActivityDraft, Mode, Outcome
from caseapp.activities.when_rules import AlreadyThere
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db
from tests.drawn import drawn
from tests.form_ids import form_id
from tests.world import amend, make_activity, make_client

TODAY = date(2026, 11, 22)
MET = {"outcome": "held", "held_on": "2026-11-21", "starts_at": "09:00", "mode": "phone", "minutes": "60"}
SAID = {**MET, "safety": "none", "note": "We talked."}
PLAN = {"held_on": "2026-11-24", "starts_at": "16:00", "minutes": "45", "mode": "outing", "weeks": "3"}
NOTED = "A meeting of the same length is already noted at this time."


def count():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Activity).where(for_maintenance()))


def noted(client, by, **more):
    return make_activity(client, by, date(2026, 11, 21), **{"starts_at": time(9), "minutes": 60, **more})


def new(client):
    return f"/clients/{client.id}/activities/new"


def test_a_second_note_of_the_same_time_is_asked_about_and_keeps_its_text(world, as_):
    first = noted(world.client, world.mentor)
    browser = as_(world.mentor)
    assert browser.send(new(world.client), {**SAID, "note": "The second one."}).status_code == 200
    assert NOTED in browser.page.words
    assert "The second one." in browser.page.html
    assert f"/activities/{first.id}" in browser.page.links
    assert count() == 1
    again = {**drawn(browser.page), "anyway": "1"}
    assert [browser.post(new(world.client), data=again).status_code for _tap in "ab"] == [303, 303]
    assert count() == 2


@pytest.mark.parametrize(
    "other",
    [{"starts_at": "09:01"}, {"minutes": "45"}, {"held_on": "2026-11-20"}, {"outcome": "no_show", "minutes": ""}],
)
def test_another_hour_length_or_day_is_another_meeting(world, as_, other):
    noted(world.client, world.mentor)
    assert as_(world.mentor).send(new(world.client), {**SAID, **other}).status_code == 303


def test_neither_another_client_nor_an_error_nor_a_plan_is_the_same_meeting(world, as_):
    noted(make_client(world.team, world.mentor), world.mentor)
    amend(noted(world.client, world.mentor), error_at=now())
    noted(world.client, world.mentor, outcome=Outcome.PLANNED)
    assert as_(world.mentor).send(new(world.client), SAID).status_code == 303


def test_of_two_tabs_the_second_is_asked(world, as_):
    browser = as_(world.mentor)
    tabs = [drawn(browser.see(new(world.client))) for _tab in "ab"]
    answers = [browser.post(new(world.client), data={**tab, **SAID}).status_code for tab in tabs]
    assert answers == [303, 200]
    assert NOTED in browser.page.words
    assert count() == 1


def test_of_many_who_note_the_same_meeting_at_once_one_is_stored(world, app):
    draft = ActivityDraft(TODAY, time(9), 60, Mode.PHONE, Outcome.HELD)
    mentor, client_id, answers = world.mentor, world.client.id, []
    start = threading.Barrier(4)

    def note():
        with app.app_context():
            start.wait()
            try:
                answers.append(record_activity(mentor, client_id, draft, IdempotencyKey(uuid7(), b"")) is not None)
            except AlreadyThere:
                answers.append(False)

    threads = [threading.Thread(target=note) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True]
    db.session.rollback()
    assert count() == 1


def test_a_note_changed_into_another_one_is_asked_about_and_one_left_alone_is_not(world, as_):
    noted(world.client, world.mentor)
    second = noted(world.client, world.mentor)
    third = noted(world.client, world.mentor, starts_at=time(12))
    browser = as_(world.mentor)
    path = f"/activities/{second.id}/edit"
    assert browser.post(path, data={**drawn(browser.see(path)), "note": "More."}).status_code == 303
    path = f"/activities/{third.id}/edit"
    moved = {**drawn(browser.see(path)), "starts_at": "09:00"}
    assert browser.post(path, data=moved).status_code == 200
    assert NOTED in browser.page.words
    assert browser.post(path, data={**moved, "anyway": "1"}).status_code == 303


def test_the_outcome_of_a_plan_that_was_noted_meanwhile_is_asked_about(world, as_):
    plan = noted(world.client, world.mentor, outcome=Outcome.PLANNED)
    noted(world.client, world.mentor)
    browser = as_(world.mentor)
    path = f"/activities/{plan.id}/edit"
    said = {**drawn(browser.see(path)), "outcome": "held"}
    assert browser.post(path, data=said).status_code == 200
    assert NOTED in browser.page.words
    assert browser.post(path, data={**said, "anyway": "1"}).status_code == 303


def test_a_meeting_planned_twice_is_asked_about_in_any_of_its_weeks(world, as_):
    there = noted(world.client, world.mentor, outcome=Outcome.PLANNED)
    amend(there, held_on=date(2026, 12, 8), starts_at=time(16), minutes=45)
    browser, path = as_(world.mentor), f"/clients/{world.client.id}/plans/new"
    sent = {**drawn(browser.see(path)), **PLAN}
    assert browser.post(path, data=sent).status_code == 200
    assert "already planned at this time" in browser.page.words
    assert count() == 1
    assert browser.post(path, data={**sent, "anyway": "1"}).status_code == 303
    assert count() == 4


def test_a_plan_moved_onto_another_is_asked_about(world, as_):
    for hour in (9, 12):
        plan = noted(world.client, world.mentor, outcome=Outcome.PLANNED, starts_at=time(hour))
        amend(plan, held_on=date(2026, 11, 24))
    browser, path = as_(world.mentor), f"/activities/{plan.id}/plan"
    moved = {**drawn(browser.see(path)), "starts_at": "09:00"}
    assert browser.post(path, data=moved).status_code == 200
    assert browser.post(path, data={**moved, "anyway": "1"}).status_code == 303


def test_a_former_mentor_learns_nothing_of_what_others_noted(world, as_):
    """The assignment ended; somebody else noted the same meeting while both were there."""
    on = {**SAID, "held_on": "2026-05-03"}
    make_activity(world.client, world.mentor, date(2026, 5, 3), starts_at=time(9), minutes=60)
    browser = as_(world.former_mentor)
    token = browser.see("/activities/new").field("csrf_token")
    first, second = ({**on, "csrf_token": token, "record_id": form_id(world.former_mentor, NoteForm)} for _note in "ab")
    assert browser.post(new(world.client), data=first).status_code == 303
    assert browser.see("/activities/new").words.count("another meeting") == 0
    assert browser.post(new(world.client), data=second).status_code == 200
    assert NOTED in browser.page.words
    assert not [link for link in browser.page.links if link.startswith("/activities/") and link != "/activities/new"]
