"""What was answered is kept by the text that the person saw, and what is switched on is what was looked at."""

import json
import re

import pytest
import sqlalchemy as sa

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.measures.models import MeasureTaken
from caseapp.organisation.models import Organisation
from caseapp.organisation.queries import forget_organisation_settings
from tests.check_ins.test_check_ins import TAPS, agree, sent_code
from tests.drafts.test_keeping import save
from tests.measures.test_instruments import PAGE, switch
from tests.measures.test_texts import ITEMS, example_of, instruments, scored_as_published, text_of

LOAD = f"{PAGE}/mspss/text"
GIVEN = {"taken_by": "paper", "helper": "nobody"} | {f"item-{each}": "4" for each in ITEMS}
TERMS = {"to_be_on": "yes", "has_terms": "y"}


def all_kept():
    found = sa.select(MeasureTaken).where(for_maintenance()).order_by(MeasureTaken.created_at, MeasureTaken.id)
    return [(each.version, each.language) for each in db.session.scalars(found)]


def begin(browser, page):
    """The form that is open: its token, its id and the stamp of what it shows."""
    fields = browser.see(page).forms[-1]["fields"]
    return {name: fields[name] for name in ("csrf_token", "record_id", "version")}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_answers_are_kept_by_the_text_that_was_seen(world, as_):
    ask = f"/clients/{world.client.id}/measures/mspss/new"
    admin, mentor = as_(world.administrator), as_(world.mentor)
    admin.send(LOAD, {"text": text_of(version="2", language="en")})
    never = begin(mentor, ask.replace("mspss", "pulse")) | {"version": "en 2"}
    assert mentor.post(ask, data={**never, **GIVEN}).status_code == 404, "it was never offered"
    switch(admin, "mspss", **TERMS)
    first, second, third = (begin(mentor, ask) for _form in range(3))
    admin.send(LOAD, {"text": text_of(version="3", language="en", words="Newer")})
    assert mentor.get(ask).status_code == 404
    mentor.post(ask, data={**first, **GIVEN})
    assert all_kept() == [("2", "en")], "the new text is off, and what was begun is kept"
    switch(admin, "mspss", **TERMS)
    assert begin(mentor, ask)["version"] == "en 3"
    save(mentor, ask, version="en 2")
    page = mentor.see(ask)
    assert (page.field("version"), "Sentence q7" in page.words) == ("en 2", True), "a draft goes on as it was begun"
    mentor.post(ask, data={**second, **GIVEN})
    assert all_kept() == [("2", "en")] * 2
    for unseen in ("en 9", "he 3", "", "3"):
        answer = mentor.post(ask, data={**third, **GIVEN, "version": unseen})
        assert "The questions have changed since this page was opened" in answer.text, unseen
        assert "Newer q7" in answer.text
    assert len(all_kept()) == 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_pulse_keeps_the_language_in_which_it_was_seen(world, as_):
    ask, mentor = f"/clients/{world.client.id}/measures/pulse/new", as_(world.mentor)
    given = {"taken_by": "paper", "helper": "nobody", "item-group": "4"}
    mentor.post(ask, data={**begin(mentor, ask), **given, "version": "he 1"})
    assert all_kept() == [("1", "he")]


def test_a_check_in_that_was_open_over_a_release_is_kept_by_what_was_seen(world, as_, visitor, next_release):
    agree(world)
    code = sent_code(world, as_)
    assert visitor.see("/check-in/en").field("version") == "en 2"
    visitor.send("/check-in/en", {"code": code, **TAPS, "version": ""})
    assert "The questions have changed" in visitor.page.words
    visitor.send("/check-in/en", {"code": code, **TAPS, "version": "en 1"})
    assert all_kept() == [("1", "en")]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_only_the_text_that_was_looked_at_is_switched_on(world, as_):
    admin = as_(world.administrator)
    admin.send(LOAD, {"text": text_of(version="2")})
    admin.send(LOAD, {"text": text_of(version="3")})
    assert "The text has changed since this page was opened" in switch(admin, "mspss", version="2", **TERMS)
    assert "The instrument is offered." in switch(admin, "mspss", version="3", **TERMS)
    assert "The text has changed" in switch(admin, "mspss", version="", **TERMS)
    assert "offered no longer" in switch(admin, "mspss", version="2", to_be_on="no")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_scoring_that_was_typed_is_shown_in_words_and_compared_first(world, as_):
    admin, mentor = as_(world.administrator), as_(world.mentor)
    ask = f"/clients/{world.client.id}/measures/uls6/new"
    assert "type the answers, the method" in admin.see(f"{PAGE}/uls6/text").words
    places = iter(range(99))
    example = example_of(instruments()["uls6"]).replace("\n  he:", "\n  en:")
    text = re.sub('""', lambda _place: f"words {next(places)}", scored_as_published(example))
    admin.send(f"{PAGE}/uls6/text", {"text": text})
    words = admin.see(PAGE).words
    for said in (
        "total: from 2 to 4. The sum of questions 1, 2.",
        "Turned round before: questions 2.",
        "Less is better.",
    ):
        assert said in words, said
    assert "compare the scoring and the direction" in switch(admin, "uls6", **TERMS)
    assert mentor.get(ask).status_code == 404
    assert "The instrument is offered." in switch(admin, "uls6", **TERMS, has_scoring="y")
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == Act.INSTRUMENT_SWITCHED)).one()
    assert json.loads(entry.detail)["compared"] == "1"
    db.session.execute(sa.update(Organisation).values(instruments_compared="{}"))
    forget_organisation_settings()
    db.session.commit()
    assert mentor.get(ask).status_code == 404, "it was switched on before its scoring had to be compared"
    words = admin.see(PAGE).words
    for said in ("Waits for confirmation", "until somebody compares it and switches it on again", "Switch on"):
        assert said in words, said
    assert "compare the scoring and the direction" in switch(admin, "uls6", **TERMS)
    assert mentor.get(ask).status_code == 404
    (_on, off) = (each["fields"] for each in admin.see(PAGE).forms if each["action"] == f"{PAGE}/uls6")
    admin.send(f"{PAGE}/uls6", off, fresh=False)
    words = admin.see(PAGE).words
    assert "offered no longer" in words
    assert "Waits for confirmation" not in words
    assert "Waits for confirmation" not in switch(admin, "uls6", **TERMS, has_scoring="y")
    mentor.send(ask, {"taken_by": "paper", "helper": "nobody", "item-q1": "1", "item-q2": "2"})
    assert all_kept() == [("1", "en")], "the version that is shipped without a text"
    shown = mentor.see(f"/clients/{world.client.id}/measures").links
    (taken,) = (link for link in shown if link.startswith("/measures/"))
    assert "words 3" in mentor.see(taken).words
