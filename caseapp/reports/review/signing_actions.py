"""Signing a report, and correcting a signed one in a new version."""

import hashlib
from dataclasses import dataclass, replace
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record, record_alone
from caseapp.clock import now
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import Conflict
from caseapp.reports.client_part.queries import find_client_part
from caseapp.reports.content_rules import ClientProgress, Signed
from caseapp.reports.models import Report
from caseapp.reports.names.actions import keep_name
from caseapp.reports.names.queries import name_rows
from caseapp.reports.names.rules import NameDraft
from caseapp.reports.paper.actions import draw_for_person
from caseapp.reports.paper.compose_blocks import compose
from caseapp.reports.paper.queries import gather_report
from caseapp.reports.queries import ReportDetails, find_report, find_report_details
from caseapp.reports.review.actions import find_report_to_review
from caseapp.reports.review.queries import comments_of
from caseapp.reports.review.rules import OpenItem, check_signing, list_open_items
from caseapp.reports.sections.actions import keep_writer
from caseapp.reports.sections.models import ReportSection
from caseapp.reports.sections.queries import find_submission, section_rows, sections_of, writers_of
from caseapp.reports.signatures.models import ReportSignature
from caseapp.reports.signatures.queries import next_edition, signed_bytes
from caseapp.reports.signatures.snapshot_rules import fingerprint, to_snapshot
from caseapp.reports.status_rules import ReportStatus, check_correction, may_sign


@dataclass(frozen=True)
class SignedPaper:
    """What is signed: the snapshot of the facts, its fingerprint, and the file, drawn before anything is locked."""

    snapshot: str
    fingerprint: str
    pdf: bytes
    signed: Signed
    client_part_id: UUID | None


def find_open_items(viewer: Viewer, report: Report) -> tuple[OpenItem, ...]:
    """What is still open before the viewer signs."""
    return list_open_items(
        is_own=not may_sign(viewer.id, report.author_id, writers_of(viewer, report.id)),
        has_client_part=find_client_part(viewer, report.id) is not None,
        open_comments=sum(comment.is_open for comment in comments_of(viewer, report.id)),
    )


def sign_report(viewer: Viewer, signer_name: str, report_id: UUID, version: int | None) -> None:
    """Sign a submitted report: its facts and its file are kept as they are now, and nothing changes them any more.

    Raises `RuleBroken` where something forbids it or the file could not be drawn, `Crowded` where too many files wait
    to be drawn, `Conflict` where the report went on meanwhile. The file is drawn before the store is locked: nobody
    waits for it.
    """
    report = find_report_to_review(viewer, report_id)
    expect_version(report, version)
    check_signing(report.status, find_open_items(viewer, report))
    _keep_signature(viewer, report_id, version, _paper(viewer, signer_name, report))


def _paper(viewer: Viewer, signer_name: str, report: Report) -> SignedPaper:
    details = find_report_details(viewer, report.id)
    part = find_client_part(viewer, report.id)
    signed = Signed(signer_name, now())
    progress: ClientProgress = replace(gather_report(viewer, details, sections_of(viewer, report.id)), signed=signed)
    snapshot = to_snapshot(progress)
    content_sha256 = fingerprint(snapshot)
    pdf = draw_for_person(compose(progress, report.language, signed.at, content_sha256))
    return SignedPaper(snapshot, content_sha256, pdf, signed, part.id if part else None)


@transaction
def _keep_signature(viewer: Viewer, report_id: UUID, version: int | None, paper: SignedPaper) -> None:
    report = find_report_to_review(viewer, report_id)
    expect_version(report, version)
    check_signing(report.status, find_open_items(viewer, report))
    part = find_client_part(viewer, report_id)
    if part is None or part.id != paper.client_part_id:
        raise Conflict
    report.move(ReportStatus.SIGNED, now())
    signature = ReportSignature(
        report_id=report.id,
        submission_id=find_submission(viewer, report_id).id,
        author_id=report.author_id,
        signer_id=viewer.id,
        client_id=report.client_id,
        signed_at=paper.signed.at,
        pdf_sha256=hashlib.sha256(paper.pdf).hexdigest(),
        content_sha256=paper.fingerprint,
    )
    signature.pdf, signature.facts = paper.pdf, paper.snapshot
    db.session.add(signature)
    db.session.flush()
    record(
        Act.REPORT_SIGNED,
        viewer,
        about=report,
        clients=[report.client_id],
        edition=report.edition,
        sha256=signature.pdf_sha256,
    )


@transaction
def correct_report(viewer: Viewer, report_id: UUID, reason: str, key: IdempotencyKey) -> UUID:
    """Start a new version of a signed report with the same texts; the signed one stays as it is. Where a new version
    was started already, it is that one."""
    ensure(viewer, Capability.WRITE_REPORTS)
    signed = find_report(viewer, report_id)
    if is_repeated(key, viewer.id):
        return key.id
    check_correction(signed.status, reason)
    if begun := next_edition(viewer, report_id):
        return begun
    report = Report(
        id=key.id,
        client_id=signed.client_id,
        author_id=viewer.id,
        kind=signed.kind,
        starts_on=signed.starts_on,
        ends_on=signed.ends_on,
        language=signed.language,
        edition=signed.edition + 1,
        replaces_id=signed.id,
        recommendation=signed.recommendation,
        created_at=now(),
        changed_at=now(),
    )
    report.reason = reason.strip()
    db.session.add(report)
    db.session.flush()
    for writer_id in {signed.author_id, *writers_of(viewer, report_id)}:
        keep_writer(report, writer_id)
    for written in section_rows(viewer, report_id):
        section = ReportSection(
            report_id=report.id, client_id=report.client_id, section=written.section, changed_at=now()
        )
        section.words = written.words
        db.session.add(section)
    for row in name_rows(viewer, report_id):
        keep_name(viewer, report, NameDraft(row.name, row.instead))
    record(Act.REPORT_CORRECTED, viewer, about=report, clients=[report.client_id], edition=report.edition)
    return report.id


def print_again(viewer: Viewer, report: ReportDetails, *, via: str) -> bytes | None:
    """The file of a signed report, the very bytes that were signed, with its entry in the trail; nothing for one that
    is not signed."""
    ensure(viewer, Capability.WRITE_REPORTS)
    pdf = signed_bytes(viewer, report.id)
    if pdf is not None:
        about = {"language": report.language, "report": report.id.hex, "edition": report.edition}
        record_alone(Act.PRINTED, viewer, clients=[report.client_id], via=via, **about)
    return pdf
