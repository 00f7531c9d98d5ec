"""What the note asks about once, what links fill in, and how it speaks of who was to come."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.accounts.rules import AddressForm
from caseapp.activities.notes.words import outcome_names, title_of_note
from caseapp.activities.rules import Mode, Outcome
from caseapp.activities.timeline_queries import timeline_of
from caseapp.clients.rules import GenderForm
from caseapp.db import db
from caseapp.followups.rules import SAFETY_NAMES, Safety
from caseapp.i18n import in_language
from caseapp.isolates import visible_text
from tests.drawn import drawn
from tests.world import amend, make_activity, make_goal

isolated = re.compile("[\u2068\u2069]")
MET = {
    "outcome": "held",
    "held_on": "2026-11-22",
    "starts_at": "09:00",
    "mode": "in_person",
    "minutes": "60",
    "safety": "none",
}


def new(client):
    return f"/clients/{client.id}/activities/new"


def test_a_meeting_without_a_word_is_asked_about_once(world, as_):
    browser = as_(world.mentor)
    sent = {**drawn(browser.see(new(world.client))), **MET, "note": ""}
    assert browser.post(new(world.client), data=sent).status_code == 200
    assert "Not a word about this meeting?" in browser.page.words
    assert timeline_of(world.mentor, world.client.id) == []
    again = {**sent, "wordless": browser.page.field("wordless")}
    assert browser.post(new(world.client), data=again).status_code == 303
    assert timeline_of(world.mentor, world.client.id)[0].note == ""


@pytest.mark.parametrize(
    "said", [{"outcome": "no_show"}, {"client_words": "Fine."}, {"next_step": "Call", "next_day": "2026-11-24"}]
)
def test_an_attempt_and_a_word_anywhere_are_taken_as_they_are(world, as_, said):
    assert as_(world.mentor).send(new(world.client), {**MET, **said}).status_code == 303


def test_a_goal_is_named_by_one_tap_on_its_stairs_and_taken_back_by_another(world, as_):
    goal = make_goal(world.client)
    browser = as_(world.mentor)
    step = f"movement-{goal.id}"
    assert browser.send(new(world.client), {**MET, "note": "We met.", step: "leap"}).status_code == 303
    told = timeline_of(world.mentor, world.client.id)[0]
    assert [touch.movement for touch in told.goals] == ["leap"]
    path = f"/activities/{told.id}/edit"
    assert browser.post(path, data={**drawn(browser.see(path)), step: ""}).status_code == 303
    assert timeline_of(world.mentor, world.client.id)[0].goals == ()


def test_a_step_that_stood_there_without_a_day_may_stay(world, as_):
    activity = make_activity(world.client, world.mentor, date(2026, 11, 22), note="We met.", next_step="Call")
    path = f"/activities/{activity.id}/edit"
    browser = as_(world.mentor)
    sent = drawn(browser.see(path))
    assert browser.post(path, data={**sent, "note": "Better"}).status_code == 303
    sent = drawn(browser.see(path))
    assert browser.post(path, data={**sent, "next_step": "Call twice"}).status_code == 200
    assert "Choose a day for the next step." in browser.page.words


def test_a_link_fills_in_a_call_and_an_attempt(world, as_):
    html = as_(world.mentor).see(new(world.client) + "?mode=phone&outcome=no_show").html
    assert 'data-says="mode">Phone<' in html
    assert 'data-says="outcome">Did not come<' in html
    assert 'data-says="mode">In person<' in as_(world.mentor).see(new(world.client) + "?mode=pigeon").html


@pytest.mark.parametrize(
    ("language", "gender", "writer", "words"),
    [
        ("he", GenderForm.FEMININE, AddressForm.FEMININE, ("יעל ביטלה", "ביטלתי", "לא הגיעה")),
        ("he", GenderForm.MASCULINE, AddressForm.MASCULINE, ("יעל ביטל", "ביטלתי", "לא הגיע")),
        ("ru", GenderForm.FEMININE, AddressForm.MASCULINE, ("יעל отменила", "Я отменил", "Не пришла")),
        ("ru", GenderForm.MASCULINE, AddressForm.FEMININE, ("יעל отменил", "Я отменила", "Не пришёл")),
        ("ar", GenderForm.FEMININE, AddressForm.FEMININE, ("ألغت יעל", "ألغيتُ", "لم تحضر")),
        ("en", GenderForm.FEMININE, AddressForm.FEMININE, ("יעל cancelled", "I cancelled", "She did not come")),
    ],
)
def test_outcomes_are_in_the_grammar_of_both(app, language, gender, writer, words):
    with app.test_request_context(), in_language(language):
        names = outcome_names("יעל", gender, writer)
        said = (Outcome.CLIENT_CANCELLED, Outcome.MENTOR_CANCELLED, Outcome.NO_SHOW)
        assert tuple(visible_text(str(names[outcome])) for outcome in said) == words


@pytest.mark.parametrize("language", ["he", "ar", "ru", "en"])
def test_the_war_and_danger_to_life_are_two_words(app, language):
    with app.test_request_context(), in_language(language):
        war, danger = str(outcome_names("", GenderForm.NEUTRAL)[Outcome.EMERGENCY]), str(SAFETY_NAMES[Safety.EMERGENCY])
        assert not set(war.split()) & set(danger.split())


def test_a_note_is_headed_by_what_it_is_about(app, world, as_):
    with app.test_request_context(), in_language("he"):
        day = make_activity(world.client, world.mentor, date(2026, 11, 29)).held_on
        assert title_of_note(Outcome.HELD, Mode.HOME, day, "יעל", GenderForm.FEMININE) == "מפגש עם יעל, 29.11.2026"
        assert title_of_note(Outcome.NO_SHOW, Mode.HOME, day, "יעל", GenderForm.FEMININE) == "לא הגיעה, 29.11.2026"


def test_a_mentor_says_i_and_a_supervisor_names_the_mentor(world, as_):
    person = db.session.scalar(select(User).where(User.id == world.mentor.id))
    amend(person, address_form=AddressForm.FEMININE)
    assert "I cancelled" in as_(world.mentor).see(new(world.client)).words
    assert "Cancelled by the mentor" in as_(world.supervisor).see(new(world.client)).words


def test_the_last_note_is_at_hand_and_what_was_done_is_taken_over_by_a_link(world, as_):
    last = {"note": "She sang.", "next_step": "Ask the choir", "next_day": "2026-11-24", "kinds": ["walk"]}
    there = {"place": "community", "place_words": "The garden", "discreet": "y"}
    browser = as_(world.mentor)
    assert browser.send(new(world.client), {**MET, **last, **there}).status_code == 303
    page = browser.see(new(world.client))
    assert "She sang." in page.words
    assert "Ask the choir" in page.words
    assert page.field("place_words") == ""
    assert "?as=last" in page.links
    again = drawn(browser.see(new(world.client) + "?as=last"))
    assert (again["place"], again["place_words"], again["discreet"]) == (["community"], ["The garden"], ["y"])
    assert again["note"] == [""]
