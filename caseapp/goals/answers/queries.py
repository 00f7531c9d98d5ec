"""What the viewer's clients answered, and what they are still to be asked."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Viewer
from caseapp.clients.models import Client
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.db.prepared import Rows, prepared
from caseapp.goals.answers.models import ClientAnswer
from caseapp.goals.answers.rules import AGREEMENT_NAMES, SUBJECT_NAMES, Agreement, AnswerAbout, AnswerSubject
from caseapp.goals.models import Goal
from caseapp.goals.rules import GoalStatus, is_over

OVER = tuple(status for status in GoalStatus if is_over(status))
ANSWERS = 100


class AnswerRow(NamedTuple):
    """One answer, opened; `goal` is the goal in the client's words."""

    id: UUID
    client_id: UUID
    client_name: str
    about: AnswerAbout
    goal: str
    agreement: Agreement
    own_words: str
    on: date
    by_client: bool

    @property
    def subject_name(self) -> str:
        """What was answered to, in a word."""
        return str(SUBJECT_NAMES[self.about.subject])

    @property
    def agreement_name(self) -> str:
        """What was said."""
        return str(AGREEMENT_NAMES[self.agreement])


def answers_of(viewer: Viewer, client_id: UUID) -> list[AnswerRow]:
    """What a client answered, the newest first."""
    return [_answer_row(row) for row in db.session.execute(*_of_client(viewer, client_id))]


def questions_of(viewer: Viewer, client_ids: Sequence[UUID]) -> list[AnswerRow]:
    """What these clients could not be asked and have not been asked since, the oldest first. A goal that is over is
    asked about no more."""
    found = db.session.execute(*_waiting(viewer, list(client_ids))) if client_ids else ()
    return [_answer_row(row) for row in found]


@prepared
def _of_client(viewer: Viewer, client_id: UUID) -> Rows:
    of = ClientAnswer
    return _answers(viewer).where(of.client_id == client_id).order_by(of.created_at.desc(), of.id.desc()).limit(ANSWERS)


@prepared
def _waiting(viewer: Viewer, client_ids: list[UUID]) -> Rows:
    of = ClientAnswer
    is_open = sa.or_(of.goal_id.is_(None), Goal.status.not_in(OVER))
    found = _answers(viewer).where(of.is_waiting.is_(True), of.client_id.in_(client_ids), is_open)
    return found.order_by(of.created_at, of.id)


def _answers(viewer: Viewer) -> Rows:
    of = ClientAnswer
    columns = (of.id, of.client_id, of.subject, of.goal_id, of.report_id, of.agreement, of.own_words_sealed)
    found = about_visible_clients(
        viewer, of, *columns, of.answered_on, of.by_client, Client.name.label("client_name"), Goal.client_words_sealed
    )
    return found.join(Client, Client.id == of.client_id).outerjoin(Goal, Goal.id == of.goal_id)


def _answer_row(row: Any) -> AnswerRow:
    return AnswerRow(
        id=row.id,
        client_id=row.client_id,
        client_name=row.client_name,
        about=AnswerAbout(AnswerSubject(row.subject), row.goal_id or row.report_id),
        goal=Goal.client_words.open(row.goal_id, row.client_words_sealed) if row.goal_id else "",
        agreement=row.agreement,
        own_words=ClientAnswer.own_words.open(row.id, row.own_words_sealed),
        on=row.answered_on,
        by_client=row.by_client,
    )
