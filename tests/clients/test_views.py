import pytest
from uuid_utils.compat import uuid7

from caseapp.clients.forms import NewClientForm
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients, find_client, search_people
from caseapp.db import db
from tests.form_ids import form_id
from tests.world import make_client, row_of

HOSTILE = "<img src=x onerror=alert(1)> \"'{{ 7*777 }}"
BIDI = "\u202eדנה\u202c"
NEW = {
    "given_name": "דנה",
    "family_name": "לוי",
    "preferred_name": "",
    "national_id": "",
    "birth_on": "1990-05-01",
    "phone": "",
    "language": "he",
    "gender_form": "feminine",
    "mentor_id": "",
}
FACTS = {name: value for name, value in NEW.items() if name != "mentor_id"}


def people(world):
    return list(db.session.scalars(about_visible_clients(world.supervisor, Client)))


def stored(client, viewer):
    """The client as the store has it, not as this test remembers it."""
    db.session.expire_all()
    return find_client(viewer, client.id)


def edit_path(client):
    return f"/clients/{client.id}/edit"


def test_a_supervisor_opens_a_file_and_comes_to_the_clients_page(world, as_):
    browser = as_(world.supervisor)
    answer = browser.send("/clients/new", {**NEW, "mentor_id": str(world.mentor.id)})
    (client,) = search_people(world.mentor, "דנה לוי")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/clients/{client.id}"


def test_the_same_form_sent_twice_makes_one_file(world, as_):
    browser = as_(world.supervisor)
    form = {**NEW, "record_id": form_id(world.supervisor, NewClientForm)}
    assert [browser.send("/clients/new", form).status_code for _ in range(2)] == [303, 303]
    assert len(search_people(world.supervisor, "דנה לוי")) == 1
    other = browser.send("/clients/new", {**form, "given_name": "רות"})
    assert other.status_code == 409
    assert search_people(world.supervisor, "רות") == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"given_name": ""}, "Missing: "),
        ({"given_name": "x" * 100_000}, "at most 80 characters"),
        ({"birth_on": "2026-02-31"}, "There is no date “2026-02-31” in the calendar."),
        ({"birth_on": "2026-11-23"}, "in the future"),
        ({"phone": "054-123-4567"}, "not a valid phone number"),
        ({"national_id": "123456789"}, "check digit"),
        ({"national_id": "18"}, "already has this ID number"),
        ({"language": "tlh"}, "Not a valid choice"),
        ({"gender_form": "x"}, "Not a valid choice"),
        ({"mentor_id": str(uuid7())}, "Not a valid choice"),
        ({"record_id": "1"}, "open for too long"),
    ],
)
def test_a_form_that_cannot_be_is_shown_again_with_its_text_and_a_sentence(world, as_, changes, words):
    browser = as_(world.supervisor)
    before = len(people(world))
    answer = browser.send("/clients/new", {**NEW, "family_name": "Kept-family", **changes})
    assert answer.status_code == 200
    assert words in browser.page.words
    assert browser.page.field("family_name") == "Kept-family"
    assert len(people(world)) == before


def test_hostile_text_is_text_on_every_page(world, as_):
    browser = as_(world.supervisor)
    browser.send("/clients/new", {**NEW, "given_name": HOSTILE, "family_name": BIDI, "preferred_name": HOSTILE})
    (client,) = search_people(world.supervisor, "img")
    assert client.name == f"{HOSTILE} דנה"
    browser.see(edit_path(client))
    for path in (edit_path(client), f"/clients/{client.id}/status", f"/register/{client.id}/assignments", "/register"):
        page = browser.see(path)
        assert "<img" not in page.html
        assert "5439" not in page.words
    assert browser.send("/clients/search", {"words": "img"}).status_code == 200
    assert HOSTILE in browser.page.words
    assert "<img" not in browser.page.html


def test_fields_that_the_form_does_not_have_change_nothing(world, as_):
    extra = {
        "id": str(uuid7()),
        "team_id": str(world.other_team.id),
        "status": "closed",
        "search_name": "x",
        "opened_at": "2000-01-01",
        "national_id_hash": "x",
        "version_id": "9",
    }
    browser = as_(world.supervisor)
    before = row_of(stored(world.client, world.supervisor))
    answer = browser.send(edit_path(world.client), {**FACTS, "preferred_name": "יעלי", **extra})
    assert answer.status_code == 303
    after = row_of(stored(world.client, world.supervisor))
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {
        "given_name", "family_name", "preferred_name", "search_name", "sound", "birth_on", "gender_form", "version",
        "stamp",
    }  # fmt: skip
    assert after["search_name"] == "דנה לוי יעלי"


def test_two_tabs_lose_neither_text(world, as_):
    browser = as_(world.supervisor)
    seen = browser.see(edit_path(world.client)).field("version")
    browser.send(edit_path(world.client), {**FACTS, "given_name": "First"})
    answer = browser.send(edit_path(world.client), {**FACTS, "given_name": "Second", "version": seen})
    assert answer.status_code == 409
    assert "First" in browser.page.words
    assert "Second" in browser.page.words
    newest = browser.page.field("version")
    kept = {name: value for name, value in FACTS.items() if name != "given_name"}
    assert {name: browser.page.field(name) for name in kept} == kept
    merged = browser.send(edit_path(world.client), {**kept, "given_name": "Both", "version": newest}, fresh=False)
    assert merged.status_code == 303
    assert stored(world.client, world.supervisor).given_name == "Both"


def test_two_tabs_with_one_status_show_both(world, as_):
    browser = as_(world.supervisor)
    path = f"/clients/{world.client.id}/status"
    seen = browser.see(path).field("version")
    browser.send(path, {"status": "paused", "starts_on": "2026-11-22"})
    told = {"status": "closed", "starts_on": "2026-11-22", "reason": "own_wish", "ends_assignments": "y"}
    answer = browser.send(path, {**told, "version": seen})
    assert answer.status_code == 409
    assert "Paused" in browser.page.words
    assert "Closed" in browser.page.words


def test_a_phone_stands_in_the_form_as_people_write_it_and_stays_the_same_number(world, as_):
    client = make_client(world.team, phone="+972502345678")
    browser = as_(world.supervisor)
    assert browser.see(edit_path(client)).field("phone") == "050-234-5678"
    browser.send(edit_path(client), {**FACTS, "phone": "050-234-5678"})
    assert stored(client, world.supervisor).phone == "+972502345678"


def test_an_id_number_is_masked_on_every_page(world, as_):
    client = make_client(world.team, world.mentor, national_id="032861809")
    browser = as_(world.supervisor)
    page = browser.see(edit_path(client))
    assert "*****1809" in page.words
    assert "032861809" not in page.html
    browser.send(edit_path(client), {**FACTS, "version": "1"})
    assert "32861809" not in browser.page.html


@pytest.mark.parametrize("relation", ["mentor", "team_mate", "former_mentor", "other_mentor", "administrator"])
def test_who_opens_no_files_is_told_who_does(world, as_, relation):
    browser = as_(getattr(world, relation))
    for path in ("/clients/new", edit_path(world.client), f"/clients/{world.client.id}/status"):
        assert "Supervisor" in browser.see(path, 403).words
        assert browser.post(path, data=FACTS).status_code in (400, 403)


def test_another_teams_client_is_like_one_that_does_not_exist(world, as_):
    browser = as_(world.other_supervisor)
    for client_id in (world.client.id, uuid7()):
        for path in (
            f"/clients/{client_id}/edit",
            f"/clients/{client_id}/status",
            f"/register/{client_id}/assignments",
        ):
            assert browser.get(path).status_code == 404
