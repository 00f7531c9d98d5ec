"""The pages of the note."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.activities.models import Activity
from caseapp.activities.rules import Movement, Outcome
from caseapp.activities.timeline_queries import timeline_of
from caseapp.clients.queries import for_maintenance
from caseapp.db import db, writing
from caseapp.followups.rules import Safety
from tests.drawn import drawn
from tests.world import assign, make_activity, make_goal

TODAY = date(2026, 11, 22)
SAID = {
    "outcome": "held",
    "held_on": "2026-11-22",
    "starts_at": "09:00",
    "mode": "in_person",
    "minutes": "60",
    "note": "Coffee in the garden.",
    "safety": "none",
}
HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}\u202eevil'


def new(client):
    return f"/clients/{client.id}/activities/new"


def count():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Activity).where(for_maintenance()))


def test_a_mentor_chooses_among_own_clients(world, as_):
    page = as_(world.mentor).see("/activities/new")
    assert new(world.client) in page.links
    assert new(world.team_mates_client) not in page.links
    assert "Not met yet" in page.words


def test_a_note_takes_four_taps_and_a_sentence(world, as_):
    """How the goal moved, day of the next step, save; all else is filled in beforehand."""
    goal = make_goal(world.client)
    browser = as_(world.mentor)
    sent = drawn(browser.see(new(world.client)))
    tapped = {f"movement-{goal.id}": "step", "next_step": "Invite her back", "next_day": "2026-11-24"}
    answer = browser.post(new(world.client), data={**sent, **tapped, "note": "She invited me."})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/clients/{world.client.id}"
    told = timeline_of(world.mentor, world.client.id)[0]
    assert (told.held_on, told.starts_at.isoformat("minutes"), told.minutes) == (TODAY, "09:00", 60)
    assert told.goals[0].movement is Movement.STEP
    assert (told.next_step_on, told.note) == (date(2026, 11, 24), "She invited me.")


def test_another_length_wins_over_the_chip_and_comes_back_next_time(world, as_):
    browser = as_(world.mentor)
    assert browser.send(new(world.client), {**SAID, "other_minutes": "75"}).status_code == 303
    assert timeline_of(world.mentor, world.client.id)[0].minutes == 75
    assert browser.see(new(world.client)).field("other_minutes") == "75"


@pytest.mark.parametrize("outcome", ["client_cancelled", "mentor_cancelled", "no_show"])
def test_a_meeting_that_failed_is_kept_with_no_length(world, as_, outcome):
    assert as_(world.mentor).send(new(world.client), {**SAID, "outcome": outcome}).status_code == 303
    told = timeline_of(world.mentor, world.client.id)[0]
    assert (told.outcome, told.minutes) == (Outcome(outcome), 0)


def test_and_one_more_leads_to_the_next_note(world, as_):
    answer = as_(world.mentor).send(new(world.client), {**SAID, "more": "1"})
    assert answer.headers["Location"] == "/activities/new"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"held_on": "2026-11-23"}, "in the future"),
        ({"held_on": "2026-02-31"}, "There is no date “2026-02-31” in the calendar."),
        ({"held_on": "0001-01-01"}, "between the years 1900"),
        ({"held_on": "2024-02-29"}, "two years ago"),
        ({"held_on": "yesterday"}, "“yesterday” is not a date."),
        ({"held_on": ""}, "Missing: "),
        ({"held_on": "2026-03-27", "starts_at": "02:30"}, "clocks went forward"),
        ({"starts_at": "10:01"}, "in the future"),
        ({"starts_at": "25:00"}, "Enter the time"),
        ({"minutes": "", "other_minutes": ""}, "how long it took"),
        ({"other_minutes": "1441"}, "whole number"),
        ({"other_minutes": "x"}, "whole number"),
        ({"note": "", "safety": "watch"}, "what worries you"),
        ({"outcome": "vanished"}, "Not a valid choice"),
        ({"next_step": "Call", "next_step_on": "2026-11-21"}, "The next step must"),
        ({"next_step": "Call"}, "Choose a day for the next step."),
        ({"next_step_on": "2026-11-24"}, "Say what the next step is"),
        ({"next_day": "2026-11-24"}, "Say what the next step is"),
        ({"next_day": "soon"}, "Not a valid choice"),
        ({"goals": "00000000-0000-0000-0000-000000000000"}, "valid choice"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_the_text_is_kept(world, as_, wrong, sentence):
    browser = as_(world.mentor)
    answer = browser.send(new(world.client), {"client_words": "Keep me", **SAID, **wrong})
    assert answer.status_code == 200
    assert sentence in browser.page.words
    assert "Keep me" in browser.page.html
    assert count() == 0


def test_the_hour_that_comes_twice_in_autumn_is_taken(world, as_):
    wanted = {**SAID, "held_on": "2026-10-25", "starts_at": "01:30"}
    assert as_(world.mentor).send(new(world.client), wanted).status_code == 303


def test_the_choice_of_a_day_drawn_yesterday_is_still_taken(world, as_, clock):
    browser = as_(world.mentor)
    sent = {**drawn(browser.see(new(world.client))), "next_step": "Call", "next_day": "2026-11-23", "note": "Late."}
    clock.shift(timedelta(days=1))
    browser = as_(world.mentor)
    sent["csrf_token"] = browser.see(new(world.client)).field("csrf_token")
    assert browser.post(new(world.client), data=sent).status_code == 303


def test_a_double_tap_makes_one_note_and_another_text_under_its_id_goes_to_both(world, as_):
    browser = as_(world.mentor)
    sent = {**drawn(browser.see(new(world.client))), **SAID}
    first, second = (browser.post(new(world.client), data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert browser.post(new(world.client), data={**sent, "note": "It rained, though"}).status_code == 409
    [note] = timeline_of(world.mentor, world.client.id)
    assert note.note in browser.page.words
    assert f"/activities/{note.id}/edit" in [form["action"] for form in browser.page.forms], "to be saved as a change"
    assert browser.post(f"/activities/{note.id}/edit", data=drawn(browser.page)).status_code == 303
    assert [each.note for each in timeline_of(world.mentor, world.client.id)] == ["It rained, though"]


def test_hostile_text_comes_out_as_text(world, as_):
    browser = as_(world.mentor)
    wanted = {**SAID, "note": HOSTILE, "client_words": HOSTILE, "next_step": HOSTILE, "next_day": "2026-11-24"}
    assert browser.send(new(world.client), wanted).status_code == 303
    told = timeline_of(world.mentor, world.client.id)[0]
    assert "\u202e" not in told.note
    page = browser.see(f"/activities/{told.id}")
    assert page.words.count("<script>alert(1)</script>{{ 7 * 7 }}") == 3
    assert all(script.get("src") for script in page.scripts)
    browser.see(f"/activities/{told.id}/edit")


def test_an_emergency_shows_whom_to_call(world, as_):
    page = as_(world.mentor).see(new(world.client))
    assert {"tel:101", "tel:100", "tel:1201"} <= set(page.links)


@pytest.mark.parametrize("who", ["team_mate", "former_mentor", "other_mentor", "other_supervisor"])
def test_the_pages_do_not_exist_for_others(world, as_, who):
    activity = make_activity(world.client, world.mentor, TODAY)
    browser = as_(getattr(world, who))
    for path in (new(world.client), *(f"/activities/{activity.id}{more}" for more in ("", "/edit", "/error"))):
        browser.see(path, 404)


def test_the_administrator_comes_in_nowhere(world, as_):
    activity = make_activity(world.client, world.mentor, TODAY)
    for path in ("/activities/new", new(world.client), f"/activities/{activity.id}"):
        as_(world.administrator).see(path, 403)


def late(browser, client, **more):
    token = browser.see("/account").field("csrf_token")
    sent = {**SAID, "csrf_token": token, **more}
    return browser.post(new(client), data=sent, follow_redirects=False)


def test_the_late_note_of_a_former_mentor_is_taken_and_the_file_stays_closed(world, as_):
    goal = make_goal(world.client, wording="Secret wish")
    browser = as_(world.former_mentor)
    answer = late(browser, world.client, held_on="2026-06-30", goals=str(goal.id))
    assert answer.status_code == 303
    page = browser.see(answer.headers["Location"])
    assert "the file stays closed" in page.words
    assert "יעל" not in page.html
    told = timeline_of(world.mentor, world.client.id)[0]
    assert (told.author, told.goals[0].goal_id) == (world.former_mentor.name, goal.id)


def test_a_late_note_with_a_fault_is_shown_again_without_a_word_about_the_client(world, as_):
    goal = make_goal(world.client, wording="Secret wish")
    browser = as_(world.former_mentor)
    answer = late(browser, world.client, held_on="2026-06-30", goals=str(goal.id), minutes="", note="My words")
    assert answer.status_code == 200
    assert "My words" in browser.page.html
    assert str(goal.id) in browser.page.html
    assert "Secret wish" not in browser.page.html
    assert "יעל" not in browser.page.html


@pytest.mark.parametrize("day", ["2026-07-01", "2026-11-22", "2024-12-31", "nonsense", ""])
def test_a_former_mentors_note_for_any_other_day_finds_nobody(world, as_, day):
    assert late(as_(world.former_mentor), world.client, held_on=day).status_code == 404
    assert count() == 0


def test_a_strangers_late_note_finds_nobody(world, as_):
    assert late(as_(world.other_mentor), world.client, held_on="2026-06-30").status_code == 404


def test_an_activity_is_told_with_its_author_and_goals(world, as_):
    activity = make_activity(world.client, world.mentor, TODAY, safety=Safety.WATCH)
    page = as_(world.supervisor).see(f"/activities/{activity.id}")
    assert "We met." in page.words
    assert "Maya Mentor" in page.words
    assert "Keep an eye on it" in page.words
    assert f"/activities/{activity.id}/edit" in page.links


def test_a_second_mentor_reads_a_note_and_is_offered_no_editing(world, as_):
    assign(world.client, world.team_mate)
    activity = make_activity(world.client, world.mentor, TODAY)
    browser = as_(world.team_mate)
    assert f"/activities/{activity.id}/edit" not in browser.see(f"/activities/{activity.id}").links
    browser.see(f"/activities/{activity.id}/edit", 403)
    browser.see(f"/activities/{activity.id}/error", 403)


def test_editing_shows_what_is_stored_and_keeps_the_change(world, as_):
    goal = make_goal(world.client)
    browser = as_(world.mentor)
    browser.send(new(world.client), {**SAID, "goals": str(goal.id), f"movement-{goal.id}": "same"})
    path = f"/activities/{timeline_of(world.mentor, world.client.id)[0].id}/edit"
    sent = drawn(browser.see(path))
    assert (sent["goals"], sent[f"movement-{goal.id}"], sent["held_on"]) == ([str(goal.id)], ["same"], ["2026-11-22"])
    assert browser.post(path, data={**sent, "note": "Better"}).status_code == 303
    told = timeline_of(world.mentor, world.client.id)[0]
    assert (told.note, told.goals[0].movement) == ("Better", Movement.SAME)


def test_two_tabs_show_both_texts_and_lose_neither(world, as_):
    """The page continues from the newest version, and fields on which both agree are sent along."""
    goal = make_goal(world.client)
    activity = make_activity(world.client, world.mentor, TODAY, client_words_sealed=None)
    path = f"/activities/{activity.id}/edit"
    first, second = as_(world.mentor), as_(world.supervisor)
    mine, theirs = drawn(first.see(path)), drawn(second.see(path))
    stored = {**theirs, "note": "The supervisor's text", "minutes": "90", "goals": str(goal.id)}
    assert second.post(path, data=stored).status_code == 303
    answer = first.post(path, data={**mine, "note": "The mentor's text", "mode": "phone"})
    assert answer.status_code == 409
    page = first.page
    for text in ("The supervisor's text", "The mentor's text", "90", "Phone", "In person", "Meet a friend"):
        assert text in page.words
    again = {**drawn(page), "note": "Both versions", "goals": str(goal.id)}
    assert first.post(path, data=again).status_code == 303
    told = timeline_of(world.mentor, world.client.id)[0]
    assert told.note == "Both versions"
    assert (told.held_on, told.outcome, [touch.goal_id for touch in told.goals]) == (TODAY, Outcome.HELD, [goal.id])


def test_a_change_sent_twice_is_answered_twice_alike(world, as_):
    activity = make_activity(world.client, world.mentor, TODAY)
    browser = as_(world.mentor)
    path = f"/activities/{activity.id}/edit"
    sent = {**drawn(browser.see(path)), "note": "Better"}
    assert [browser.post(path, data=sent).status_code for _ in range(2)] == [303, 303]


def test_a_note_taken_back_is_struck_through_with_its_reason(world, as_):
    activity = make_activity(world.client, world.mentor, TODAY)
    browser = as_(world.mentor)
    path = f"/activities/{activity.id}/error"
    browser.send(path, {"reason": ""})
    assert "Missing: " in browser.page.words
    assert browser.send(path, {"reason": "Wrong client"}).status_code == 303
    page = browser.see(f"/activities/{activity.id}")
    assert "entered in error" in page.words
    assert "Wrong client" in page.words
    assert path not in page.links


@pytest.mark.parametrize("language", ["he", "en"])
def test_every_page_of_the_note_is_sound_in_both_languages(world, as_, language):
    with writing():
        world.mentor.language = language
    activity = make_activity(world.client, world.mentor, TODAY)
    browser = as_(world.mentor)
    for path in (
        "/activities/new",
        new(world.client),
        *(f"/activities/{activity.id}{x}" for x in ("", "/edit", "/error")),
    ):
        assert browser.see(path).lang == language
