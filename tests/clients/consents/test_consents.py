from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.audit.models import Entry
from caseapp.audit.queries import entries_about
from caseapp.audit.rules import Act
from caseapp.clients.consents.forms import NewConsentForm
from caseapp.clients.consents.models import Consent
from caseapp.clients.consents.queries import find_consent, list_consents
from caseapp.clients.consents.rules import ConsentContent, ConsentStatus, Recipient, consent_status, may_receive
from caseapp.clients.queries import about_visible_clients, for_maintenance
from caseapp.clock import now, today
from caseapp.db import db
from tests.form_ids import form_id
from tests.statements import statements
from tests.world import make_client, make_consent

RACHEL = {
    "recipient": "family",
    "who": "Rachel, the sister",
    "scope": "summary",
    "purpose": "So that she knows what helps",
    "starts_on": "2026-11-22",
    "ends_on": "2027-05-22",
    "manner": "paper",
    "taken_by": "Maya Mentor",
    "taken_on": "2026-11-20",
}


def consent_of_family(viewer, client):
    return may_receive(list_consents(viewer, client.id), Recipient.FAMILY, ConsentContent.GOALS, today())


def register(client):
    return f"/clients/{client.id}/consents"


def acts(what, client):
    found = sa.select(Entry).where(Entry.act == what, Entry.id.in_(entries_about(client.id)))
    return db.session.scalars(found).all()


def test_a_mentor_writes_down_a_consent_once(world, as_):
    """To whom, what for and how it was given are kept, sealed, with one trail entry."""
    browser = as_(world.mentor)
    form = {**RACHEL, "record_id": form_id(world.mentor, NewConsentForm)}
    assert [browser.send(f"{register(world.client)}/new", form).status_code for _ in range(2)] == [303, 303]
    (consent,) = list_consents(world.mentor, world.client.id)
    assert (consent.who, consent.content, consent.status) == (
        "Rachel, the sister",
        ConsentContent.SUMMARY,
        ConsentStatus.VALID,
    )
    stored = find_consent(world.mentor, consent.id)
    assert b"Rachel" not in stored.who_sealed
    assert b"helps" not in stored.purpose_sealed
    assert len(acts(Act.CONSENT_RECORDED, world.client)) == 1
    page = browser.see(register(world.client)).words
    for words in ("Rachel, the sister", "A summary", "Valid", "Signed on paper", "So that she knows what helps"):
        assert words in page
    other = browser.send(f"{register(world.client)}/new", {**form, "who": "Someone else"})
    assert other.status_code == 409


def test_a_withdrawal_acts_at_once_and_nothing_is_deleted(world, as_):
    consent = make_consent(world.client, world.mentor)
    assert consent_of_family(world.mentor, world.client).id == consent.id
    browser = as_(world.mentor)
    form = {"withdrawn_on": "2026-11-22", "words": "She wants to tell it herself"}
    path = f"/consents/{consent.id}/withdrawal"
    assert [browser.send(path, form).status_code for _ in range(2)] == [303, 303]
    db.session.expire_all()
    assert consent_of_family(world.mentor, world.client) is None
    (told,) = list_consents(world.mentor, world.client.id)
    assert (told.status, told.withdrawal, told.withdrawn_by) == (
        ConsentStatus.WITHDRAWN,
        form["words"],
        "Maya Mentor",
    )
    assert len(acts(Act.CONSENT_WITHDRAWN, world.client)) == 1
    assert "Withdrawn" in browser.see(register(world.client)).words
    assert browser.send(path, {**form, "withdrawn_on": "2026-11-21"}).status_code == 200
    assert "already been withdrawn or marked as entered in error" in browser.page.words


def test_a_consent_entered_in_error_opens_nothing_and_stays(world, as_):
    consent = make_consent(world.client, world.mentor)
    browser = as_(world.supervisor)
    assert browser.send(f"/consents/{consent.id}/error", {"reason": "Another client's"}).status_code == 303
    db.session.expire_all()
    assert consent_of_family(world.mentor, world.client) is None
    assert "Another client's" in browser.see(register(world.client)).words


