"""What people ask of those who keep records about them: recorded, decided in time, answered by a letter."""

from datetime import date, timedelta

import pypdfium2
import sqlalchemy as sa

from caseapp.audit.rules import Act
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.i18n import in_language
from caseapp.organisation import queries as organisation_queries
from caseapp.organisation.models import Organisation
from caseapp.privacy.requests.models import PrivacyRequest
from caseapp.privacy.requests.page import answer_to
from caseapp.privacy.requests.rules import RequestDecision
from tests.batches.printing import entries
from tests.trail import clients_of
from tests.world import amend, keep, make_activity


def send(browser, path, **typed):
    page = browser.see(path)
    names = ("csrf_token", "record_id", "version", "notice_id")
    hidden = {name: page.field(name) for name in names if page.field(name) is not None}
    return browser.post(path, data={**hidden, **typed})


def asked(browser, client, **more):
    typed = {"kind": "access", "received_on": "2026-11-02", "asked_by": "person", "words": "Show me all"}
    return send(browser, f"/clients/{client.id}/requests", **{**typed, **more})


def only_request():
    return db.session.scalars(
        sa.select(PrivacyRequest).where(for_maintenance()).execution_options(populate_existing=True)
    ).one()


def test_a_request_is_counted_down_decided_once_and_answered(world, as_, clock):
    client = amend(db.session.merge(world.client), language="en")
    make_activity(client, world.mentor, date(2026, 11, 1), note="A clinical word")
    browser = as_(world.supervisor)
    location = asked(browser, client).location
    assert (only_request().due_on, only_request().words) == (date(2026, 12, 2), "Show me all")
    assert "10 days left" in browser.see("/requests").words
    clock.shift(timedelta(days=10))
    browser = as_(world.supervisor)
    assert "Last day today" in browser.see("/requests").words
    clock.shift(timedelta(days=1))
    browser = as_(world.supervisor)
    assert "1 day late" in browser.see("/requests").words
    assert browser.get(f"{location}/answer").status_code == 404
    assert "Missing: Reasons" in send(browser, location, decision="partly", reasons=" ").text
    assert only_request().decision is None
    send(browser, location, decision="partly", reasons="You receive the file on Sunday.")
    assert only_request().decision is RequestDecision.PARTLY
    assert send(browser, location, decision="refused", reasons="No", version="2").status_code in (200, 409)
    assert only_request().decision is RequestDecision.PARTLY
    answer = browser.get(f"{location}/answer")
    letter = " ".join(
        " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(answer.data)).split()
    )
    for words in ("Answer to your request", "Granted in part", "You receive the file on Sunday.", client.name):
        assert words in letter
    assert "clinical" not in letter
    assert "Nothing to decide" in browser.see("/requests").words
    for what in (Act.REQUEST_RECORDED, Act.REQUEST_DECIDED, Act.PRINTED):
        (entry,) = entries(what)
        assert (clients_of(entry.id), entry.actor_id) == ({client.id}, world.supervisor.id)


def test_a_representative_is_named_with_papers_and_the_letter_is_theirs(world, as_):
    keep(Organisation(name="Circles", address="1 Herzl Street", phone="03-1", privacy_contact="Tamar Vardi, 03-2"))
    organisation_queries.forget_organisation_settings()
    browser = as_(world.supervisor)
    assert "Say who the representative is." in asked(browser, world.client, asked_by="representative").text
    named = {"asked_by": "representative", "representative": "Ada Levi"}
    assert "Say which papers you saw" in asked(browser, world.client, **named).text
    assert "has not come yet" in asked(browser, world.client, received_on="2026-11-23").text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PrivacyRequest).where(for_maintenance())) == 0
    asked(browser, world.client, **named, papers="Appointment of 3 May, family court")
    assert (only_request().representative, only_request().papers) == ("Ada Levi", "Appointment of 3 May, family court")
    assert "Ada Levi" in browser.see(f"/requests/{only_request().id}").words
    send(browser, f"/requests/{only_request().id}", decision="granted", reasons="It is yours")
    viewer, client = world.supervisor, world.client
    with in_language("en"):
        letter = answer_to(viewer, client, only_request().id)
    assert (letter.addressee, letter.about) == ("Ada Levi", client.name)
    assert letter.contact == "1 Herzl Street • Tamar Vardi, 03-2"


def test_the_number_of_days_is_the_organisations(world, as_):
    keep(Organisation(name="Circles", thresholds='{"request_days": 14}'))
    organisation_queries.forget_organisation_settings()
    browser = as_(world.supervisor)
    assert "within 14 days" in browser.see(f"/clients/{world.client.id}/requests").words
    asked(browser, world.client)
    assert only_request().due_on == date(2026, 11, 16)
