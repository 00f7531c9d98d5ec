"""What is typed is kept as it is typed, for whoever typed it, until the form is accepted."""

import json
from datetime import date, timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.audit.models import Entry
from caseapp.clock import now
from caseapp.db import db
from caseapp.drafts.actions import remove_old_drafts
from caseapp.drafts.models import Draft
from caseapp.drafts.queries import list_unfinished
from tests.trail import clients_of
from tests.world import amend, assign, make_user

TODAY = date(2026, 11, 22)
WORDS = "יעל הגיעה לפניי \u202eabc\u202c " + "א" * 100

NOTE = {
    "outcome": "held",
    "held_on": "2026-11-22",
    "starts_at": "08:00",
    "minutes": "60",
    "mode": "in_person",
    "safety": "none",
    "next_day": "",
    "note": "We walked",
}


def save(browser, path, words=WORDS, key=None, number=1, after=None, **fields):
    """A save as the page sends it; returns the key and the answer."""
    if browser.page is None:
        browser.see("/drafts")
    key = key or uuid7()
    sent = {
        "path": path,
        "form": "",
        "key": str(key),
        "number": str(number),
        "title": "Meeting note",
        "content": json.dumps([["note", words], *([name, value] for name, value in fields.items())]),
    }
    if after:
        sent |= {"from_key": str(after[0]), "from_number": str(after[1])}
    return key, browser.send("/drafts", sent, fresh=False, headers={"X-Background": "1"})


def texts(person):
    return [draft.content for draft in db.session.scalars(sa.select(Draft).where(Draft.person_id == person.id))]


def goes_on(html):
    """What the page's form goes on with."""
    return json.loads(unescape(html.split('data-kept="')[1].split('"')[0]))


def acts(*names):
    entries = db.session.scalars(sa.select(Entry).where(Entry.act.in_(names)).order_by(Entry.id))
    return [(str(entry.act), clients_of(entry.id)) for entry in entries]


@pytest.fixture
def note(world):
    return f"/clients/{world.client.id}/activities/new"


def test_what_was_typed_is_sealed_listed_and_shown_in_its_form_again(world, as_, note):
    browser = as_(world.mentor)
    key, answer = save(browser, note)
    assert answer.json["status"].startswith("Saved ")
    row = db.session.scalars(sa.select(Draft)).one()
    assert (row.person_id, row.client_id) == (world.mentor.id, world.client.id)
    assert "יעל".encode() not in row.content_sealed
    [listed] = list_unfinished(world.mentor)
    assert (listed.path, listed.title, listed.client_name) == (note, "Meeting note", world.client.name)
    assert listed.kept_until == TODAY + timedelta(days=30)
    page = browser.see("/drafts")
    assert world.client.name in page.words
    assert f"{note}?draft={key}" in page.links
    assert (
        "לפניי" in json.loads(browser.get(note).text.split('data-kept="')[1].split('"')[0].replace("&#34;", '"'))[0][1]
    )


def test_nobody_else_meets_it(world, as_, note):
    save(as_(world.mentor), note)
    for other in (world.team_mate, world.supervisor, world.administrator):
        assert not list_unfinished(other)
        assert "data-kept" not in as_(other).get(note).text


def test_the_trail_has_its_beginning_and_its_end_and_no_save(world, as_, note):
    browser = as_(world.mentor)
    key, _answer = save(browser, note)
    for number in range(2, 6):
        save(browser, note, words="More " * number, key=key, number=number)
    begun = ("draft_begun", {world.client.id})
    assert acts("draft_begun", "draft_ended") == [begun]
    assert texts(world.mentor) == [json.dumps([["note", "More " * 5]])]
    assert browser.send(note, NOTE, headers={"X-Draft": f"{key} 5"}).status_code == 303
    assert acts("draft_begun", "activity_recorded", "draft_ended") == [
        begun,
        ("activity_recorded", {world.client.id}),
        ("draft_ended", {world.client.id}),
    ]
    assert not list_unfinished(world.mentor)


