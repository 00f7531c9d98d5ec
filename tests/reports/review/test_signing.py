"""A report is signed once, by somebody else, and locked: the same bytes for ever."""

import hashlib
import subprocess
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from caseapp.audit.rules import Act
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db, writing
from caseapp.documents.server.client import DrawingFailed
from caseapp.errors import NotAllowed, NotVisible, RuleBroken
from caseapp.goals.answers.rules import Agreement
from caseapp.reports.client_part.actions import record_client_part
from caseapp.reports.client_part.rules import ClientPartDraft, read_strokes
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.paper import actions as paper_actions
from caseapp.reports.paper.queries import gather_report
from caseapp.reports.queries import find_report_details
from caseapp.reports.review.actions import comment_on, return_report
from caseapp.reports.review.rules import CommentDraft
from caseapp.reports.review.signing_actions import correct_report
from caseapp.reports.sections.queries import sections_of
from caseapp.reports.signatures.models import ReportSignature
from caseapp.reports.signatures.queries import edition_of, signed_bytes
from caseapp.reports.signatures.snapshot_rules import fingerprint, from_snapshot, to_snapshot
from caseapp.reports.signatures.verification_queries import find_signed_file
from caseapp.reports.status_rules import ReportStatus
from tests.reports.reviewing import AGREES, rewrite, sent, sign, signatures, signed, stored, submitted
from tests.reports.sections.records import entries
from tests.world import make_activity, make_goal, make_user, rate

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def report(world):
    rate(make_goal(world.client), world.mentor, date(2026, 9, 1), 0, 1)
    return submitted(world.client, world.mentor)


@pytest.fixture
def words_of(tmp_path):
    """What poppler reads in a file."""

    def read(pdf):
        (tmp_path / "signed.pdf").write_bytes(pdf)
        done = subprocess.run(["pdftotext", tmp_path / "signed.pdf", "-"], capture_output=True, check=True, text=True)
        return " ".join(done.stdout.split())

    return read


def said_now(world, report):
    told = find_report_details(world.mentor, report.id)
    return gather_report(world.mentor, told, sections_of(world.mentor, report.id))


def test_a_signed_report_is_locked_with_its_file_its_facts_and_who_signed(world, report, words_of):
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    sign(world, report)
    (signature,) = signatures()
    assert stored(report).status is ReportStatus.SIGNED
    assert hashlib.sha256(signature.pdf).hexdigest() == signature.pdf_sha256
    assert fingerprint(signature.facts) == signature.content_sha256
    assert (signature.signer_id, signature.author_id) == (world.supervisor.id, world.mentor.id)
    words = words_of(signature.pdf)
    assert f"Signed by {world.supervisor.name}" in words
    assert signature.content_sha256[:8] in words
    assert "That is how it was." in words
    assert b"We met" not in db.session.scalar(sa.select(ReportSignature.facts_sealed).where(for_maintenance()))
    (entry,) = entries(Act.REPORT_SIGNED)
    assert signature.pdf_sha256 in entry.detail


def test_it_is_printed_again_byte_for_byte_although_the_record_goes_on(world, as_, report):
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    sign(world, report)
    first = as_(world.mentor).get(f"/reports/{report.id}/pdf")
    make_activity(world.client, world.mentor, date(2026, 9, 2))
    second = as_(world.supervisor).get(f"/reports/{report.id}/pdf")
    assert first.data == second.data == signatures()[0].pdf
    assert len(entries(Act.PRINTED)) == 2


def test_its_page_tells_what_was_signed_not_what_the_record_says_by_now(world, as_, report):
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    sign(world, report)
    make_goal(world.client, wording="A goal of afterwards", starts_on=date(2026, 6, 1))
    assert "A goal of afterwards" not in as_(world.mentor).see(f"/reports/{report.id}").words


def test_the_author_is_refused_in_words_and_told_who_may(world, as_):
    second = make_user("supervisor", world.team, name="Second Boss")
    own = submitted(world.client, world.supervisor)
    record_client_part(world.supervisor, own.id, AGREES, sent(), own.version)
    with pytest.raises(RuleBroken, match="cannot be signed by someone who wrote in it"):
        sign(world, own)
    page = as_(world.supervisor).see(f"/reports/{own.id}/review")
    assert "Can sign: Second Boss." in page.words
    assert "Sign and lock" not in page.words
    sign(world, own, by=second)
    assert stored(own).status is ReportStatus.SIGNED


def test_the_store_itself_refuses_the_authors_signature(world, report):
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    sign(world, report)
    (signature,) = signatures()
    with pytest.raises(IntegrityError), writing():
        db.session.execute(
            sa.update(ReportSignature)
            .where(ReportSignature.id == signature.id, for_maintenance())
            .values(signer_id=world.mentor.id)
        )
    db.session.rollback()


