from datetime import date, timedelta

import pytest
from uuid_utils.compat import uuid7

from caseapp.clock import today
from caseapp.db import db
from caseapp.goals.forms import NewGoalForm, RatingForm
from caseapp.goals.queries import find_goal, history_of, list_goals
from caseapp.goals.rules import GoalStatus
from tests.form_ids import form_id
from tests.statements import statements
from tests.world import assign, make_goal, rate, row_of

HOSTILE = "<img src=x onerror=alert(1)> \u202e{{ 7*7 }}"
WORDS = {"client_words": "קפה עם חברה", "wording": "פעם בשבוע", "domain": "friends", "target_on": "2027-03-01"}
LADDER = {
    "much_more": "",
    "more": "",
    "expected": "פעם בשבוע",
    "less": "לבד",
    "much_less": "",
    "baseline": "-1",
    "starts_on": "2026-11-01",
}
NEW = {**WORDS, **LADDER}
RATING = {"rated_on": "2026-11-22", "mentor_level": "1", "client_level": "0", "evidence": "she wrote first"}
OUTSIDERS = [
    ("team_mate", 404),
    ("former_mentor", 404),
    ("other_mentor", 404),
    ("other_supervisor", 404),
    ("administrator", 403),
]


def stored(goal, viewer):
    """The goal as the store has it, not as this test remembers it."""
    db.session.expire_all()
    return find_goal(viewer, goal.id)


def test_a_goal_goes_from_its_first_words_over_the_agreement_to_a_rating(world, as_):
    browser = as_(world.mentor)
    answer = browser.send(f"/clients/{world.client.id}/goals/new", NEW)
    assert answer.status_code == 303
    path = answer.headers["Location"]
    page = browser.see(path)
    assert "Draft" in page.words
    assert "קפה עם חברה" in page.words
    assert f"{path}/ratings/new" not in page.links
    browser.see(f"{path}/agreement")
    assert browser.send(f"{path}/agreement", {"agreed_on": "2026-11-20"}).status_code == 303
    assert browser.send(f"{path}/ratings/new", RATING).headers["Location"] == path
    page = browser.see(path)
    assert "Agreed and in progress" in page.words
    assert "20.11.2026" in page.words
    assert "Mentor: +1" in page.words
    assert "Client: 0" in page.words
    assert "she wrote first" in page.words


@pytest.mark.parametrize("kind", ["goal", "rating"])
def test_the_same_form_twice_makes_one_record_and_another_body_is_refused(world, as_, kind):
    goal = make_goal(world.client)
    path, form, change = {
        "goal": (f"/clients/{world.client.id}/goals/new", NEW, {"wording": "other"}),
        "rating": (f"/goals/{goal.id}/ratings/new", RATING, {"mentor_level": "2"}),
    }[kind]
    browser, record_id = as_(world.mentor), form_id(world.mentor, {"goal": NewGoalForm, "rating": RatingForm}[kind])
    assert [browser.send(path, {**form, "record_id": record_id}).status_code for _ in range(2)] == [303, 303]
    assert browser.send(path, {**form, **change, "record_id": record_id}).status_code == 409
    made = {
        "goal": len(list_goals(world.mentor, world.client.id)) - 1,
        "rating": len(history_of(world.mentor, goal.id)),
    }
    assert made[kind] == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"client_words": ""}, "Missing: "),
        ({"client_words": " "}, "Missing: "),
        ({"client_words": "x" * 100_000}, "at most 20000 characters"),
        ({"less": "x" * 301}, "at most 300 characters"),
        ({"domain": "magic"}, "Not a valid choice"),
        ({"baseline": "7"}, "Not a valid choice"),
        ({"starts_on": "2026-02-31"}, "There is no date “2026-02-31” in the calendar."),
        ({"target_on": "2026-02-31"}, "There is no date “2026-02-31” in the calendar."),
        ({"target_on": "2026-10-01"}, "before the start date"),
    ],
)
def test_a_goal_that_cannot_be_is_shown_again_with_its_text(world, as_, changes, words):
    browser = as_(world.mentor)
    answer = browser.send(f"/clients/{world.client.id}/goals/new", {**NEW, "more": "kept step", **changes})
    assert answer.status_code == 200
    assert words in browser.page.words
    assert browser.page.field("more") == "kept step"
    assert list_goals(world.mentor, world.client.id) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rated_on": "2026-11-23"}, "in the future"),
        ({"rated_on": "2024-12-31"}, "had not started"),
        ({"rated_on": "2026-02-31"}, "There is no date “2026-02-31” in the calendar."),
        ({"mentor_level": ""}, "Missing: "),
        ({"mentor_level": "3"}, "Not a valid choice"),
        ({"client_level": "x"}, "Not a valid choice"),
        ({"evidence": "x" * 100_000}, "at most 20000 characters"),
    ],
)
def test_a_rating_that_cannot_be_is_shown_again_with_its_text(world, as_, changes, words):
    goal = make_goal(world.client)
    browser = as_(world.mentor)
    answer = browser.send(f"/goals/{goal.id}/ratings/new", {**RATING, **changes})
    assert answer.status_code == 200
    assert words in browser.page.words
    assert changes.get("evidence", "she wrote first")[:50] in browser.page.words
    assert history_of(world.mentor, goal.id) == []


