from datetime import date

from caseapp.clients.queries import search_people
from tests.clients.test_views import NEW
from tests.world import make_client


def make_david(team, mentor, birth_on):
    return make_client(team, mentor, given_name="דויד", family_name="כהן", search_name="דויד כהנ", birth_on=birth_on)


def test_a_like_sounding_name_of_one_birth_date_is_shown_first_and_nothing_typed_is_lost(world, as_):
    other = make_client(
        world.team,
        world.mentor,
        given_name="דויד",
        family_name="כהן",
        search_name="דויד כהנ",
        birth_on=date(1990, 5, 1),
    )
    browser = as_(world.supervisor)
    form = {**NEW, "given_name": "דוד", "family_name": "כהן"}
    assert browser.send("/clients/new", form).status_code == 200
    words = browser.page.words
    assert "דויד כהן" in words
    assert "1990" in words
    assert "Maya Mentor" in words
    assert f"/clients/{other.id}" in browser.page.links
    assert browser.page.field("given_name") == "דוד"
    assert len(search_people(world.supervisor, "כהן")) == 1
    again = {**form, "anyway": "1"}
    assert browser.send("/clients/new", again, fresh=False).status_code == 303
    assert len(search_people(world.supervisor, "כהן")) == 2


def test_another_birth_date_is_another_person_and_an_unknown_one_asks_for_the_same_name(world, as_):
    make_client(
        world.team,
        world.mentor,
        given_name="דויד",
        family_name="כהן",
        search_name="דויד כהנ",
        birth_on=date(1980, 1, 1),
    )
    browser = as_(world.supervisor)
    form = {**NEW, "given_name": "דוד", "family_name": "כהן", "birth_on": "1990-05-01"}
    assert browser.send("/clients/new", form).status_code == 303
    same = {**NEW, "given_name": "דויד", "family_name": "כהן", "birth_on": ""}
    assert browser.send("/clients/new", same).status_code == 200
    assert "1980" in browser.page.words


def test_another_teams_client_is_never_shown(world, as_):
    make_david(world.other_team, None, date(1990, 5, 1))
    browser = as_(world.supervisor)
    assert browser.send("/clients/new", {**NEW, "given_name": "דויד", "family_name": "כהן"}).status_code == 303
