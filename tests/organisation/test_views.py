"""The administrator's pages about the organisation."""

import io
import json

import pytest
import sqlalchemy as sa
from PIL import Image

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.db import db
from caseapp.i18n import in_language
from caseapp.organisation.queries import find_logo, list_options, name_of, offered, organisation_settings, threshold
from caseapp.organisation.rules import ListKind, Threshold
from caseapp.organisation.threshold_rules import THRESHOLD_RULES


@pytest.fixture(autouse=True)
def english(app):
    """The words of lists are read in English."""
    with in_language("en"):
        yield


def picture(kind="PNG", size=(40, 20)):
    kept = io.BytesIO()
    Image.new("RGB", size, "purple").save(kept, kind)
    return kept.getvalue()


def numbers(**changed):
    return {**{of.value: str(limit.default) for of, limit in THRESHOLD_RULES.items()}, **changed}


def words_of(kind):
    said = {}
    for place, entry in enumerate(list_options(kind), start=1):
        said |= {f"label-{entry.code}": entry.label, f"place-{entry.code}": str(place)}
        said |= {f"offered-{entry.code}": "y"} if entry.is_offered else {}
    return said


def upload(browser, data, name="logo.png"):
    browser.see("/organisation")
    token = browser.page.field("csrf_token")
    return browser.post("/organisation/logo", data={"csrf_token": token, "logo": (io.BytesIO(data), name)})


def test_a_number_that_is_set_holds_at_once_and_the_trail_tells_old_and_new(world, as_):
    browser = as_(world.administrator)
    browser.send("/settings", numbers(not_seen_days="21"))
    assert threshold(Threshold.NOT_SEEN_DAYS) == 21
    browser.send("/settings", numbers(not_seen_days="14", note_due_days="3"))
    assert threshold(Threshold.NOT_SEEN_DAYS) == 14
    details = db.session.scalars(sa.select(Entry.detail).where(Entry.act == Act.SETTINGS_CHANGED).order_by(Entry.id))
    told = [json.loads(detail)["changed"] for detail in details]
    assert told == ["not_seen_days default 21", "not_seen_days 21 default; note_due_days default 3"] or told == [
        "not_seen_days default 21",
        "note_due_days default 3; not_seen_days 21 default",
    ]


@pytest.mark.parametrize("wrong", ["0", "9999", "x", "", "7.5"])
def test_a_number_outside_of_its_range_is_refused_in_words(world, as_, wrong):
    answer = as_(world.administrator).send("/settings", numbers(not_seen_days=wrong))
    assert answer.status_code == 200
    assert "to correct" in answer.text
    assert threshold(Threshold.NOT_SEEN_DAYS) == 14


def test_each_number_stands_beside_its_rule_and_default(world, as_):
    words = as_(world.administrator).see("/settings").words
    for limit in THRESHOLD_RULES.values():
        assert str(limit.rule) in words
    assert "default 14" in words


def test_two_administrators_who_change_the_settings_see_both_texts(world, as_):
    first, second = as_(world.administrator), as_(world.administrator)
    first.send("/settings", numbers(not_seen_days="20"))
    first.see("/settings")
    second.see("/settings")
    first.send("/settings", numbers(not_seen_days="21"), fresh=True)
    fields = {"csrf_token": second.page.field("csrf_token"), "version": second.page.field("version")}
    answer = second.post("/settings", data={**numbers(not_seen_days="22"), **fields})
    assert answer.status_code == 409
    assert "21" in answer.text
    assert "22" in answer.text
    assert threshold(Threshold.NOT_SEEN_DAYS) == 21


def test_a_list_is_ordered_renamed_hidden_and_added_to(world, as_):
    browser = as_(world.administrator)
    said = words_of(ListKind.PLACES) | {"label-home": "At the client's", "place-online": "1", "added": "The garden"}
    del said["offered-office"]
    browser.send("/lists/places", said)
    words = [words for _code, words in offered(ListKind.PLACES)]
    assert "The garden" in words
    assert words[0] == "In the community" or words[0] == "At the client's"
    assert "In the office" not in words
    assert name_of(ListKind.PLACES, "home") == "At the client's"
    assert name_of(ListKind.PLACES, "office") == "In the office"


@pytest.mark.parametrize("added", ["At home", "at  HOME"])
def test_a_word_that_is_there_is_not_added_twice(world, as_, added):
    answer = as_(world.administrator).send("/lists/places", words_of(ListKind.PLACES) | {"added": added})
    assert "Two entries in the list are the same." in answer.text
    assert len(list_options(ListKind.PLACES)) == 4


def test_hostile_words_of_a_list_print_as_text(world, as_):
    hostile = "<img src=x onerror=alert(1)>"
    browser = as_(world.administrator)
    browser.send("/lists/places", words_of(ListKind.PLACES) | {"added": hostile})
    assert hostile not in browser.see("/lists").html
    assert hostile in browser.see("/lists").words
    answer = browser.send("/lists/places", words_of(ListKind.PLACES) | {"added": "x" * 100_000})
    assert answer.status_code == 200


def test_a_list_that_does_not_exist_is_not_there(world, as_):
    as_(world.administrator).see("/lists/secrets", 404)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_drawn_anew_without_what_else_the_file_held(world, as_, kind):
    browser = as_(world.administrator)
    assert upload(browser, picture(kind) + b"<script>alert(1)</script>").status_code == 303
    kept = find_logo(world.administrator)
    assert kept.startswith(b"\x89PNG")
    assert b"script" not in kept
    answer = browser.get("/organisation/logo.png")
    assert answer.mimetype == "image/png"
    assert organisation_settings().has_logo
    browser.see("/organisation")
    browser.send("/organisation/logo/removal", fresh=False)
    assert find_logo(world.administrator) is None


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload=alert(1)>", b"GIF89a" + b"0" * 40, picture()[:60], picture(size=(3000, 2000))]
)
def test_what_is_no_picture_is_refused_in_words(world, as_, data):
    browser = as_(world.administrator)
    assert upload(browser, data).status_code == 303
    assert "mage" in browser.see("/organisation").words
    assert find_logo(world.administrator) is None


def test_the_accessibility_statement_is_open_to_everybody_and_names_whom_to_ask(world, as_, visitor):
    page = visitor.see("/accessibility")
    assert "/accessibility" in visitor.see("/sign-in").links
    assert "2.2" in page.html
    contact = "Noa, 050-234-5678"
    as_(world.administrator).send(
        "/organisation", {"name": "Circles", "accessibility_contact": contact, "accessibility_on": "2026-11-01"}
    )
    assert contact in visitor.see("/accessibility").words
    assert "/accessibility" in as_(world.mentor).see("/clients").links
