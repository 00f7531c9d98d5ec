import pytest

from caseapp.clients.file.forms import NewEmergencyForm
from caseapp.clients.file.queries import file_details, list_contacts
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, find_client
from caseapp.db import db
from tests.form_ids import form_id
from tests.statements import statements
from tests.world import make_client, make_contact

REACH = {
    "phone": "050-234-5678",
    "email": "",
    "way": "message",
    "avoid": ["voicemail"],
    "introduction": "A friend from the choir",
    "alias": "Star",
    "spoken": ["he", "ru"],
    "interpreter": "ru",
    "every_days": "14",
    "adjustments": ["lift", "large_print"],
}
RACHEL = {"name": "Rachel", "relation": "Sister", "phone": "050-234-5671", "note": "After four", "is_agreed": "y"}


def stored(client, viewer):
    db.session.expire_all()
    return find_client(viewer, client.id)


def test_a_mentor_says_how_the_own_client_is_reached(world, as_):
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}/reach"
    assert browser.send(path, REACH).status_code == 303
    client = stored(world.client, world.mentor)
    assert client.shown_in_groups == "Star"
    assert client.meeting_every_days == 14
    assert b"choir" not in client.introduction_sealed
    card = file_details(world.mentor, client)
    assert (card.phone, card.alias, card.introduction) == ("050-234-5678", "Star", "A friend from the choir")
    page = browser.see(f"/clients/{world.client.id}/file")
    for words in ("050-234-5678", "No voicemail", "A friend from the choir", "Star", "Message", "Hebrew, Russian"):
        assert words in page.words
    assert "tel:0502345678" in page.links


def test_the_list_of_a_group_shows_the_alias_or_the_name(world):
    make_client(world.team, world.mentor, given_name="Dana", alias="Moon")
    make_client(world.team, world.mentor, given_name="Ruth", family_name="Levi", preferred_name="Ruthie")
    shown = db.session.scalars(about_visible_clients(world.mentor, Client, Client.shown_in_groups)).all()
    assert {"Moon", "Ruth Levi", world.client.name} == set(shown)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"phone": "054-123-4567"}, "not a valid phone number"),
        ({"email": "nobody"}, "not a valid email address"),
        ({"alias": "x" * 100_000}, "at most 80 characters"),
        ({"interpreter": "tlh"}, "Not a valid choice"),
        ({"every_days": "5"}, "Not a valid choice"),
        ({"way": "pigeon"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_is_shown_again_with_a_sentence(world, as_, changes, words):
    browser = as_(world.mentor)
    assert browser.send(f"/clients/{world.client.id}/reach", {**REACH, **changes}).status_code == 200
    assert words in browser.page.words
    assert stored(world.client, world.mentor).alias == ""


def test_blanks_sent_for_a_choice_are_no_choice(world, as_):
    browser = as_(world.mentor)
    blanks = {"way": " ", "every_days": "\u3000", "interpreter": "\n"}
    assert browser.send(f"/clients/{world.client.id}/reach", {**REACH, **blanks}).status_code == 303
    client = stored(world.client, world.mentor)
    assert (client.contact_way, client.meeting_every_days, client.interpreter) == (None, None, "")


def test_two_tabs_lose_neither_way_to_reach(world, as_):
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}/reach"
    seen = browser.see(path).field("version")
    browser.send(path, REACH)
    answer = browser.send(path, {**REACH, "alias": "Moon", "avoid": ["messages"], "version": seen})
    assert answer.status_code == 409
    for words in ("Star", "Moon", "No voicemail", "No messages"):
        assert words in browser.page.words


def test_a_contact_is_added_once_corrected_and_taken_off(world, as_):
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}/contacts/new/emergency"
    form = {**RACHEL, "record_id": form_id(world.mentor, NewEmergencyForm)}
    assert [browser.send(path, form).status_code for _ in range(2)] == [303, 303]
    (contact,) = list_contacts(world.mentor, world.client.id)
    assert (contact.name, contact.phone, contact.is_agreed) == ("Rachel", "050-234-5671", True)
    base = f"/clients/{world.client.id}/contacts/{contact.id}"
    browser.send(f"{base}/edit", {**RACHEL, "name": "<img src=x>"})
    page = browser.see(f"/clients/{world.client.id}/file")
    assert "<img src=x>" in page.words
    assert "<img" not in page.html
    assert browser.send(f"{base}/remove", fresh=False).status_code == 303
    assert list_contacts(world.mentor, world.client.id) == []


@pytest.mark.parametrize(
    ("kind", "form", "words"),
    [
        ("phone", {"name": "Work", "phone": ""}, "Enter a phone number."),
        ("emergency", {**RACHEL, "phone": "12"}, "not a valid phone number"),
        ("guardian", {"name": "Adv. Cohen", "scope": "all"}, "Not a valid choice"),
        (
            "guardian",
            {"name": "Adv. Cohen", "scope": "body", "until_on": "2026-02-31"},
            "There is no date “2026-02-31”",
        ),
    ],
)
def test_a_contact_that_cannot_be_is_refused_with_a_sentence(world, as_, kind, form, words):
    browser = as_(world.mentor)
    assert browser.send(f"/clients/{world.client.id}/contacts/new/{kind}", form).status_code == 200
    assert words in browser.page.words
    assert list_contacts(world.mentor, world.client.id) == []


def test_a_guardian_is_shown_with_scope_and_end(world, as_):
    browser = as_(world.mentor)
    form = {"name": "Adv. Cohen", "scope": "property", "until_on": "2026-11-01"}
    assert browser.send(f"/clients/{world.client.id}/contacts/new/guardian", form).status_code == 200
    browser.send(f"/clients/{world.client.id}/contacts/new/guardian", {**form, "representation": "guardian"})
    words = browser.see(f"/clients/{world.client.id}/file").words
    assert "Adv. Cohen" in words
    assert "Property" in words
    assert "Ended" in words


def test_a_contact_stands_under_its_own_client_only(world, as_):
    own = make_client(world.team, world.mentor)
    contact = make_contact(world.client, world.mentor)
    browser = as_(world.mentor)
    assert browser.get(f"/clients/{own.id}/contacts/{contact.id}/edit").status_code == 404
    assert browser.get(f"/clients/{own.id}/contacts/new/pet").status_code == 404


def test_the_file_asks_no_more_of_the_store_for_more_contacts(world, as_):
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}/file"
    browser.see(path)
    with statements() as few:
        browser.see(path)
    for _ in range(10):
        make_contact(world.client, world.mentor)
    with statements() as many:
        browser.see(path)
    assert len(many) == len(few) <= 8
