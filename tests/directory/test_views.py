"""The pages of the directory."""

from dataclasses import replace
from datetime import timedelta

from caseapp.clock import today
from caseapp.directory.actions import confirm_source
from caseapp.directory.queries import find_source, list_sources
from caseapp.directory.rules import SHOWN_AT_ONCE
from tests.directory.records import CHOIR, make_source
from tests.drawn import drawn
from tests.pages import Page
from tests.statements import statements


def test_the_list_says_what_one_has_to_know_to_go_there(world, as_):
    make_source(world.mentor)
    words = as_(world.team_mate).see("/sources").words
    for said in (
        "Group, Community centre",
        "Sunday, Wednesday, 10:00–12:00, not in August",
        "Line 16, 12 minutes",
        "Step-free, by the garden",
        "Quiet, Daylight",
        "Nobody asks who sent you",
        "Hebrew, Arabic",
        f"Confirmed by {world.mentor.name}",
    ):
        assert said in words


def test_a_chip_is_an_address_that_narrows_the_list(world, as_):
    make_source(world.mentor)
    make_source(world.mentor, CHOIR)
    browser = as_(world.mentor)
    assert "/sources?what=painting" in browser.see("/sources").links
    page = browser.see("/sources?what=painting")
    assert "Open studio" in page.words
    assert "Choir" not in page.words
    assert "/sources" in page.links
    assert "Nothing found" in browser.see("/sources?what=painting&area=Carmel").words


def test_the_typed_words_keep_the_chosen_chips(world, as_):
    make_source(world.mentor)
    (form,) = [form for form in as_(world.mentor).see("/sources?what=painting").forms if form["action"] == "/sources"]
    assert form["fields"] == {"q": "", "what": "painting"}


def test_whoever_confirmed_is_asked_again_and_nobody_else(world, as_):
    make_source(world.mentor, on=today() - timedelta(days=181))
    make_source(world.mentor, CHOIR)
    browser = as_(world.mentor)
    page = browser.see("/sources")
    assert "One entry that you confirmed has to be confirmed again" in page.words
    assert f"Last confirmed 181 days ago; {world.mentor.name} is asked again" in page.words
    asked = browser.see("/sources?list=mine").words
    assert "Open studio" in asked
    assert "Choir" not in asked
    assert "has to be confirmed again" not in as_(world.team_mate).see("/sources").words


def test_the_first_page_asks_whoever_confirmed_until_it_is_confirmed_or_over(world, as_):
    old = today() - timedelta(days=181)
    source = make_source(world.mentor, on=old)
    make_source(world.mentor, CHOIR, on=today() - timedelta(days=180))
    make_source(world.mentor, replace(CHOIR, name="Old choir", is_over=True), on=old)
    browser = as_(world.mentor)
    page = browser.see("/")
    assert "Is it still right? Open studio" in page.words
    assert f"/sources/{source.id}" in page.links
    assert "hoir" not in page.words
    assert "Is it still right?" not in as_(world.team_mate).see("/").words
    confirm_source(world.mentor, source.id)
    assert "Is it still right?" not in browser.see("/").words


def test_a_tap_confirms(world, as_):
    source = make_source(world.mentor, on=today() - timedelta(days=181))
    browser = as_(world.team_mate)
    path = f"/sources/{source.id}"
    (form,) = [form for form in browser.see(path).forms if form["action"] == f"{path}/confirm"]
    assert browser.post(f"{path}/confirm", data=form["fields"]).status_code == 303
    assert f"Confirmed by {world.team_mate.name}" in browser.see(path).words


def test_a_new_entry_is_typed_and_comes_back_as_it_was(world, as_):
    browser = as_(world.mentor)
    sent = drawn(browser.see("/sources/new"))
    typed = {"name": "Choir", "kind": "club", "interests": ["music", "singing"], "weekdays": ["1"]}
    answer = browser.post("/sources/new", data={**sent, **typed, "starts_at": "18:00", "noise": "loud"})
    assert answer.status_code == 303
    (row,) = list_sources(world.mentor)
    assert row.draft.interests == ("music", "singing")
    shown = drawn(browser.see(f"/sources/{row.id}/edit"))
    assert (shown["name"], shown["noise"], shown["starts_at"]) == (["Choir"], ["loud"], ["18:00"])
    assert browser.post(f"/sources/{row.id}/edit", data={**shown, "is_over": "y"}).status_code == 303
    assert find_source(world.mentor, row.id).draft == replace(row.draft, is_over=True)
    assert "No longer offered" in browser.see("/sources?list=over").words


def test_two_who_change_at_once_see_both_texts(world, as_):
    source = make_source(world.mentor)
    first, second = as_(world.mentor), as_(world.team_mate)
    path = f"/sources/{source.id}/edit"
    hers, his = drawn(first.see(path)), drawn(second.see(path))
    assert first.post(path, data={**hers, "cost": "20 shekels"}).status_code == 303
    answer = second.post(path, data={**his, "cost": "30 shekels"})
    assert answer.status_code == 409
    assert "20 shekels" in Page(answer.text).words
    assert "30 shekels" in Page(answer.text).words


def test_a_long_directory_is_shown_in_parts(world, as_):
    for number in range(SHOWN_AT_ONCE + 1):
        make_source(world.mentor, replace(CHOIR, name=f"Choir {number:02}"))
    browser = as_(world.mentor)
    page = browser.see("/sources?what=singing")
    last = f"Choir {SHOWN_AT_ONCE:02}"
    assert f"Choir {SHOWN_AT_ONCE - 1:02}" in page.words
    assert last not in page.words
    (more,) = [link for link in page.links if f"start={SHOWN_AT_ONCE}" in link]
    assert last in browser.see(more).words


def test_a_small_list_and_a_long_one_cost_the_same_statements(world, as_):
    browser = as_(world.mentor)
    make_source(world.mentor)
    with statements() as few:
        browser.see("/sources")
    for _number in range(10):
        make_source(world.mentor)
    with statements() as many:
        browser.see("/sources")
    assert len(few) == len(many)
