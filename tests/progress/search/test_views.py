"""The pages of the search: what they show, and what the trail and the log have of it."""

import json
import logging
from datetime import timedelta

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clock import now
from caseapp.db import db
from caseapp.progress.search import queries
from tests.progress.records import TODAY, records_of
from tests.statements import statements
from tests.trail import clients_of
from tests.world import make_activity

ALL = "/notes/search"
WORD = "מטריה-canary"


@pytest.fixture(autouse=True)
def time_stands_still(monkeypatch):
    """A slice ends with what it found, never because the machine was busy."""
    monkeypatch.setattr(queries, "monotonic", lambda: 0.0)


def search_of(client):
    return f"/clients/{client.id}/notes/search"


def searches():
    return list(db.session.scalars(sa.select(Entry).where(Entry.act == Act.NOTES_SEARCHED).order_by(Entry.id)))


def shown(page):
    tree = LexborHTMLParser(page.html)
    return [" ".join(row.text().split()) for row in tree.css(".found-notes > li")], [m.text() for m in tree.css("mark")]


def test_a_note_is_found_marked_and_opened_from_the_records_and_from_the_people(world, as_):
    note = make_activity(world.client, world.mentor, TODAY, note="We bought an Umbrella in the rain.")
    make_activity(world.client, world.mentor, TODAY, note="Sun all day.")
    browser = as_(world.mentor)
    assert search_of(world.client) in browser.see(records_of(world.client)).links
    assert ALL in browser.see("/clients").links
    for path in (search_of(world.client), ALL):
        browser.see(path)
        page = browser.send(path, {"words": "rain umbrella"})
        assert page.status_code == 200
        ((row,), marked) = shown(browser.page)
        assert "We bought an Umbrella in the rain." in row
        assert marked == ["Umbrella", "rain"]
        assert (world.client.name in row) is (path == ALL)
        assert f"/activities/{note.id}" in browser.page.links
        assert "Looked back to the first note." in browser.page.words


def test_one_looks_further_back_slice_by_slice(world, as_, monkeypatch):
    monkeypatch.setattr(queries, "FOUND", 2)
    for ago in range(5):
        make_activity(world.client, world.mentor, TODAY - timedelta(days=ago), note=f"rain {ago}")
    browser, place, said = as_(world.mentor), "", []
    while True:
        browser.send(ALL, {"words": "rain", "place": place})
        rows, _marked = shown(browser.page)
        said += [row.rsplit(" ", 1)[1] for row in rows]
        field = LexborHTMLParser(browser.page.html).css_first("input[name=place]")
        if field is None:
            break
        place = field.attributes["value"]
    assert said == ["0", "1", "2", "3", "4"]
    assert [json.loads(entry.detail).get("back_to") for entry in searches()] == ["2026-11-21", "2026-11-19", None]


def test_the_trail_has_the_notes_and_how_far_and_nowhere_are_the_words(world, as_, caplog):
    caplog.set_level(logging.DEBUG)
    note = make_activity(world.client, world.mentor, TODAY, note=f"the {WORD} again")
    browser = as_(world.mentor)
    for path in (ALL, search_of(world.client)):
        browser.send(path, {"words": WORD})
        assert note.id.hex in json.loads(searches()[-1].detail)["notes"]
        assert clients_of(searches()[-1].id) == {world.client.id}
    everything = " ".join(f"{entry.subject} {entry.detail}" for entry in db.session.scalars(sa.select(Entry)))
    for part in (WORD, "canary", "מטריה"):
        assert part not in everything
        assert part not in caplog.text
    assert "Notes searched" in as_(world.administrator).see("/trail").words


def test_the_entry_is_written_before_the_texts_leave(world, as_, monkeypatch):
    make_activity(world.client, world.mentor, TODAY, note="rain")
    browser = as_(world.mentor)
    browser.see(ALL)
    monkeypatch.setattr("caseapp.audit.trail.record_alone", _fails)
    answer = browser.send(ALL, {"words": "rain"}, fresh=False)
    assert answer.status_code == 503
    assert "<mark>" not in answer.text


def _fails(*_args, **_rest):
    raise OSError("no room left")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("team_mate", 404),
        ("former_mentor", 404),
        ("other_mentor", 404),
        ("other_supervisor", 404),
        ("administrator", 403),
    ],
)
def test_whoever_does_not_accompany_searches_nothing(world, as_, who, status):
    make_activity(world.client, world.former_mentor, TODAY, note="rain")
    browser = as_(getattr(world, who))
    browser.see("/account")
    assert browser.send(search_of(world.client), {"words": "rain"}, fresh=False).status_code == status
    browser.see("/account")
    answer = browser.send(ALL, {"words": "rain"}, fresh=False)
    assert answer.status_code == (403 if who == "administrator" else 200)
    assert "<mark>" not in answer.text


def test_nothing_found_and_words_that_are_too_short_are_said(world, as_):
    browser = as_(world.mentor)
    browser.send(ALL, {"words": "snow"})
    assert "Nothing found." in browser.page.words
    browser.send(ALL, {"words": "a"})
    assert "Write at least two letters." in browser.page.words
    assert browser.send(ALL, {"words": "rain", "place": "yesterday"}).status_code == 404


def test_a_note_in_error_is_struck_through_and_typed_text_stays_text(world, as_):
    make_activity(world.client, world.mentor, TODAY, note="<b>rain</b> & sun", error_at=now())
    browser = as_(world.mentor)
    browser.send(ALL, {"words": "rain"})
    assert "excerpt-in-error" in browser.page.html
    assert "&lt;b&gt;<mark>rain</mark>&lt;/b&gt; &amp; sun" in browser.page.html


def test_a_search_costs_the_same_whatever_was_recorded(world, as_):
    browser = as_(world.mentor)
    costs = []
    for number in (3, 60):
        for ago in range(number):
            make_activity(world.client, world.mentor, TODAY - timedelta(days=ago), note="rain")
        browser.send(search_of(world.client), {"words": "rain"})
        with statements() as sent:
            browser.send(search_of(world.client), {"words": "rain"})
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 8