@pytest.mark.parametrize("own", ["", None])
def test_a_rating_without_the_clients_own_is_kept(world, as_, own):
    goal = make_goal(world.client)
    form = {name: value for name, value in {**RATING, "client_level": own}.items() if value is not None}
    assert as_(world.mentor).send(f"/goals/{goal.id}/ratings/new", form).status_code == 303
    (told,) = history_of(world.mentor, goal.id)
    assert (told.mentor_level, told.client_level) == (1, None)


def test_the_page_of_a_rating_speaks_in_the_words_of_the_ladder(world, as_):
    goal = make_goal(world.client, ladder={0: "פעם בשבוע", 1: "פעמיים"})
    page = as_(world.mentor).see(f"/goals/{goal.id}/ratings/new")
    assert page.words.count("פעמיים") == 2
    assert page.words.count("Much more than expected") == 2
    radios = [field for field in page.fields if field.get("type") == "radio"]
    assert len(radios) == 11


def test_hostile_text_is_text_on_every_page(world, as_):
    browser = as_(world.mentor)
    form = {**NEW, "client_words": HOSTILE, "wording": HOSTILE, "expected": HOSTILE}
    path = browser.send(f"/clients/{world.client.id}/goals/new", form).headers["Location"]
    for page in ("", "/edit", "/agreement"):
        browser.see(path + page)
        assert "<img" not in browser.page.html
        assert "\u202e" not in browser.page.html
        assert "{{ 7*7 }}" in browser.page.words or page == "/edit"
    browser.send(f"{path}/agreement", {"agreed_on": "2026-11-22"})
    browser.send(f"{path}/ratings/new", {**RATING, "evidence": HOSTILE})
    for page in ("", "/ratings/new"):
        assert "<img" not in browser.see(path + page).html


def test_two_tabs_lose_neither_text_of_a_goal(world, as_):
    goal = make_goal(world.client)
    path = f"/goals/{goal.id}/edit"
    browser = as_(world.mentor)
    seen = browser.see(path).field("version")
    browser.send(path, {**WORDS, "wording": "The first text"})
    answer = browser.send(path, {**WORDS, "wording": "The second text", "version": seen})
    assert answer.status_code == 409
    assert "The first text" in browser.page.words
    assert "The second text" in browser.page.words
    form = {**WORDS, "wording": "Both versions", "version": browser.page.field("version")}
    assert browser.page.field("client_words") == WORDS["client_words"]
    assert browser.send(path, form, fresh=False).status_code == 303
    assert stored(goal, world.mentor).wording == "Both versions"


def test_a_ladder_that_was_typed_while_the_goal_was_agreed_on_is_shown_and_not_lost(world, as_):
    goal = make_goal(world.client, status=GoalStatus.DRAFT, ladder={-1: "now", 0: "the agreed step"})
    browser = as_(world.mentor)
    seen = browser.see(f"/goals/{goal.id}/edit").field("version")
    as_(world.supervisor).send(f"/goals/{goal.id}/agreement", {"agreed_on": "2026-11-22"})
    typed = {**NEW, "expected": "the typed step", "version": seen}
    assert browser.send(f"/goals/{goal.id}/edit", typed).status_code == 409
    assert "the typed step" in browser.page.words
    assert "the agreed step" in browser.page.words
    answer = browser.send(f"/goals/{goal.id}/edit", {**typed, "version": browser.page.field("version")}, fresh=False)
    assert answer.status_code == 200
    assert "it cannot be changed" in browser.page.words
    assert browser.page.field("expected") == "the typed step"
    assert stored(goal, world.mentor).ladder[0] == "the agreed step"


