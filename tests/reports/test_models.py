"""What the store itself keeps true about reports, on both engines, whatever the code above it does."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from caseapp.audit import Act, record
from caseapp.clients.consents.rules import Recipient
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now, today
from caseapp.db import db, transaction, writing
from caseapp.db.rotation import rotate_seals
from caseapp.errors import Conflict
from caseapp.goals.answers.rules import Agreement
from caseapp.reports.client_part.models import ClientPart
from caseapp.reports.handovers.models import ReportHandover
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.models import Report
from caseapp.reports.review.models import ReportComment
from caseapp.reports.sections.models import ReportSection, ReportSubmission, SectionSource, SubmittedText
from caseapp.reports.signatures.models import ReportSignature
from caseapp.reports.status_rules import Handing, LegalBasis, ReportStatus
from tests.world import keep, make_activity, make_consent, make_report

PDF = b"%PDF-1.7\n\xff\x00\xe9"


@pytest.fixture
def report(world):
    return make_report(world.client, world.mentor)


def submit(report, **more):
    values = {"author_id": report.author_id, "number": 1, "submitted_by_id": report.author_id, **more}
    return keep(ReportSubmission(report_id=report.id, client_id=report.client_id, submitted_at=now(), **values))


def sign(report, submission, signer, **more):
    values = {"author_id": report.author_id, "pdf_sha256": "0" * 64, "content_sha256": "1" * 64, **more}
    row = ReportSignature(
        report_id=report.id,
        client_id=report.client_id,
        submission_id=submission.id,
        signer_id=signer.id,
        signed_at=now(),
        **values,
    )
    row.pdf, row.facts = PDF, '{"name": "Yael"}'
    return keep(row)


@transaction
def change(table, **values):
    record(Act.REPORT_CHANGED, None)
    db.session.execute(
        sa.update(table).where(for_maintenance()).values(**values), execution_options={"synchronize_session": False}
    )


def refused(*rows):
    with pytest.raises(IntegrityError):
        keep(*rows)


def test_an_author_never_signs_the_own_report(world, report):
    submission = submit(report)
    with pytest.raises(IntegrityError):
        sign(report, submission, world.mentor)
    assert sign(report, submission, world.supervisor).signer_id == world.supervisor.id


def test_naming_somebody_else_as_author_does_not_let_the_author_sign(world, report):
    submission = submit(report)
    with pytest.raises(IntegrityError):
        sign(report, submission, world.mentor, author_id=world.team_mate.id)


def test_the_author_of_a_submitted_report_cannot_change(world, report):
    submit(report)
    with pytest.raises(IntegrityError):
        change(Report, author_id=world.team_mate.id)


def test_the_author_of_a_draft_can_change(world, report):
    change(Report, author_id=world.team_mate.id)
    assert db.session.scalar(sa.select(Report.author_id).where(for_maintenance())) == world.team_mate.id


def test_a_report_has_one_signature_under_a_submission_of_its_own(world, report):
    submission = submit(report)
    other = make_report(world.client, world.mentor)
    with pytest.raises(IntegrityError):
        sign(other, submission, world.supervisor)
    sign(report, submission, world.supervisor)
    with pytest.raises(IntegrityError):
        sign(report, submission, world.other_supervisor, pdf_sha256="2" * 64)


def test_a_submission_has_its_own_number(world, report):
    submit(report)
    for number in (1, 0):
        with pytest.raises(IntegrityError):
            submit(report, number=number)
    assert submit(report, number=2).number == 2


def test_a_correction_names_what_it_replaces_and_why(world, report):
    for wrong in ({"edition": 2}, {"replaces_id": report.id}, {"edition": 2, "replaces_id": report.id}):
        with pytest.raises(IntegrityError):
            make_report(world.client, world.mentor, **wrong)
    second = correct(world, report)
    assert (second.edition, second.replaces_id, second.reason) == (2, report.id, "The hours were wrong.")


def test_a_report_is_replaced_once(world, report):
    correct(world, report)
    with pytest.raises(IntegrityError):
        correct(world, report)


def correct(world, report):
    values = {"starts_on": today(), "ends_on": today(), "language": "he", "created_at": now(), "changed_at": now()}
    row = Report(client_id=world.client.id, author_id=world.mentor.id, edition=2, replaces_id=report.id, **values)
    row.reason = "The hours were wrong."
    return keep(row)


def test_a_section_stands_once_in_a_report_and_names_a_note_once(world, report):
    section = first_section(report)
    refused(ReportSection(report_id=report.id, client_id=world.client.id, section=section.section, changed_at=now()))
    note = make_activity(world.client, world.mentor, today())
    values = {"section_id": section.id, "client_id": world.client.id, "activity_id": note.id, "noted_on": today()}
    keep(SectionSource(**values))
    refused(SectionSource(**values))


def first_section(report):
    found = sa.select(ReportSection).where(for_maintenance(), ReportSection.report_id == report.id)
    return db.session.scalars(found.order_by(ReportSection.id)).first()


def test_a_section_that_was_changed_meanwhile_is_not_overwritten(world, report):
    section = first_section(report)
    change(ReportSection, version=7)
    with pytest.raises(Conflict), writing():
        section.words = "mine"


def test_a_comment_is_resolved_by_somebody(world, report):
    values = {"report_id": report.id, "submission_id": submit(report).id, "client_id": world.client.id}
    values |= {"section": SectionKind.GOALS, "by_id": world.supervisor.id, "created_at": now()}
    refused(ReportComment(**values, resolved_at=now()))
    comment = ReportComment(**values)
    comment.words = "Since when?"
    assert keep(comment).words == "Since when?"


def test_a_client_signs_on_the_screen_or_on_paper_and_once_for_a_submission(world, report):
    values = {"report_id": report.id, "submission_id": submit(report).id, "client_id": world.client.id}
    values |= {"agreement": Agreement.DISAGREE, "taken_by_id": world.mentor.id, "taken_at": now()}
    both = ClientPart(**values, signed_on_paper_on=today() - timedelta(days=1))
    both.strokes = "[]"
    refused(both)
    keep(ClientPart(**values, signed_on_paper_on=today()))
    refused(ClientPart(**values))


def test_a_hand_over_stands_on_a_consent_or_on_a_legal_basis(world, report):
    values = {"report_id": report.id, "client_id": world.client.id, "recipient": Recipient.COMMITTEE}
    values |= {"how": Handing.PRINTED, "by_id": world.supervisor.id, "at": now()}
    refused(ReportHandover(**values))
    consent = make_consent(world.client, world.mentor)
    refused(ReportHandover(**values, consent_id=consent.id, basis=LegalBasis.COURT))
    keep(ReportHandover(**values, consent_id=consent.id))
    keep(ReportHandover(**values, basis=LegalBasis.BASKET_LAW))


def test_what_was_signed_is_sealed_and_comes_back_byte_for_byte(app, world, report, own_keys):
    submission = submit(report)
    text = SubmittedText(submission_id=submission.id, client_id=world.client.id, section=SectionKind.BACKGROUND)
    text.words = "She moved in May."
    keep(text)
    signature = sign(report, submission, world.supervisor)
    assert b"%PDF" not in signature.pdf_sealed
    assert b"May" not in text.words_sealed
    assert (signature.pdf, signature.facts) == (PDF, '{"name": "Yael"}')
    rotate_seals(app.extensions["keys"], lambda: None, is_sent=False)
    db.session.expire_all()
    found = db.session.scalars(sa.select(ReportSignature).where(for_maintenance())).one()
    assert found.pdf == PDF


def test_a_report_remembers_when_it_was_last_submitted(world, report):
    report.move(ReportStatus.SUBMITTED, now())
    assert (report.status, report.submitted_at) == (ReportStatus.SUBMITTED, now())
