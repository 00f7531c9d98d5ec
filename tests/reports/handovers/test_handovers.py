import pytest
import sqlalchemy as sa

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.consents.rules import ConsentContent, Recipient
from caseapp.clients.file.representation_rules import Representation
from caseapp.clients.file.rules import ContactKind, GuardianScope
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotAllowed
from caseapp.reports.handovers.actions import hand_over
from caseapp.reports.handovers.forms import ReportHandoverForm
from caseapp.reports.handovers.queries import handovers_of
from caseapp.reports.handovers.rules import CONTENT_OF, RECIPIENTS_OF, HandoverDraft
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.status_rules import Handing, LegalBasis, ReportStatus
from tests.form_ids import form_id
from tests.refusals import refused
from tests.reports.reviewing import sent
from tests.statements import statements
from tests.world import make_consent, make_contact, make_report

FAMILY = Recipient.FAMILY
SIGNED = {"status": ReportStatus.SIGNED, "kind": ReportKind.FAMILY}


@pytest.fixture
def report(world):
    return make_report(world.client, world.mentor, **SIGNED)


def path(report):
    return f"/reports/{report.id}/handovers"


def handed(world):
    return handovers_of(world.supervisor, world.client.id)


def entries(what):
    return db.session.scalars(sa.select(Entry).where(Entry.act == what)).all()


def test_a_signed_report_goes_to_whom_a_consent_names_once(world, as_, report):
    consent = make_consent(world.client, world.mentor, who="Rachel")
    browser = as_(world.mentor)
    form = {"to": str(consent.id), "how": "given", "record_id": form_id(world.mentor, ReportHandoverForm)}
    assert [browser.send(path(report), form).status_code for _ in range(2)] == [303, 303]
    (told,) = handed(world)
    assert (told.recipient, told.name, told.basis, told.consented_on) == (
        Recipient.FAMILY,
        "Rachel",
        None,
        consent.taken_on,
    )
    assert len(entries(Act.REPORT_HANDED_OVER)) == 1
    assert browser.send(path(report), {**form, "how": "sent"}).status_code == 409


def test_without_a_consent_it_is_refused_in_words_and_nothing_typed_is_lost(world, as_, report):
    browser = as_(world.mentor)
    answer = browser.send(path(report), {"to": "family", "name": "Uncle Dan", "how": "sent"})
    assert answer.status_code == 200
    assert "No valid consent covers sharing this report" in browser.page.words
    assert browser.page.field("name") == "Uncle Dan"
    assert handed(world) == []


@pytest.mark.parametrize(
    "changes",
    [{"withdrawn_on": today}, {"content": ConsentContent.ATTENDANCE}, {"starts_on": "tomorrow"}],
)
def test_a_consent_that_does_not_cover_today_opens_nothing(world, as_, report, changes):
    from datetime import timedelta

    known = {"withdrawn_on": today(), "starts_on": today() + timedelta(days=1), "content": ConsentContent.ATTENDANCE}
    consent = make_consent(world.client, world.mentor, **{name: known[name] for name in changes})
    browser = as_(world.mentor)
    assert browser.send(path(report), {"to": str(consent.id), "how": "sent"}).status_code == 200
    assert handed(world) == []


def test_a_withdrawal_acts_at_once_on_a_form_that_is_open(world, as_, report):
    consent = make_consent(world.client, world.mentor)
    browser = as_(world.mentor)
    browser.see(path(report))
    as_(world.supervisor).send(f"/consents/{consent.id}/withdrawal", {"withdrawn_on": str(today()), "words": ""})
    assert browser.send(path(report), {"to": str(consent.id), "how": "sent"}, fresh=False).status_code == 200
    assert handed(world) == []


def test_the_client_receives_the_own_report_without_a_consent(world, as_, report):
    assert as_(world.mentor).send(path(report), {"to": "client", "how": "given"}).status_code == 303
    (told,) = handed(world)
    assert told.basis is LegalBasis.OWN_RECORD


