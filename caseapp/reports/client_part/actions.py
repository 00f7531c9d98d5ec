"""Recording the client's part of a report."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.goals.answers.actions import keep_answer
from caseapp.goals.answers.rules import AnswerAbout, AnswerDraft, AnswerSubject
from caseapp.reports.client_part.models import ClientPart
from caseapp.reports.client_part.queries import find_client_part
from caseapp.reports.client_part.rules import ClientPartDraft, check_client_part, write_strokes
from caseapp.reports.queries import find_report
from caseapp.reports.sections.queries import find_submission


@transaction
def record_client_part(
    viewer: Viewer, report_id: UUID, draft: ClientPartDraft, key: IdempotencyKey, version: int | None
) -> None:
    """Keep what the client says to the newest submission, once however often the form is sent. Until the report is
    signed the client may say otherwise; the later word stands.

    `Conflict` where another text than that of `version` was submitted meanwhile, or another answer given. The answer
    makes a new version of the report: nobody signs what was shown with another one.
    """
    ensure(viewer, Capability.WRITE_REPORTS)
    report = find_report(viewer, report_id)
    if is_repeated(key, viewer.id):
        return
    expect_version(report, version)
    check_client_part(report.status, draft, today())
    if before := find_client_part(viewer, report_id):
        db.session.delete(before)
        db.session.flush()
    part = ClientPart(
        id=key.id,
        report_id=report.id,
        submission_id=find_submission(viewer, report_id).id,
        client_id=report.client_id,
        agreement=draft.agreement,
        signed_on_paper_on=draft.signed_on_paper_on,
        taken_by_id=viewer.id,
        taken_at=now(),
    )
    report.changed_at = part.taken_at
    part.own_words, part.strokes = draft.own_words.strip(), write_strokes(draft.strokes)
    db.session.add(part)
    db.session.flush()
    keep_answer(viewer, report.client_id, AnswerDraft(AnswerAbout(AnswerSubject.REPORT, report.id), draft.agreement))
    record(Act.CLIENT_PART_RECORDED, viewer, about=report, clients=[report.client_id], agreement=draft.agreement)
