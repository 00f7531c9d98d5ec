"""Keeping what a client answers."""

from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import BESIDE, Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.clients.queries import ensure_visible, sees
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, about, db, is_repeated, transaction
from caseapp.errors import NotVisible
from caseapp.goals.answers.models import ClientAnswer
from caseapp.goals.answers.queries import questions_of
from caseapp.goals.answers.rules import PLAN, Agreement, AnswerAbout, AnswerDraft, AnswerSubject, check_answer
from caseapp.goals.queries import find_goal


@transaction
def record_answer(viewer: Viewer, client_id: UUID, draft: AnswerDraft, key: IdempotencyKey) -> None:
    """Keep what the client says; what was said before stays beside it. A report is answered here only where the client
    could not be asked before."""
    ensure(viewer, Capability.RECORD_WORK)
    ensure_visible(viewer, client_id)
    if is_repeated(key, viewer.id):
        return
    check_answer(draft)
    if not _is_of(viewer, client_id, draft.about):
        raise NotVisible
    keep_answer(viewer, client_id, draft, key.id)


def keep_answer(viewer: Viewer, client_id: UUID, draft: AnswerDraft, answer_id: UUID | None = None) -> None:
    """The answer's row; the question to which it is the answer waits no more (inside a transaction)."""
    goal_id = draft.about.id if draft.about.subject is AnswerSubject.GOAL else None
    report_id = draft.about.id if draft.about.subject is AnswerSubject.REPORT else None
    same = (ClientAnswer.subject == draft.about.subject, ClientAnswer.goal_id == goal_id)
    asked = (sees(viewer, ClientAnswer.client_id), ClientAnswer.client_id == client_id, *same)
    waits_no_more = sa.update(ClientAnswer).where(*asked, ClientAnswer.report_id == report_id).values(is_waiting=False)
    db.session.execute(about(waits_no_more, [client_id]))
    row = ClientAnswer(
        id=answer_id or uuid7(),
        client_id=client_id,
        subject=draft.about.subject,
        goal_id=goal_id,
        report_id=report_id,
        agreement=draft.agreement,
        is_waiting=draft.agreement is Agreement.NOT_ASKED,
        by_client=viewer.role == BESIDE,
        answered_on=today(),
        taken_by_id=viewer.id,
        created_at=now(),
    )
    row.own_words = draft.own_words.strip()
    db.session.add(row)
    db.session.flush()
    record(Act.CLIENT_ANSWERED, viewer, about=row, clients=[client_id], agreement=draft.agreement)


def _is_of(viewer: Viewer, client_id: UUID, about: AnswerAbout) -> bool:
    """Whether this client can answer to that."""
    if about.subject is AnswerSubject.GOAL and about.id:
        return find_goal(viewer, about.id).client_id == client_id
    if about.subject is AnswerSubject.REPORT:
        return about in {each.about for each in questions_of(viewer, [client_id])}
    return about == PLAN
