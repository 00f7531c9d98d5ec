"""A report on its way to a signature, step by step, as people would go."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.accounts.models import User
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import IdempotencyKey, db
from caseapp.goals.answers.rules import Agreement
from caseapp.reports.client_part.actions import record_client_part
from caseapp.reports.client_part.rules import ClientPartDraft
from caseapp.reports.kind_rules import Recommendation, SectionKind
from caseapp.reports.models import Report
from caseapp.reports.review.signing_actions import sign_report
from caseapp.reports.sections.actions import submit_report, write_section
from caseapp.reports.sections.queries import find_section
from caseapp.reports.sections.rules import SectionDraft
from caseapp.reports.signatures.models import ReportSignature
from tests.world import World, make_report

AGREES = ClientPartDraft(Agreement.AGREE, "That is how it was.")


def sent(words: str = "") -> IdempotencyKey:
    """A form of its own."""
    return IdempotencyKey(uuid7(), words.encode())


def submitted(client: Client, author: User, text: str = "We met on Sunday.", **more: Any) -> Report:
    """A report that waits for a signature."""
    values = {"language": "en", "recommendation": Recommendation.CONTINUE, **more}
    report = make_report(client, author, words={SectionKind.HOW_IT_WENT: text}, **values)
    submit_report(author, report.id, sent())
    return report


def rewrite(by: User, report_id: UUID, text: str) -> None:
    """Write the narrative anew and submit it again."""
    section = find_section(by, report_id, SectionKind.HOW_IT_WENT)
    write_section(by, report_id, SectionKind.HOW_IT_WENT, SectionDraft(text), section.version)
    submit_report(by, report_id, sent())


def signed(client: Client, author: User, signer: User, **more: Any) -> Report:
    """A report that is signed and locked."""
    report = submitted(client, author, **more)
    record_client_part(author, report.id, AGREES, sent(), report.version)
    sign_report(signer, signer.name, report.id, report.version)
    return report


def sign(world: World, report: Report, by: User | None = None) -> None:
    """The report as it is stored now, signed by the supervisor or somebody else."""
    signer = by or world.supervisor
    sign_report(signer, signer.name, report.id, stored(report).version)


def stored(report: Report) -> Report:
    """The report as it is stored now."""
    return db.session.scalars(sa.select(Report).where(Report.id == report.id, for_maintenance())).one()


def signatures() -> list[ReportSignature]:
    """Every signature that is kept."""
    return list(db.session.scalars(sa.select(ReportSignature).where(for_maintenance())))
