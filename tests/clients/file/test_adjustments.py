from caseapp.clients.file.adjustment_rules import ON_THE_WAY, minded, read_adjustments, reads_large, written_adjustments
from caseapp.db import db
from caseapp.directory.shortlist.list_blocks import list_document
from caseapp.errors import Unreadable

REACH = {"adjustments": ["lift", "large_print", "short"]}


def test_a_choice_is_written_in_one_order_and_read_again():
    assert written_adjustments(["lift", "hearing", "lift"]) == "hearing lift"
    assert read_adjustments("lift gone hearing") == ("hearing", "lift")
    assert read_adjustments(Unreadable("lift")) == ()
    assert reads_large("large_print")
    assert not reads_large("lift")


def test_what_to_mind_is_told_wherever_a_meeting_is_planned_or_noted(world, as_):
    browser, path = as_(world.mentor), f"/clients/{world.client.id}"
    assert "To mind" not in browser.see(path).words
    assert browser.send(f"{path}/reach", REACH).status_code == 303
    db.session.expire_all()
    assert b"lift" not in world.client.adjustments_sealed
    assert "To mind: Reading: large print · Tires: short meetings · Needs a lift" in browser.see(path).words
    for place in (f"{path}/plans/new", f"{path}/sources", f"{path}/activities/new"):
        words = browser.see(place).words
        assert "To mind: Tires: short meetings · Needs a lift" in words, place
        assert "large print" not in words, place
    assert "Reading: large print · Tires: short meetings" in browser.see(f"{path}/file").words
    assert browser.send(f"{path}/reach", {"adjustments": ["stairs"]}).status_code == 200
    assert browser.send(f"{path}/reach", {}).status_code == 303
    assert "To mind" not in browser.see(path).words
    assert minded("large_print", ON_THE_WAY) == []


def test_a_long_list_is_in_large_type_for_whoever_reads_it(world, monkeypatch):
    monkeypatch.setattr("caseapp.directory.shortlist.list_blocks.LARGE_UP_TO", -1)
    assert not list_document("Y", [], reads_large=False).is_large
    assert list_document("Y", [], reads_large=True).is_large
