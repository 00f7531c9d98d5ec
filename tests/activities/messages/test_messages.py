"""Prepared messages: what they may say, in which apps they open, and what is kept of them."""

import json
import re
from datetime import date, time
from urllib.parse import unquote

import pytest
import sqlalchemy as sa

from caseapp.activities.messages.rules import SCHEMES, MessageApp, address_of
from caseapp.activities.messages.words import prepare_messages
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.rules import ContactWay
from caseapp.db import db
from caseapp.i18n import LANGUAGES, in_language
from caseapp.organisation.actions import change_details
from caseapp.organisation.list_rules import BUILT_IN
from caseapp.organisation.queries import organisation_settings
from caseapp.organisation.rules import ListKind, OrganisationDetails
from tests.trail import clients_of
from tests.world import amend, make_activity

TODAY = date(2026, 11, 22)
DAYS = [None, *((date(2026, 11, day), time(10, 30)) for day in (22, 23, 29))]
NUMBER = "+972502345678"
TELLING = (
    *("rehab", "recover", "mentor", "treat", "therap", "illness", "patient", "client", "clinic", "mental", "health"),
    *("שיקום", "חונכ", "מתמודד", "מטופל", "טיפול", "מחל", "נפש", "בריאות", "מרפאה", "סל"),
    *("تأهيل", "مرشد", "علاج", "مريض", "مرض", "نفس", "صحة", "عيادة"),
    *("реабилит", "настав", "лечен", "болезн", "пациент", "клиент", "психи", "здоров", "клиник"),
)


def texts(app, language):
    with app.test_request_context():
        return [
            message.text for next_at in DAYS for message in prepare_messages(language, "Yael", "Noa", next_at, TODAY)
        ]


def opened_messages():
    return db.session.scalars(sa.select(Entry).where(Entry.act == Act.MESSAGE_OPENED)).all()


def telling(text, words):
    """Those of the words that the text holds, beginning like one of its own words."""
    own = re.findall(r"\w+", text.casefold())
    return [word for word in words if any(each.startswith(word.casefold()) for each in own)]


@pytest.mark.parametrize("language", [*LANGUAGES, "am"])
def test_no_message_names_a_place_a_service_or_an_illness(app, language):
    with app.test_request_context(), in_language(language if language in LANGUAGES else "he"):
        names = [*BUILT_IN[ListKind.SERVICES].values(), *BUILT_IN[ListKind.PLACES].values()]
        named = {word for name in names for word in re.findall(r"\w{4,}", str(name))}
    written = texts(app, language)
    assert len(written) == 2 * len(DAYS) + 3
    assert [telling(text, (*TELLING, *named)) for text in written] == [[]] * len(written)
    assert all("Yael" in text and "Noa" in text for text in written)


def test_a_planted_word_is_found():
    assert telling("See you at the Clinic", TELLING) == ["clinic"]
    assert telling("נפגשים במרכז השיקום", (*TELLING, "השיקום")) == ["השיקום"]


@pytest.mark.parametrize("app_name", list(MessageApp))
def test_no_address_leads_over_the_web_and_the_text_arrives_whole(app_name):
    text = "שלום יעל, 10:30 & עוד? 100%"
    address = address_of(app_name, NUMBER, text)
    assert not address.startswith("http")
    assert "972502345678" in address
    assert unquote(address).endswith(text)
    assert SCHEMES.keys() == set(MessageApp)


@pytest.fixture
def reached(world):
    amend(world.client, phone=NUMBER, language="he")
    return f"/clients/{world.client.id}/messages"


def test_a_message_is_seen_first_then_opened_and_only_that_is_kept(world, as_, reached):
    browser = as_(world.mentor)
    page = browser.see(reached)
    assert "אני בדרך" in page.words
    assert not [link for link in page.links if link.startswith("sms:")]
    assert browser.send(reached, {"kind": "on_my_way", "app": "sms"}).status_code == 200
    (opened,) = [link for link in browser.page.links if link.startswith("sms:")]
    assert opened.startswith("sms:+972502345678?")
    assert "אני בדרך" in unquote(opened)
    (entry,) = opened_messages()
    assert json.loads(entry.detail) == {"kind": "on_my_way", "app": "sms"}
    assert clients_of(entry.id) == {world.client.id}


def test_a_messenger_is_off_until_the_organisation_has_allowed_it(world, as_, reached):
    browser = as_(world.mentor)
    assert "WhatsApp" not in browser.see(reached).words
    browser.send(reached, {"kind": "missed", "app": "whatsapp"})
    assert "The organisation has not allowed this messenger." in browser.page.words
    assert opened_messages() == []
    change_details(world.administrator, OrganisationDetails("Path House", messengers="whatsapp"), None)
    assert browser.send(reached, {"kind": "missed", "app": "whatsapp"}).status_code == 200
    assert [link for link in browser.page.links if link.startswith("whatsapp://send?phone=972502345678&text=")]
    assert "https:" not in "".join(browser.page.links)


def test_the_administrator_ticks_what_is_allowed(world, as_):
    browser = as_(world.administrator)
    assert browser.send("/organisation", {"messengers": ["telegram", "viber"]}).status_code == 303
    assert organisation_settings().details.messengers == "telegram viber"
    assert browser.see("/organisation").html.count(" checked") == 2


def test_who_wants_no_messages_gets_none_and_who_wants_a_call_is_named(world, as_, reached):
    browser = as_(world.mentor)
    amend(world.client, contact_way=ContactWay.CALL)
    page = browser.see(reached)
    assert "prefers a phone call" in page.words
    assert "tel:+972502345678" in page.links
    amend(world.client, no_messages=True)
    page = browser.see(reached)
    assert "has asked for no messages" in page.words
    assert "אני בדרך" not in page.words
    token = browser.see("/account").field("csrf_token")
    browser.post(reached, data={"csrf_token": token, "kind": "on_my_way", "app": "sms"})
    assert "No messages can be sent" in browser.page.words
    assert opened_messages() == []


def test_a_reminder_names_the_hour_of_the_next_meeting_and_nothing_else_of_it(world, as_, reached):
    assert "תזכורת" not in as_(world.mentor).see(reached).words
    plan = {"outcome": "planned", "place": "home", "place_words": "Rothschild 7", "minutes": 60, "note": ""}
    make_activity(world.client, world.mentor, date(2026, 11, 23), **plan)
    words = as_(world.mentor).see(reached).words
    assert "נפגשים מחר ב־10:00" in words
    assert "Rothschild" not in words
