"""Reports, and many printed at once."""

from uuid_utils.compat import uuid7

from caseapp.batches.models import Batch, BatchTeam
from caseapp.batches.rules import BatchFormat
from caseapp.clock import now
from caseapp.db import IdempotencyKey
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.names.models import ReportName
from caseapp.reports.names.rules import Substitute
from caseapp.reports.review.actions import comment_on
from caseapp.reports.review.rules import CommentDraft
from caseapp.supervision.models import SupervisionPoint
from tests import world as made
from tests.access.actors import Company
from tests.access.subjects.base import Values
from tests.reports.reviewing import submitted


def a_report(company: Company) -> Values:
    words = {SectionKind.HOW_IT_WENT: "It went well."}
    return {"report_id": made.make_report(company.client, company.world.mentor, words=words).id}


def a_report_name(company: Company) -> Values:
    values = a_report(company)
    row = ReportName(
        client_id=company.client.id,
        instead=Substitute.FRIEND,
        added_by_id=company.world.mentor.id,
        created_at=now(),
        **values,
    )
    row.name = "Dana"
    return {"name_id": made.keep(row).id}


def a_submitted_report(company: Company) -> Values:
    return {"report_id": submitted(company.client, company.world.mentor).id}


def a_comment(company: Company) -> Values:
    report = submitted(company.client, company.world.mentor)
    form = IdempotencyKey(uuid7(), b"")
    return {
        "comment_id": comment_on(
            company.world.supervisor, report.id, CommentDraft(SectionKind.HOW_IT_WENT, "More"), form
        ).id
    }


def a_section(company: Company) -> Values:
    return {**a_report(company), "section": SectionKind.HOW_IT_WENT}


def a_batch(company: Company) -> Values:
    values = {"shape": BatchFormat.ZIP, "total": 1, "created_at": now()}
    return {"batch_id": made.keep(Batch(by_id=company.world.mentor.id, **values)).id}


def an_asked_batch(company: Company) -> Values:
    batch = Batch(by_id=company.world.mentor.id, shape=BatchFormat.ZIP, total=60, created_at=now())
    batch.ask(60)
    made.keep(batch)
    made.keep(BatchTeam(batch_id=batch.id, team_id=company.client.team_id))
    return {"batch_id": batch.id}


def a_point(company: Company) -> Values:
    row = SupervisionPoint(client_id=company.client.id, created_by_id=company.world.supervisor.id, created_at=now())
    row.words = "How she finds the group"
    return {"point_id": made.keep(row).id}
