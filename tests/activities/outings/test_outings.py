"""One note for several people: a record for each, and nobody's name in the file of another."""

import pytest

from caseapp.activities.outings.rules import named_in
from caseapp.activities.timeline_queries import timeline_of
from tests.drawn import drawn
from tests.world import amend, make_client

PATH = "/activities/outings/new"
SAID = {"held_on": "2026-11-22", "starts_at": "09:00", "minutes": "60", "note": "We were at the sea."}


@pytest.fixture
def friend(world):
    return make_client(world.team, world.mentor, given_name="David", family_name="Katz")


def notes_of(world, client):
    return [told.note for told in timeline_of(world.mentor, client.id)]


def test_each_gets_a_record_of_their_own_and_a_double_tap_makes_no_second(world, as_, friend):
    browser = as_(world.mentor)
    assert PATH in browser.see("/activities/new").links
    sent = {**drawn(browser.see(PATH)), **SAID, "people": [str(world.client.id), str(friend.id)]}
    assert [browser.post(PATH, data=sent).status_code for _tap in range(2)] == [303, 303]
    assert notes_of(world, world.client) == notes_of(world, friend) == ["We were at the sea."]
    first, second = (timeline_of(world.mentor, client.id)[0] for client in (world.client, friend))
    assert first.id != second.id
    assert (first.mode, first.minutes) == ("outing", 60)
    assert "Saved in the files of all 2." in browser.see("/activities/new").words
    page = browser.see(f"/activities/{second.id}")
    assert world.client.name not in page.words


@pytest.mark.parametrize("field", ["note", "place_words"])
def test_a_text_that_names_one_of_them_is_refused_and_kept(world, as_, friend, field):
    browser = as_(world.mentor)
    people = [str(world.client.id), str(friend.id)]
    assert browser.send(PATH, {**SAID, "people": people, field: "Swam with david"}).status_code == 200
    assert "Write without names" in browser.page.words
    assert "Swam with david" in browser.page.html
    assert notes_of(world, friend) == []


@pytest.mark.parametrize("place", range(3))
def test_one_person_nobody_and_somebody_elses_client_are_refused(world, as_, friend, place):
    others = ([], [str(friend.id)], [str(friend.id), str(world.other_client.id)])
    assert as_(world.mentor).send(PATH, {**SAID, "people": others[place]}).status_code == 200
    assert notes_of(world, friend) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("הלכנו לים עם יעל", ["יעל"]),
        ("דיברתי עם דוד וליעל היה כיף", ["יעל"]),
        ("היעלים במדבר", []),
        ("We saw YAËL's dog", []),
        ("", []),
    ],
)
def test_names_are_found_as_words_with_hebrew_prefixes(text, found):
    assert named_in(text, ["יעל", "מ"]) == found


def test_a_name_is_found_however_it_is_written(world):
    assert named_in("with DAVID, as ever", ["David"]) == ["David"]
    assert amend(world.client, preferred_name="Yaeli").called == "Yaeli"
