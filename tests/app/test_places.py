"""Where one can go from every page: five places under a thumb."""

import re
from datetime import date, time

import pytest

from caseapp.access import Role
from caseapp.activities.plans.choice_queries import OTHERS_SHOWN
from caseapp.activities.rules import Outcome
from tests.world import deputise, make_activity, make_client

TODAY = date(2026, 11, 22)

PLACE = re.compile(r'<li class="place( place-act| place-more)?">.*?<span class="place-label">([^<]+)</span>', re.DOTALL)


def bar_of(html):
    """The places of the bar in their order, and which of them is the act in the middle."""
    return [(label, kind.strip()) for kind, label in PLACE.findall(html.split("more-sheet")[0])]


def test_a_mentor_has_five_places_with_the_note_in_the_middle(world, as_):
    bar = bar_of(as_(world.mentor).see("/").html)
    assert [label for label, _kind in bar] == ["Today", "People", "Note", "Groups", "More"]
    assert [kind for _label, kind in bar] == ["", "", "place-act", "", "place-more"]


def test_a_mentors_people_stand_in_the_order_of_the_board_and_by_name(world, as_):
    browser = as_(world.mentor)
    for path in ("/board", "/clients"):
        page = browser.see(path)
        assert {"/board", "/clients"} <= set(page.links)
        assert re.search(r'<a href="/board" aria-current="page">\s*<span class="place-icon">', page.html)
        assert "Board" not in page.words


def test_a_supervisor_keeps_the_board(world, as_):
    bar = bar_of(as_(world.supervisor).see("/board").html)
    assert [label for label, _kind in bar] == ["Board", "People", "Note", "Groups", "More"]


def test_an_administrator_keeps_the_pages_of_the_organisation(world, as_):
    words = as_(world.administrator).see("/").words
    for place in ("Users", "Caseloads", "Settings", "Audit trail", "Account"):
        assert place in words
    assert "Note" not in [label for label, _kind in bar_of(as_(world.administrator).see("/").html)]


def test_a_deputy_sees_the_team_where_a_mentor_sees_own_people(world, as_):
    deputise(world.mentor, world.other_team)
    page = as_(world.mentor).see("/board")
    assert world.mentor.role == Role.MENTOR
    assert world.other_client.name in page.words


@pytest.mark.parametrize("words", ["Haddad", "حداد"])
def test_who_a_note_is_about_is_chosen_among_those_of_today_or_found_by_name(world, as_, words):
    today, others = 3, 20
    clients = [make_client(world.team, world.mentor, given_name=f"N{number}") for number in range(others)]
    found = make_client(world.team, world.mentor, given_name="Amir", family_name="Haddad")
    for number, client in enumerate(clients[:today]):
        plan = {"outcome": Outcome.PLANNED, "note": ""}
        make_activity(client, world.mentor, TODAY, starts_at=time(18 - number), **plan)
    browser = as_(world.mentor)
    page = browser.see("/activities/new")
    first = [link for link in page.links if link.endswith("/activities/new") and link.startswith("/clients")]
    assert first[:today] == [f"/clients/{client.id}/activities/new" for client in reversed(clients[:today])]
    assert len(first) == today + OTHERS_SHOWN
    assert "Everybody else is found by name." in page.words
    answer = browser.send("/activities/new", {"words": words})
    assert answer.status_code == 200
    named = [link for link in browser.page.links if link.startswith("/clients/") and link.endswith("/activities/new")]
    assert named == [f"/clients/{found.id}/activities/new"]