def test_a_mentor_and_another_teams_supervisor_do_not_sign(world, report):
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    with pytest.raises(NotAllowed):
        sign(world, report, by=world.mentor)
    with pytest.raises(NotVisible):
        sign(world, report, by=world.other_supervisor)
    with pytest.raises(NotAllowed):
        sign(world, report, by=world.administrator)
    assert signatures() == []


def test_the_review_names_who_signed(world, as_):
    old = signed(world.client, world.mentor, world.supervisor)
    assert f"Signed by {world.supervisor.name}" in as_(world.mentor).see(f"/reports/{old.id}/review").words


def test_nothing_is_signed_before_the_clients_part_or_while_returned(world, report):
    with pytest.raises(RuleBroken, match="client's part"):
        sign(world, report)
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    comment_on(world.supervisor, report.id, CommentDraft(SectionKind.HOW_IT_WENT, "More"), sent())
    return_report(world.supervisor, report.id, stored(report).version)
    with pytest.raises(RuleBroken, match="waiting for a signature"):
        sign(world, report)
    rewrite(world.mentor, report.id, "We met again.")
    with pytest.raises(RuleBroken, match="client's part"):
        sign(world, report)


def test_a_drawing_that_fails_signs_nothing_and_says_so(world, as_, report, monkeypatch):
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)

    def fail(document, patience):
        raise DrawingFailed("too long")

    monkeypatch.setattr(paper_actions, "draw_bounded", fail)
    boss = as_(world.supervisor)
    page = boss.see(f"/reports/{report.id}/review")
    fields = {"csrf_token": page.field("csrf_token"), "version": str(stored(report).version)}
    assert boss.post(f"/reports/{report.id}/signature", data=fields).status_code == 303
    assert "could not be produced" in boss.see(f"/reports/{report.id}/review").words
    assert stored(report).status is ReportStatus.SUBMITTED
    assert signatures() == []


def test_a_disagreement_is_printed_in_the_clients_words(world, report, words_of):
    said = ClientPartDraft(Agreement.DISAGREE, "Nobody asked me about the café.", signed_on_paper_on=date(2026, 11, 20))
    record_client_part(world.mentor, report.id, said, sent(), report.version)
    sign(world, report)
    words = words_of(signatures()[0].pdf)
    assert "does not agree with the report" in words
    assert "Nobody asked me about the café." in words
    assert "Signed on paper on" in words


def test_a_drawn_signature_stands_on_the_paper(world, report):
    said = replace(AGREES, strokes=read_strokes("[[[10,10],[60,40],[90,12]]]"))
    record_client_part(world.mentor, report.id, said, sent(), report.version)
    sign(world, report)
    assert said_now(world, report).said.strokes == said.strokes


def test_frozen_content_is_read_again_as_it_was(world, report):
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    progress = said_now(world, report)
    assert from_snapshot(to_snapshot(progress)) == progress
    assert to_snapshot(from_snapshot(to_snapshot(progress))) == to_snapshot(progress)
    assert fingerprint(to_snapshot(progress)) != fingerprint(to_snapshot(replace(progress, name="Someone else")))


def test_a_correction_is_a_new_version_that_names_the_old_and_why(world, as_):
    old = signed(world.client, world.mentor, world.supervisor)
    answer = as_(world.mentor).send(f"/reports/{old.id}/correction", {"reason": "The hours were wrong."})
    new_id = correct_report(world.mentor, old.id, "Twice", sent())
    assert answer.headers["Location"].endswith(str(new_id))
    edition = edition_of(world.mentor, new_id)
    assert (edition.number, edition.reason) == (2, "The hours were wrong.")
    page = as_(world.mentor).see(f"/reports/{new_id}")
    assert "We met on Sunday." in page.words
    assert "The hours were wrong." in page.words
    assert stored(old).status is ReportStatus.SIGNED
    assert signed_bytes(world.mentor, old.id) == signatures()[0].pdf


def test_only_a_signed_report_is_corrected_and_with_a_reason(world, report):
    with pytest.raises(RuleBroken):
        correct_report(world.mentor, report.id, "Too early", sent())
    old = signed(world.client, world.mentor, world.supervisor, starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    with pytest.raises(RuleBroken):
        correct_report(world.mentor, old.id, "  ", sent())
    with pytest.raises(NotVisible):
        correct_report(world.other_mentor, old.id, "Not mine", sent())


def test_a_file_is_known_by_its_hash_and_a_flipped_byte_is_not(world):
    old = signed(world.client, world.mentor, world.supervisor)
    pdf = signatures()[0].pdf
    found = find_signed_file(pdf)
    assert (found.report_id, found.edition, found.signer, found.replaced_by) == (old.id, 1, world.supervisor.name, None)
    assert found.signed_at == now()
    flipped = pdf[:100] + bytes([pdf[100] ^ 1]) + pdf[101:]
    assert find_signed_file(flipped) is None
    new_id = correct_report(world.mentor, old.id, "The hours were wrong.", sent())
    assert find_signed_file(pdf).replaced_by is None, "a draft replaces nothing yet"
    assert new_id != old.id
