"""The pages of planned meetings."""

import threading
from datetime import date, time, timedelta

import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.activities.plans.queries import coming_meetings
from caseapp.activities.rules import Outcome
from caseapp.activities.timeline_queries import find_activity_details, timeline_of
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from tests.drawn import drawn
from tests.world import assign, make_activity, make_goal

TODAY = date(2026, 11, 22)
TUESDAY = TODAY + timedelta(days=2)
SAID = {"outcome": "held", "starts_at": "09:00", "minutes": "60", "note": "Coffee in the garden."}


def planned(world, on=TODAY):
    return make_activity(world.client, world.mentor, on, outcome=Outcome.PLANNED, starts_at=time(9), note="")


def plans(world):
    return f"/clients/{world.client.id}/plans"


def test_a_meeting_is_planned_listed_moved_and_cancelled(world, as_):
    browser = as_(world.mentor)
    wanted = {"held_on": "2026-11-24", "starts_at": "16:00", "minutes": "45", "mode": "outing", "weeks": "2"}
    more = {"place": "community", "place_words": "The café at the corner", "discreet": "y"}
    assert browser.send(f"{plans(world)}/new", {**wanted, **more}).headers["Location"] == plans(world)
    page = browser.see(plans(world))
    assert "2 meetings planned." in page.words
    assert page.words.count("The café at the corner") == page.words.count("Discreet") == 2
    first, second = coming_meetings(world.mentor)
    assert f"/activities/{first.id}" in page.links
    path = f"/activities/{first.id}/plan"
    form = {**drawn(browser.see(path)), "starts_at": "18:30"}
    assert [browser.post(path, data=form).status_code for _time in range(2)] == [303, 303]
    path = f"/activities/{second.id}/cancellation"
    form = {**drawn(browser.see(path)), "reason": "The flu"}
    assert [browser.post(path, data=form).status_code for _time in range(2)] == [303, 303]
    [kept] = coming_meetings(world.mentor)
    assert (kept.id, kept.starts_at, kept.place_words, kept.discreet) == (
        first.id,
        time(18, 30),
        first.place_words,
        True,
    )
    assert find_activity_details(world.mentor, second.id).outcome is Outcome.CLIENT_CANCELLED


def test_what_cannot_be_planned_is_refused_with_a_sentence(world, as_):
    browser = as_(world.mentor)
    good = {"held_on": "2026-11-24", "starts_at": "16:00", "minutes": "45", "mode": "outing", "weeks": "1"}
    wrongs = [
        ({"held_on": "2026-11-21"}, "This date has passed"),
        ({"held_on": "2026-02-31"}, "There is no date “2026-02-31” in the calendar."),
        ({"held_on": "2099-12-31", "weeks": "26"}, "a year ahead"),
        ({"weeks": "27"}, "whole number from"),
        ({"minutes": "0"}, "whole number from"),
        ({"place_words": "x" * 100_000}, "at most 300 characters"),
    ]
    for wrong, sentence in wrongs:
        assert browser.send(f"{plans(world)}/new", {**good, **wrong}).status_code == 200
        assert sentence in browser.page.words
    assert coming_meetings(world.mentor) == []


def test_a_plan_moved_meanwhile_shows_both(world, as_):
    plan = planned(world, TUESDAY)
    path = f"/activities/{plan.id}/plan"
    first, second = as_(world.mentor), as_(world.supervisor)
    mine, theirs = drawn(first.see(path)), drawn(second.see(path))
    assert second.post(path, data={**theirs, "starts_at": "17:00", "discreet": "y"}).status_code == 303
    assert first.post(path, data={**mine, "starts_at": "18:00"}).status_code == 409
    assert all(text in first.page.words for text in ("17:00", "18:00", "Yes", "No"))
    assert first.post(path, data=drawn(first.page)).status_code == 303
    assert coming_meetings(world.mentor)[0].starts_at == time(18)


def test_a_note_begins_with_the_plan_and_keeps_its_place(world, as_):
    plan = planned(world)
    browser = as_(world.mentor)
    assert f"/activities/{plan.id}/edit" in browser.see(f"/clients/{world.client.id}/activities/new").links
    path = f"/activities/{plan.id}/edit"
    form = drawn(browser.see(path))
    assert (form["held_on"], form["starts_at"], form["outcome"]) == (["2026-11-22"], ["09:00"], ["held"])
    assert browser.post(path, data={**form, "note": "We met."}).status_code == 303
    assert f"/activities/{plan.id}/edit" not in browser.see(f"/clients/{world.client.id}/activities/new").links
    assert [told.id for told in timeline_of(world.mentor, world.client.id)] == [plan.id]