def test_an_agreement_on_words_that_changed_meanwhile_is_read_anew(world, as_):
    goal = make_goal(world.client, status=GoalStatus.DRAFT)
    path = f"/goals/{goal.id}/agreement"
    browser = as_(world.mentor)
    seen = browser.see(path).field("version")
    as_(world.supervisor).send(f"/goals/{goal.id}/edit", {**NEW, "wording": "Newer words"})
    answer = browser.send(path, {"agreed_on": "2026-11-22", "version": seen})
    assert answer.headers["Location"] == path
    page = browser.see(path)
    assert "changed in the meantime" in page.words
    assert "Newer words" in page.words
    assert stored(goal, world.mentor).status == GoalStatus.DRAFT


@pytest.mark.parametrize(
    ("ladder", "day", "words"),
    [
        ({0: "expected"}, "2026-11-22", "the starting level"),
        ({-1: "now"}, "2026-11-22", "what is expected"),
        ({-1: "now", 0: "expected"}, "2026-11-23", "in the future"),
        ({-1: "now", 0: "expected"}, "2026-02-31", "There is no date “2026-02-31” in the calendar."),
    ],
)
def test_an_agreement_that_cannot_be_is_refused_with_a_sentence(world, as_, ladder, day, words):
    goal = make_goal(world.client, status=GoalStatus.DRAFT, ladder=ladder)
    browser = as_(world.mentor)
    assert browser.send(f"/goals/{goal.id}/agreement", {"agreed_on": day}).status_code == 200
    assert words in browser.page.words
    assert stored(goal, world.mentor).status == GoalStatus.DRAFT


def test_fields_that_the_form_does_not_have_change_nothing(world, as_):
    goal = make_goal(world.client, target_on=date(2027, 1, 1))
    before = row_of(goal)
    extra = {
        "client_id": str(world.other_client.id),
        "status": "completed",
        "created_by_id": str(uuid7()),
        "agreed_on": "2020-01-01",
        "ladder_sealed": "x",
        "starts_on": "2020-01-01",
        "baseline": "2",
    }
    answer = as_(world.mentor).send(f"/goals/{goal.id}/edit", {**WORDS, **extra})
    assert answer.status_code == 303
    after = row_of(stored(goal, world.mentor))
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"client_words_sealed", "wording_sealed", "target_on", "version"}


@pytest.mark.parametrize(("relation", "status"), OUTSIDERS)
def test_nobody_else_reaches_any_page_of_a_goal(world, as_, relation, status):
    goal = make_goal(world.client)
    rating = rate(goal, world.mentor, today(), 1)
    browser = as_(getattr(world, relation))
    paths = [f"/goals/{goal.id}{end}" for end in ("", "/edit", "/agreement", "/ratings/new")]
    for path in [*paths, f"/ratings/{rating.id}/error", f"/clients/{world.client.id}/goals/new"]:
        browser.see(path, status)


def test_a_goal_that_does_not_exist_is_not_found(world, as_):
    browser = as_(world.mentor)
    for path in (f"/goals/{uuid7()}", f"/ratings/{uuid7()}/error", f"/goals/{uuid7()}/ratings/new"):
        browser.see(path, 404)


def test_a_rating_is_struck_through_with_its_reason(world, as_):
    goal = make_goal(world.client)
    rating = rate(goal, world.mentor, today(), 2)
    browser = as_(world.mentor)
    path = f"/ratings/{rating.id}/error"
    assert path in browser.see(f"/goals/{goal.id}").links
    browser.send(path, {"reason": ""})
    assert "Missing: " in browser.page.words
    assert browser.send(path, {"reason": "It was another goal"}).status_code == 303
    page = browser.see(f"/goals/{goal.id}")
    assert "It was another goal" in page.words
    assert "Entered in error" in page.words
    assert path not in page.links


def test_another_mentor_of_the_client_is_told_who_strikes_ratings_through(world, as_):
    assign(world.client, world.team_mate)
    goal = make_goal(world.client)
    rating = rate(goal, world.mentor, today(), 2)
    browser = as_(world.team_mate)
    path = f"/ratings/{rating.id}/error"
    assert path not in browser.see(f"/goals/{goal.id}").links
    assert browser.send(path, {"reason": "not mine"}).status_code == 403
    assert [told.is_in_error for told in history_of(world.mentor, goal.id)] == [False]


def test_the_page_of_a_goal_asks_no_more_of_the_store_for_more_ratings(world, as_):
    goal = make_goal(world.client)
    browser = as_(world.mentor)
    browser.see(f"/goals/{goal.id}")
    with statements() as few:
        browser.see(f"/goals/{goal.id}")
    for days in range(20):
        rate(goal, world.mentor, today() - timedelta(days=days), 1, 0)
    with statements() as many:
        browser.see(f"/goals/{goal.id}")
    assert len(many) == len(few) <= 8
