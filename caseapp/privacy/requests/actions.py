"""Requests are recorded and decided, and the answer is printed."""

from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record, record_alone
from caseapp.clients.models import Client
from caseapp.clients.queries import answered_for, ensure_visible
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db, expect_version, is_repeated, transaction
from caseapp.errors import RuleBroken
from caseapp.i18n import _
from caseapp.organisation.queries import threshold
from caseapp.organisation.rules import Threshold
from caseapp.privacy.requests.answer_blocks import AnswerLetter, answer_document
from caseapp.privacy.requests.models import PrivacyRequest
from caseapp.privacy.requests.queries import find_request, may_decide
from caseapp.privacy.requests.rules import DecisionDraft, RequestDraft, check_decision, check_request, due_on
from caseapp.reports.paper.actions import draw_for_person


@transaction
def record_request(viewer: Viewer, client_id: UUID, draft: RequestDraft, key: IdempotencyKey) -> PrivacyRequest:
    """Keep what was asked; its last day is counted from the day on which it was received."""
    ensure(viewer, Capability.DECIDE_REQUESTS)
    ensure_visible(viewer, client_id, answered_for)
    if is_repeated(key, viewer.id):
        return find_request(viewer, key.id)
    check_request(draft, today())
    request = PrivacyRequest(
        id=key.id,
        client_id=client_id,
        kind=draft.kind,
        asked_by=draft.asked_by,
        received_on=draft.received_on,
        due_on=due_on(draft.received_on, threshold(Threshold.REQUEST_DAYS)),
        created_by_id=viewer.id,
        created_at=now(),
    )
    request.words, request.representative, request.papers = draft.words, draft.representative, draft.papers
    db.session.add(request)
    record(Act.REQUEST_RECORDED, viewer, about=request, clients=[client_id], kind=str(draft.kind))
    return request


@transaction
def decide_request(viewer: Viewer, request_id: UUID, draft: DecisionDraft, version: int | None) -> None:
    """Keep the decision with its reasons; it is made once."""
    ensure(viewer, Capability.DECIDE_REQUESTS)
    request = find_request(viewer, request_id)
    expect_version(request, version)
    if not may_decide(viewer):
        raise RuleBroken(_("The privacy officer decides about requests. You record them and make the file."))
    check_decision(draft)
    if request.decision is not None:
        raise RuleBroken(_("This request was decided already. Record a new one if something else is asked for."))
    request.decide(draft, viewer.id, now())
    record(Act.REQUEST_DECIDED, viewer, about=request, clients=[request.client_id], decision=str(draft.decision))


def print_answer(viewer: Viewer, client: Client, answer: AnswerLetter) -> bytes:
    """The answer as a letter, with its entry in the trail. In the current language."""
    ensure(viewer, Capability.DECIDE_REQUESTS)
    ensure_visible(viewer, client.id, answered_for)
    document = answer_document(answer)
    pdf = draw_for_person(document)
    record_alone(Act.PRINTED, viewer, clients=[client.id], via="web", language=document.language, page="answer")
    return pdf