def test_a_plan_still_ahead_is_no_note_yet(world, as_):
    plan = planned(world, TUESDAY)
    browser = as_(world.mentor)
    page = browser.see(f"/activities/{plan.id}")
    assert {f"/activities/{plan.id}/plan", f"/activities/{plan.id}/cancellation"} <= set(page.links)
    answer = browser.send(
        f"/activities/{plan.id}/edit", {**SAID, "held_on": "2026-11-24", "mode": "home", "safety": "none"}
    )
    assert answer.status_code == 200
    assert "in the future" in browser.page.words


def test_the_day_of_the_next_meeting_is_one_tap(world, as_):
    planned(world, TODAY + timedelta(days=9))
    make_goal(world.client)
    browser = as_(world.mentor)
    page = browser.see(f"/clients/{world.client.id}/activities/new")
    assert "Next meeting, Tuesday 1.12.2026" in page.words
    tapped = {"next_step": "Call Michal", "next_day": "2026-12-01", "note": "We met."}
    answer = browser.post(f"/clients/{world.client.id}/activities/new", data={**drawn(page), **tapped})
    assert answer.status_code == 303
    assert timeline_of(world.mentor, world.client.id)[0].next_step_on == date(2026, 12, 1)
    assert "The next step is on your to-do list." in browser.see(answer.headers["Location"]).words


def test_of_mentor_and_supervisor_one_notes_the_plan_and_the_other_sees_both_texts(world, as_):
    plan = planned(world)
    path = f"/activities/{plan.id}/edit"
    first, second = as_(world.mentor), as_(world.supervisor)
    mine, theirs = drawn(first.see(path)), drawn(second.see(path))
    assert first.post(path, data={**mine, "note": "The mentor's text"}).status_code == 303
    assert second.post(path, data={**theirs, "note": "The supervisor's text"}).status_code == 409
    assert all(text in second.page.words for text in ("The mentor's text", "The supervisor's text"))
    assert find_activity_details(world.mentor, plan.id).note == "The mentor's text"


def test_of_two_mentors_the_second_keeps_the_text_as_a_note_of_ones_own(world, as_):
    assign(world.client, world.team_mate)
    plan = planned(world)
    path = f"/activities/{plan.id}/edit"
    first, second = as_(world.mentor), as_(world.team_mate)
    mine, theirs = drawn(first.see(path)), drawn(second.see(path))
    assert (
        second.post(path, data={**theirs, "note": "The second mentor's text", "remark": "For Dana"}).status_code == 303
    )
    assert first.post(path, data={**mine, "note": "My own text"}).status_code == 409
    page = first.page
    assert all(text in page.html for text in ("The second mentor&#39;s text", "My own text"))
    assert "For Dana" not in page.html
    assert first.post(f"/clients/{world.client.id}/activities/new", data=drawn(page)).status_code == 303
    assert {told.note for told in timeline_of(world.mentor, world.client.id)} == {
        "The second mentor's text",
        "My own text",
    }
    first.see(path, 403)


def test_of_many_who_note_one_plan_at_once_one_wins_and_nobody_makes_a_second(world, as_, app):
    assign(world.client, world.team_mate)
    plan = planned(world)
    path = f"/activities/{plan.id}/edit"
    people = [world.mentor, world.team_mate, world.supervisor] * 2
    browsers = [as_(person) for person in people]
    forms = [{**drawn(browser.see(path)), "note": f"Text {number}"} for number, browser in enumerate(browsers)]
    answers = []

    def post(number):
        with app.app_context():
            answers.append(browsers[number].post(path, data=forms[number]).status_code)

    threads = [threading.Thread(target=post, args=(number,)) for number in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, *[409] * 5]
    kept = sa.select(sa.func.count()).select_from(Activity).where(for_maintenance())
    assert db.session.scalar(kept) == 1
    assert find_activity_details(world.mentor, plan.id).outcome is Outcome.HELD
