"""The administrator says which instruments are offered, and that their terms are kept."""

import json

import pytest
import sqlalchemy as sa

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.db import db

PAGE = "/instruments"


def switch(browser, code, **form):
    shown = [each for each in browser.see(PAGE).forms if each["action"] == f"{PAGE}/{code}"]
    version = shown[0]["fields"]["version"] if shown else "1"
    browser.send(f"{PAGE}/{code}", {"version": version, **form}, fresh=False)
    return browser.see(PAGE).words


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_an_instrument_is_offered_when_its_terms_are_confirmed_and_until_it_is_switched_off(world, as_):
    ask = f"/clients/{world.client.id}/measures/who5/new"
    mentor, browser = as_(world.mentor), as_(world.administrator)
    assert PAGE in browser.see("/").links
    assert "CC BY-NC-SA 3.0 IGO" in browser.see(PAGE).words
    assert "Please confirm first that the terms are kept" in switch(browser, "who5", to_be_on="yes")
    assert mentor.get(ask).status_code == 404
    assert "has no text yet" in switch(browser, "mspss", to_be_on="yes", has_terms="y")
    assert "The instrument is offered." in switch(browser, "who5", to_be_on="yes", has_terms="y")
    assert mentor.get(ask).status_code == 200
    given = {f"item-q{number}": "0" for number in range(1, 6)}
    mentor.send(ask, {"taken_by": "paper", "helper": "nobody", **given})
    assert "offered no longer" in switch(browser, "who5", to_be_on="no")
    assert mentor.get(ask).status_code == 404
    assert "0, of 0 to 100" in mentor.see(f"/clients/{world.client.id}/measures").words
    switch(browser, "pulse", to_be_on="no")
    assert mentor.get(f"/clients/{world.client.id}/measures/pulse/new").status_code == 404
    entries = db.session.scalars(sa.select(Entry).where(Entry.act == Act.INSTRUMENT_SWITCHED).order_by(Entry.id))
    assert [json.loads(each.detail) for each in entries] == [
        {"instrument": "who5", "on": True, "terms": True, "compared": ""},
        {"instrument": "who5", "on": False, "terms": False, "compared": ""},
        {"instrument": "pulse", "on": False, "terms": False, "compared": ""},
    ]
    assert browser.post(f"{PAGE}/nothing", data={"csrf_token": browser.page.field("csrf_token")}).status_code == 404
    assert mentor.get(PAGE).status_code == 403
