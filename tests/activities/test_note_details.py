"""What the folded part of a note says, who reads it, and what a note raises."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.notes.forms import NoteForm
from caseapp.activities.rules import Movement, read_sum, sum_figure
from caseapp.activities.timeline_queries import find_activity_details, timeline_of
from caseapp.errors import RuleBroken
from caseapp.followups.queries import open_concerns, open_follow_ups
from caseapp.organisation.actions import set_list
from caseapp.organisation.rules import ListDraft, ListKind, ListOption
from tests.drawn import drawn
from tests.form_ids import form_id
from tests.world import assign, make_goal

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
MORE = {
    "kinds": ["coffee", "walk"],
    "place": "community",
    "place_words": "The garden of the library",
    "discreet": "y",
    "others_present": "Her sister",
    "mood": "4",
    "went_well": "She paid by herself",
    "feedback": "Too short",
    "remark": "I am worried about the sister",
    "expenses": "12,50",
    "kilometres": "7",
    "with_client": "y",
}


def new(client):
    return f"/clients/{client.id}/activities/new"


def note(world, browser, **more):
    answer = browser.send(new(world.client), {**SAID, **more})
    assert answer.status_code == 303
    return timeline_of(world.mentor, world.client.id)[0]


def test_everything_that_a_note_can_say_is_kept_and_shown(world, as_):
    goal = make_goal(world.client)
    moved = {"goals": str(goal.id), f"movement-{goal.id}": "step", f"moved-{goal.id}": "She asked the waiter"}
    browser = as_(world.mentor)
    told = note(world, browser, **MORE, **moved)
    assert (told.kinds, told.place, told.discreet, told.mood) == (("coffee", "walk"), "community", True, 4)
    assert (told.expenses, told.kilometres, told.with_client) == (Decimal("12.50"), 7, True)
    assert (told.goals[0].movement, told.goals[0].words) == (Movement.STEP, "She asked the waiter")
    words = browser.see(f"/activities/{told.id}").words
    shown = ("Coffee or a meal out", "Walk", "In the community", "4 of 5", "12.50 shekels", "She asked the waiter")
    assert all(text in words for text in (*shown, *(MORE[name] for name in MORE if " " in MORE[name])))


def test_editing_changes_nothing_that_was_not_touched(world, as_):
    browser = as_(world.mentor)
    before = note(world, browser, **MORE)
    path = f"/activities/{before.id}/edit"
    assert browser.post(path, data={**drawn(browser.see(path)), "note": "Better"}).status_code == 303
    assert find_activity_details(world.mentor, before.id) == before._replace(note="Better")


def test_a_note_without_the_folded_part_says_nothing_of_it(world, as_):
    browser = as_(world.mentor)
    assert '<details class="card folded">' in browser.see(new(world.client)).html
    told = note(world, browser)
    assert (told.kinds, told.place, told.discreet, told.mood, told.expenses) == ((), "", False, None, None)


def test_the_remark_is_read_by_its_writer_and_the_supervisor_alone(world, as_):
    assign(world.client, world.team_mate)
    told = note(world, as_(world.mentor), remark="Between us")
    for person, reads in ((world.mentor, True), (world.supervisor, True), (world.team_mate, False)):
        browser = as_(person)
        assert ("Between us" in browser.see(f"/activities/{told.id}").words) is reads
        assert "Between us" not in browser.see(f"/clients/{world.client.id}").words


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"mood": "6"}, "Not a valid choice"),
        ({"kinds": "x" * 1000}, "valid choice"),
        ({"place": "moon"}, "Not a valid choice"),
        ({"expenses": "-1"}, "an amount such as"),
        ({"expenses": "10000"}, "an amount such as"),
        ({"expenses": "1.234"}, "an amount such as"),
        ({"kilometres": "2001"}, "whole number"),
        ({"remark": "x" * 100_000}, "at most 20000 characters"),
    ],
)
def test_what_cannot_be_is_refused_and_the_folded_part_stays_open(world, as_, wrong, sentence):
    browser = as_(world.mentor)
    assert browser.send(new(world.client), {**SAID, "went_well": "Keep me", **wrong}).status_code == 200
    assert sentence in browser.page.words
    assert "Keep me" in browser.page.html
    assert '<details class="card folded" open>' in browser.page.html


def test_a_late_note_chooses_from_the_lists_too(world, as_):
    browser = as_(world.former_mentor)
    token = browser.see("/account").field("csrf_token")
    late = {**SAID, "held_on": "2026-06-30", "csrf_token": token, "record_id": form_id(world.former_mentor, NoteForm)}
    assert browser.post(new(world.client), data={**late, "kinds": "x" * 1000}).status_code == 200
    assert browser.post(new(world.client), data={**late, "kinds": "walk", "place": "home"}).status_code == 303
    assert timeline_of(world.mentor, world.client.id)[0].kinds == ("walk",)


def test_a_kind_that_is_no_longer_offered_stays_on_the_note(world, as_):
    browser = as_(world.mentor)
    told = note(world, browser, kinds=["coffee", "walk"])
    hidden = (ListOption("coffee", "Coffee", is_offered=False), ListOption("walk", "Walk"))
    set_list(world.administrator, ListKind.ACTIVITY_KINDS, ListDraft(hidden), None)
    assert 'value="coffee"' not in browser.see(new(world.client)).html
    path = f"/activities/{told.id}/edit"
    assert browser.post(path, data={**drawn(browser.see(path)), "note": "Better"}).status_code == 303
    assert set(find_activity_details(world.mentor, told.id).kinds) == {"coffee", "walk"}


def test_what_a_note_raises_is_told_after_saving(world, as_):
    browser = as_(world.mentor)
    worried = {"next_step": "Call Michal", "next_day": "2026-11-29", "safety": "consult"}
    answer = browser.send(new(world.client), {**SAID, **worried})
    words = browser.see(answer.headers["Location"]).words
    assert "The next step is on your to-do list." in words
    assert "The supervisor will see the concern on the board." in words
    assert [step.due_on for step in open_follow_ups(world.mentor)] == [date(2026, 11, 29)]
    assert len(open_concerns(world.supervisor)) == 1


@given(st.decimals(0, 9999, places=2))
def test_a_sum_is_read_as_it_is_written(shekels):
    assert read_sum(sum_figure(shekels)) == shekels
    assert read_sum(sum_figure(shekels).replace(".", ",")) == shekels


@pytest.mark.parametrize("text", ["", "-1", "1e3", "1.234", "12 shekels", "٣", "10000", "1.", "NaN"])
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(RuleBroken):
        read_sum(text)