def test_what_a_page_went_on_with_ends_with_it_unless_somebody_typed_there_since(world, as_, note):
    browser = as_(world.mentor)
    first, _answer = save(browser, note)
    second, _answer = save(browser, note, words="elsewhere")
    save(browser, note, words="elsewhere, and more", key=second, number=2)
    for went_on in (first, second):
        fresh = NOTE | {"anyway": "1", "note": f"Went on with {went_on}"}
        header = {"X-Draft": f"{uuid7()} 1 {went_on} 1"}
        assert browser.send(note, fresh, headers=header).status_code == 303
    assert [draft.key for draft in list_unfinished(world.mentor)] == [second]


def test_a_save_that_comes_late_brings_nothing_back(world, as_, note):
    browser = as_(world.mentor)
    key = uuid7()
    assert browser.send(note, NOTE, headers={"X-Draft": f"{key} 2"}).status_code == 303
    for number in (1, 2):
        _key, answer = save(browser, note, key=key, number=number)
        assert answer.json["is_ended"] is True
    assert texts(world.mentor) == [""]


def test_what_is_typed_after_the_end_is_a_draft_again(world, as_, note):
    """Of a form whose answer got lost, of one that another device went on with, and of one that was deleted there."""
    browser = as_(world.mentor)
    accepted, _answer = save(browser, note, words="posted")
    browser.send(note, NOTE, headers={"X-Draft": f"{accepted} 1"})
    dropped, _answer = save(browser, note, words="on the bus")
    browser.send(f"/drafts/{dropped}/drop", {"number": "1"}, fresh=False)
    assert not list_unfinished(world.mentor)
    for key in (accepted, dropped):
        assert save(browser, note, words=f"then {key}", key=key, number=2)[1].json["is_ended"] is False
        assert save(browser, note, words="late", key=key, number=1)[1].json["is_ended"] is False
    assert {json.loads(text)[0][1] for text in texts(world.mentor)} == {f"then {accepted}", f"then {dropped}"}
    assert len(acts("draft_begun")) == 4


def test_what_was_typed_after_a_save_that_arrives_late_stays(world, as_, note):
    browser = as_(world.mentor)
    key, _answer = save(browser, note, words="We walked", number=3)
    save(browser, note, words="We walked, and more", key=key, number=4)
    assert browser.send(note, NOTE, headers={"X-Draft": f"{key} 3"}).status_code == 303
    assert texts(world.mentor) == [json.dumps([["note", "We walked, and more"]])]


def test_a_device_that_brings_later_what_another_went_on_with_brings_nothing_back(world, as_, note, clock):
    browser = as_(world.mentor)
    phone, _answer = save(browser, note, words="on the bus", number=3)
    desk, _answer = save(browser, note, words="on the bus, and at the desk", after=(phone, 3))
    browser.send(note, NOTE, headers={"X-Draft": f"{desk} 1"})
    clock.move_to(now() + timedelta(days=3))
    remove_old_drafts()
    assert save(as_(world.mentor), note, words="on the bus", key=phone, number=3)[1].json["is_ended"] is True
    assert not list_unfinished(world.mentor)


def test_deleting_what_a_page_shows_leaves_what_was_typed_elsewhere_since(world, as_, note):
    browser = as_(world.mentor)
    key, _answer = save(browser, note, words="shown")
    save(browser, note, words="shown, and more", key=key, number=2)
    browser.send(f"/drafts/{key}/drop", {"number": "1"}, fresh=False)
    assert [draft.key for draft in list_unfinished(world.mentor)] == [key]
    browser.send(f"/drafts/{key}/drop", {"number": "2"}, fresh=False)
    assert not list_unfinished(world.mentor)


def test_a_refused_form_leaves_the_draft(world, as_, note):
    browser = as_(world.mentor)
    key, _answer = save(browser, note)
    refused = browser.send(note, {"held_on": "2027-11-22", "note": "We walked"}, headers={"X-Draft": f"{key} 1"})
    assert refused.status_code == 200
    assert len(list_unfinished(world.mentor)) == 1


