"""After a note is saved one is where one was before, and can take it back as long as the page stands."""

import json
import re
from datetime import date, time

import pytest
import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.activities.rules import Outcome
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.drafts.queries import list_unfinished
from caseapp.followups.models import Concern, FollowUp
from tests.world import amend, make_activity, make_client, make_goal

TODAY = date(2026, 11, 22)
NOTE = {
    "outcome": "held",
    "held_on": "2026-11-22",
    "starts_at": "08:00",
    "minutes": "60",
    "mode": "in_person",
    "safety": "none",
    "next_day": "",
    "note": "We walked",
}
STEP = {"next_step": "Yael will write to Michal", "next_step_on": "2026-11-29"}


def written(browser, client, came_from="/", **more):
    """Write a note, opened on that page; the address that follows."""
    path = f"/clients/{client.id}/activities/new"
    browser.get(path, headers={"Referer": f"http://localhost{came_from}"})
    hidden = {name: browser.page.field(name) for name in ("csrf_token", "record_id", "back")}
    return browser.post(path, data={**hidden, **NOTE, **more}).headers["Location"]


def undo(browser, page):
    (form,) = [form for form in page.forms if str(form["action"]).endswith("/undoing")]
    return browser.post(form["action"], data=form["fields"])


def only(world, kind):
    return db.session.scalars(about_visible_clients(world.supervisor, kind)).one()


@pytest.mark.parametrize("came_from", ["/", "/board", "/clients?after=01a22887-83e2-76d1-a0e9-b090adb5f9fe"])
def test_one_returns_to_where_one_came_from(world, as_, came_from):
    assert written(as_(world.mentor), world.client, came_from) == came_from


@pytest.mark.parametrize("came_from", ["//evil.test/", "/nowhere", "/users"])
def test_one_returns_to_no_page_that_one_may_not_open(world, as_, came_from):
    assert written(as_(world.mentor), world.client, came_from) == f"/clients/{world.client.id}"


def test_another_sites_page_is_none_of_ours(world, as_):
    browser = as_(world.mentor)
    browser.get(f"/clients/{world.client.id}/activities/new", headers={"Referer": "http://evil.test/board"})
    assert browser.page.field("back") is None


def test_where_only_the_client_was_chosen_one_returns_to_the_day(world, as_):
    assert written(as_(world.mentor), world.client, "/activities/new") == "/"


def test_the_page_says_what_was_saved_and_who_is_next(world, as_, clock):
    clock.move_to("2026-11-22T07:00:00+00:00")
    second = make_client(world.team, world.mentor, given_name="David", family_name="Cohen")
    make_activity(second, world.mentor, TODAY, outcome=Outcome.PLANNED, starts_at=time(13), note="")
    make_activity(world.client, world.mentor, TODAY, outcome=Outcome.PLANNED, starts_at=time(7), note="")
    browser = as_(world.mentor)
    page = browser.see(written(browser, world.client))
    assert re.search("Note of 22.11 with .?יעל.? saved", page.words)
    assert re.search("next: .?David.? 13:00", page.words)
    assert "/undoing" not in browser.see("/").html


def test_undone_at_once_it_is_in_error_its_tasks_go_and_its_text_returns(world, as_):
    goal = make_goal(world.client)
    browser = as_(world.mentor)
    fields = {**STEP, "goals": str(goal.id), f"movement-{goal.id}": "step", "client_words": "I did it"}
    page = browser.see(written(browser, world.client, **fields))
    answer = undo(browser, page)
    activity = only(world, Activity)
    assert activity.is_in_error
    assert activity.error_reason == "Undone at once"
    assert only(world, FollowUp).is_in_error
    page = browser.see(answer.headers["Location"])
    assert "Undone. Your text is here again" in page.words
    for words in ("We walked", "I did it", STEP["next_step"]):
        assert words in page.html
    [draft] = list_unfinished(world.mentor)
    assert draft.path == f"/clients/{world.client.id}/activities/new"
    kept = json.loads(re.search(r'data-kept="([^"]*)"', page.html)[1].replace("&#34;", '"').replace("&quot;", '"'))
    assert {"note": "We walked", "starts_at": "08:00", f"movement-{goal.id}": "step"}.items() <= dict(kept).items()
    assert "Unfinished:" in browser.see("/").words
    entries = db.session.scalars(sa.select(Entry.act).where(Entry.act == Act.ENTERED_IN_ERROR)).all()
    assert len(entries) == 2  # the note and its task


def test_a_safety_concern_stays(world, as_):
    browser = as_(world.mentor)
    undo(browser, browser.see(written(browser, world.client, safety="consult")))
    assert only(world, Activity).is_in_error
    assert not only(world, Concern).is_in_error


def test_a_second_tap_changes_nothing(world, as_):
    browser = as_(world.mentor)
    page = browser.see(written(browser, world.client))
    first, second = undo(browser, page), undo(browser, page)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(list_unfinished(world.mentor)) == 1


def test_what_was_changed_since_is_not_undone(world, as_):
    browser = as_(world.mentor)
    page = browser.see(written(browser, world.client))
    amend(only(world, Activity), kilometres=4)
    assert undo(browser, page).status_code == 409
    assert not only(world, Activity).is_in_error
    assert list_unfinished(world.mentor) == []


def test_only_the_writer_undoes(world, as_):
    note = make_activity(world.client, world.mentor, TODAY)
    for person, status in ((world.supervisor, 403), (world.team_mate, 404), (world.former_mentor, 404)):
        browser = as_(person)
        browser.see("/account")
        answer = browser.post(
            f"/activities/{note.id}/undoing",
            data={"csrf_token": browser.page.field("csrf_token"), "version": "1"},
        )
        assert answer.status_code == status, person.name
    db.session.refresh(note)
    assert not note.is_in_error


def test_a_planned_meeting_is_noted_and_undone_from_the_day(world, as_):
    plan = make_activity(world.client, world.mentor, TODAY, outcome=Outcome.PLANNED, note="")
    browser = as_(world.mentor)
    path = f"/activities/{plan.id}/edit"
    browser.get(path, headers={"Referer": "http://localhost/"})
    hidden = {name: browser.page.field(name) for name in ("csrf_token", "version", "back")}
    there = browser.post(path, data={**hidden, **NOTE}).headers["Location"]
    assert there == "/"
    page = browser.see(undo(browser, browser.see(there)).headers["Location"])
    assert "We walked" in page.html
    assert only(world, Activity).is_in_error


def test_a_later_edit_is_saved_without_a_way_to_undo(world, as_):
    note = make_activity(world.client, world.mentor, TODAY)
    browser = as_(world.mentor)
    path = f"/activities/{note.id}/edit"
    browser.see(path)
    hidden = {name: browser.page.field(name) for name in ("csrf_token", "version")}
    there = browser.post(path, data={**hidden, **NOTE, "note": "We sat"}).headers["Location"]
    assert "/undoing" not in browser.see(there).html
