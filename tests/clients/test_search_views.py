from urllib.parse import unquote

import pytest
import sqlalchemy as sa

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.rules import search_name
from caseapp.db import db
from tests.statements import statements
from tests.trail import clients_of
from tests.world import make_client


def test_a_search_shows_own_clients_and_no_name_in_the_address(world, as_):
    """The search reaches only visible clients, and the trail names those who were shown."""
    make_client(world.other_team, given_name="יעל", family_name="אחרת", search_name="יעל אחרת")
    browser = as_(world.mentor)
    answer = browser.send("/clients/search", {"words": "יָעֵל"})
    assert answer.status_code == 200
    assert "יעל מזרחי" in browser.page.words
    assert "אחרת" not in browser.page.words
    assert not any("יעל" in unquote(link) for link in browser.page.links)
    read = sa.select(Entry).where(Entry.act == Act.READ, Entry.actor_id == world.mentor.id)
    entries = [entry for entry in db.session.scalars(read) if entry.client_set_id]
    assert [clients_of(entry.id) for entry in entries] == [{world.client.id}]


def test_a_search_that_finds_nobody_says_so_kindly(world, as_):
    browser = as_(world.mentor)
    browser.send("/clients/search", {"words": "nobody%"})
    assert "No matching names" in browser.page.words


def test_a_latin_spelling_finds_the_hebrew_name_and_who_is_written_so_comes_first(world, as_):
    make_client(world.team, world.mentor, given_name="Yael", family_name="Stone", search_name="yael stone")
    browser = as_(world.mentor)
    browser.send("/clients/search", {"words": "yael"})
    words = browser.page.words
    assert words.index("Yael Stone") < words.index("יעל מזרחי")
    assert "2 clients found" in words


@pytest.mark.parametrize(
    ("given", "family", "typed"),
    [
        ("בן ציון", "כהן", "בנציון"),
        ("בנציון", "כהן", "בן ציון"),
        ("בן־ציון", "כהן", "בן-ציון"),
        ("ג׳ורג׳", "ח׳ורי", "גורג' חורי"),
        ("Aylin", "Yıldız", "yildiz"),
        ("Aylin", "Yildiz", "Yıldız"),
        ("فاطمة", "أبو علي", "فاطمه ابوعلى"),
        ("Алёна", "Цой", "алена"),
    ],
)
def test_a_name_is_found_however_its_parts_are_joined_and_its_letters_marked(world, as_, given, family, typed):
    make_client(world.team, world.mentor, given_name=given, family_name=family, search_name=search_name(given, family))
    browser = as_(world.mentor)
    browser.send("/clients/search", {"words": typed})
    assert f"{given} {family}" in browser.page.words


def test_a_search_asks_no_more_of_the_store_for_more_clients(world, as_):
    browser = as_(world.supervisor)
    browser.send("/clients/search", {"words": "given"})
    for _ in range(20):
        make_client(world.team, world.mentor)
    with statements() as many:
        browser.send("/clients/search", {"words": "given"}, fresh=False)
    assert len([text for text in many if "SELECT" in str(text).upper()]) <= 5


def test_the_page_has_places_that_a_script_fills_anew(world, as_):
    page = as_(world.mentor).see("/clients/search")
    assert "data-live" in page.html
    assert page.html.count("data-found=") == 2
    assert any("search." in str(script.get("src")) for script in page.scripts)