def test_a_law_in_the_place_of_a_consent_is_for_the_supervisor_to_name(world, as_, report):
    by_law = {"to": "committee", "name": "The northern committee", "how": "sent", "basis": "basket_law"}
    mentor = as_(world.mentor)
    assert mentor.send(path(report), by_law).status_code == 200
    assert handed(world) == []
    supervisor = as_(world.supervisor)
    assert supervisor.send(path(report), {**by_law, "basis": "own_record"}).status_code == 200
    assert supervisor.send(path(report), {**by_law, "basis": "guardian"}).status_code == 200
    assert "does not apply to this recipient" in supervisor.page.words
    assert supervisor.send(path(report), by_law).status_code == 303
    assert [told.basis for told in handed(world)] == [LegalBasis.BASKET_LAW]


def test_a_report_that_is_not_signed_is_not_handed_over(world, as_):
    draft = make_report(world.client, world.mentor)
    browser = as_(world.mentor)
    assert browser.send(path(draft), {"to": "client", "how": "given"}).status_code == 200
    assert "Only a signed report can be shared" in browser.page.words
    assert handed(world) == []


def test_the_sheet_tells_the_client_in_the_own_language(world, as_, report):
    """Who handed over which report, when, to whom, and on what basis."""
    make_consent(world.client, world.mentor, who="<b>Rachel</b>")
    consent_id = str(make_consent(world.client, world.mentor, who="<b>Rachel</b>").id)
    browser = as_(world.mentor)
    browser.send(path(report), {"to": consent_id, "how": "sent"})
    assert browser.get(f"/reports/{report.id}/pdf").status_code == 200
    page = browser.see(f"/clients/{world.client.id}/seen")
    assert 'lang="he" dir="rtl"' in page.html
    for words in ("Who received reports", "<b>Rachel</b>", "Maya Mentor", "22.11.2026", "1.1.2025", "31.10.2026"):
        assert words in page.words
    assert "<b>Rachel" not in page.html


@pytest.mark.parametrize("who", ["team_mate", "former_mentor", "other_mentor", "other_supervisor"])
def test_whoever_does_not_accompany_finds_neither_page(world, as_, report, who):
    browser = as_(getattr(world, who))
    assert browser.get(path(report)).status_code == 404
    assert browser.get(f"/clients/{world.client.id}/seen").status_code == 404


def test_the_sheet_asks_no_more_of_the_store_for_more_lines(world, as_, report):
    browser = as_(world.mentor)
    sheet = f"/clients/{world.client.id}/seen"
    browser.send(path(report), {"to": "client", "how": "given"})
    browser.see(sheet)
    with statements() as few:
        browser.see(sheet)
    for _ in range(5):
        browser.send(path(report), {"to": "client", "how": "given"})
    browser.see(sheet)
    with statements() as many:
        browser.see(sheet)
    assert len(few) == len(many)


def test_every_kind_tells_something_and_every_ground_fits_somebody():
    assert set(CONTENT_OF) == set(ReportKind)
    assert set(RECIPIENTS_OF) == set(LegalBasis)
    assert all(
        Recipient.CLIENT not in RECIPIENTS_OF[basis] for basis in LegalBasis if basis is not LegalBasis.OWN_RECORD
    )


def test_a_consent_that_does_not_cover_the_report_or_is_of_somebody_else_is_refused(world, report):
    little = make_consent(world.client, world.mentor, content=ConsentContent.ATTENDANCE)
    of_another = make_consent(world.team_mates_client, world.supervisor)
    for consent in (little, of_another):
        with refused("to"):
            hand_over(world.supervisor, report, HandoverDraft(FAMILY, "", Handing.SENT, consent.id), sent())
    assert handed(world) == []


def test_a_mentor_names_no_basis_but_the_clients_own_right(world, report):
    by_law = HandoverDraft(FAMILY, "Rachel", Handing.SENT, basis=LegalBasis.GUARDIAN)
    with pytest.raises(NotAllowed):
        hand_over(world.mentor, report, by_law, sent())
    hand_over(world.mentor, report, HandoverDraft(Recipient.CLIENT, "", Handing.GIVEN), sent())
    with refused("basis"):
        hand_over(world.supervisor, report, by_law, sent())
    guardian = {"kind": ContactKind.GUARDIAN, "scope": GuardianScope.BODY}
    make_contact(world.client, world.mentor, representation=Representation.GUARDIAN, **guardian)
    hand_over(world.supervisor, report, by_law, sent())
    assert {told.basis for told in handed(world)} == {LegalBasis.OWN_RECORD, LegalBasis.GUARDIAN}