def test_a_mentor_strikes_through_only_own_writing(world, as_):
    consent = make_consent(world.client, world.supervisor)
    browser = as_(world.mentor)
    assert f"/consents/{consent.id}/error" not in browser.see(register(world.client)).links
    assert browser.send(f"/consents/{consent.id}/error", {"reason": "No"}).status_code == 403
    db.session.expire_all()
    assert not find_consent(world.mentor, consent.id).is_in_error


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"recipient": "newspaper"}, "Not a valid choice"),
        ({"who": "  "}, "Enter the recipient's name or role"),
        ({"who": "x" * 100_000}, "at most 80 characters"),
        ({"purpose": ""}, "Missing: "),
        ({"starts_on": "2026-02-31"}, "There is no date “2026-02-31” in the calendar."),
        ({"ends_on": "2020-01-01"}, "The end date is before the start date."),
        ({"taken_on": "2026-12-24"}, "This date is in the future"),
        ({"manner": ""}, "Missing: "),
    ],
)
def test_what_cannot_be_is_shown_again_with_a_sentence(world, as_, changes, words):
    browser = as_(world.mentor)
    assert browser.send(f"{register(world.client)}/new", {**RACHEL, **changes}).status_code == 200
    assert words in browser.page.words
    assert list_consents(world.mentor, world.client.id) == []


def test_text_of_people_is_text(world, as_):
    hostile = "<img src=x onerror=alert(1)>\u202e"
    consent = make_consent(world.client, world.mentor, who=hostile, purpose=hostile)
    browser = as_(world.mentor)
    for path in (register(world.client), f"/consents/{consent.id}/withdrawal", f"/consents/{consent.id}/error"):
        page = browser.see(path)
        assert "<img" not in page.html
        assert "onerror=alert(1)" in page.words


@pytest.mark.parametrize("who", ["team_mate", "former_mentor", "other_mentor", "other_supervisor"])
def test_whoever_does_not_accompany_finds_no_consent(world, as_, who):
    consent = make_consent(world.client, world.mentor)
    browser = as_(getattr(world, who))
    for path in (register(world.client), f"{register(world.client)}/new", f"/consents/{consent.id}/withdrawal"):
        assert browser.get(path).status_code == 404
    assert consent_of_family(getattr(world, who), world.client) is None


def test_the_clients_page_says_in_one_line_how_many_hold_and_what_ends_soon(world, as_):
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}"
    assert "No valid consent" in browser.see(path).words
    make_consent(world.client, world.mentor, ends_on=today() + timedelta(days=60))
    make_consent(world.client, world.mentor, ends_on=today() + timedelta(days=61))
    make_consent(world.client, world.mentor, ends_on=today() - timedelta(days=1))
    make_consent(world.client, world.mentor, withdrawn_on=today())
    words = browser.see(path).words
    assert "2 valid consents" in words
    assert "A consent ends on 21.1.2027" in words
    assert "Ends soon" in browser.see(register(world.client)).words


def test_the_rule_and_its_form_in_sql_agree(world):
    day = timedelta(days=1)
    for ends_on in (None, today() - day, today(), today() + day):
        for withdrawn_on in (None, today() - day, today(), today() + day):
            for starts_on in (today() - day, today(), today() + day):
                for error_at in (None, now()):
                    if ends_on is None or ends_on >= starts_on:
                        make_consent(
                            world.client,
                            world.mentor,
                            starts_on=starts_on,
                            ends_on=ends_on,
                            withdrawn_on=withdrawn_on,
                            error_at=error_at,
                        )
    holding = about_visible_clients(world.mentor, Consent, Consent.id).where(Consent.is_valid_on(today()))
    consents = db.session.scalars(sa.select(Consent).where(for_maintenance())).all()
    assert set(db.session.scalars(holding)) == {
        consent.id for consent in consents if consent_status(consent, today()) is ConsentStatus.VALID
    }


def test_the_register_asks_no_more_of_the_store_for_more_consents(world, as_):
    browser = as_(world.mentor)
    browser.see(register(world.client))
    with statements() as few:
        browser.see(register(world.client))
    for _ in range(10):
        make_consent(world.client, world.mentor)
    with statements() as many:
        browser.see(register(world.client))
    assert len(few) == len(many)


def test_a_consent_speaks_of_its_own_client_only(world):
    another = make_client(world.team, world.mentor)
    make_consent(another, world.mentor)
    assert consent_of_family(world.mentor, world.client) is None