def test_an_older_save_that_is_overtaken_changes_nothing(world, as_, note):
    browser = as_(world.mentor)
    key, _answer = save(browser, note, words="new", number=5)
    save(browser, note, words="old", key=key, number=4)
    assert texts(world.mentor) == [json.dumps([["note", "new"]])]


def test_two_tabs_that_go_on_with_one_draft_keep_both_texts(world, as_, note):
    browser = as_(world.mentor)
    first, _answer = save(browser, note, words="begun")
    save(browser, note, words="here", after=(first, 1))
    save(browser, note, words="there", after=(first, 1))
    save(browser, note, words="begun, and more", key=first, number=2)
    kept = {"here", "there", "begun, and more"}
    assert {json.loads(text)[0][1] for text in texts(world.mentor)} == kept


def test_what_is_no_draft_is_refused(world, as_, note):
    browser = as_(world.mentor)
    good = {"path": note, "form": "", "key": str(uuid7()), "number": "1", "title": "", "content": "[]"}
    wrong = [{"content": "{"}, {"content": '[["note"]]'}, {"content": '[["note", 1]]'}, {"key": "x"}, {"number": "-"}]
    wrong += [{"path": path} for path in ("//elsewhere.example", "/teams", "/nowhere", "")]
    found = []
    for each in wrong:
        browser.see("/drafts")
        found.append(browser.send("/drafts", good | each, fresh=False).status_code)
    assert found == [409] * 5 + [404] * 4
    assert texts(world.mentor) == []


def test_a_former_mentor_keeps_it_without_the_name(world, as_, note):
    former = make_user(Role.MENTOR, world.team)
    assignment = assign(world.client, former, TODAY - timedelta(days=50))
    browser = as_(former)
    save(browser, note)
    amend(assignment, ends_on=TODAY - timedelta(days=1))
    save(browser, note, words="more", held_on=str(TODAY - timedelta(days=3)))
    page = browser.see(note)
    assert goes_on(page.html)[0] == ["note", "more"]
    assert world.client.name not in page.words
    assert [(draft.title, draft.client_name, draft.is_closed) for draft in list_unfinished(former)] == [
        ("", "", True)
    ] * 2
    assert world.client.name not in browser.see("/drafts").words


def test_what_is_about_somebody_elses_client_is_answered_like_what_is_about_nobody(world, as_):
    browser = as_(world.mentor)
    paths = [f"/clients/{person}/activities/new" for person in (world.other_client.id, uuid7())]
    assert [save(browser, path)[1].status_code for path in paths] == [200, 200]
    assert set(db.session.scalars(sa.select(Draft.client_id))) == {None}


def test_it_is_deleted_when_its_writer_says_so(world, as_, note):
    browser = as_(world.mentor)
    key, _answer = save(browser, note)
    mate = as_(world.team_mate)
    mate.see("/drafts")
    mate.send(f"/drafts/{key}/drop", fresh=False)
    assert len(list_unfinished(world.mentor)) == 1
    browser.send(f"/drafts/{key}/drop", fresh=False)
    assert texts(world.mentor) == [""]


def test_the_worker_removes_it_after_thirty_days(world, as_, note, clock):
    save(as_(world.mentor), note)
    clock.move_to(now() + timedelta(days=29))
    assert remove_old_drafts() == 0
    clock.move_to(now() + timedelta(days=2))
    assert remove_old_drafts() == 1
    assert texts(world.mentor) == [""]
    clock.move_to(now() + timedelta(days=31))
    remove_old_drafts()
    assert texts(world.mentor) == []
    assert acts("draft_ended") == [("draft_ended", {world.client.id})]


def test_nothing_is_checked_cleaned_or_cut(world, as_, note):
    browser = as_(world.mentor)
    words = "\u202eabc\u202c \x00\ud800 " + "א" * 100_000
    assert save(browser, note, words=words)[1].status_code == 200
    assert goes_on(browser.get(note).text) == [["note", words]]
