"""Nobody signs a report in which they wrote anything, whatever others made of it afterwards."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from caseapp.clients.queries import for_maintenance
from caseapp.db import db, writing
from caseapp.errors import RuleBroken
from caseapp.reports.client_part.actions import record_client_part
from caseapp.reports.kind_rules import Recommendation, SectionKind
from caseapp.reports.names.actions import add_name
from caseapp.reports.names.rules import NameDraft
from caseapp.reports.review import signing_actions
from caseapp.reports.review.signing_actions import correct_report, sign_report
from caseapp.reports.sections.actions import submit_report, write_section
from caseapp.reports.sections.queries import find_section, writers_of
from caseapp.reports.sections.rules import SectionDraft
from caseapp.reports.signatures.models import ReportSignature
from tests.reports.reviewing import AGREES, sent
from tests.world import assign, deputise, make_report, make_user

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def report(world):
    return make_report(world.client, world.mentor, language="en", recommendation=Recommendation.CONTINUE)


@pytest.fixture
def deputy(world):
    """A mentor of the client who stands in for the team's supervisor."""
    person = make_user(team=world.team, name="Noa Deputy")
    assign(world.client, person)
    deputise(person, world.team)
    return person


def write(person, report, words):
    section = find_section(person, report.id, SectionKind.HOW_IT_WENT)
    write_section(person, report.id, SectionKind.HOW_IT_WENT, SectionDraft(words), section.version)


def sign(report, by):
    sign_report(by, by.name, report.id, report.version)


def submit(world, report):
    submit_report(world.mentor, report.id, sent())
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)


def test_whoever_wrote_a_section_does_not_sign_though_somebody_changed_it_afterwards(world, report, deputy):
    write(deputy, report, "Written by the deputy")
    write(world.mentor, report, "Written by the deputy.")
    submit(world, report)
    with pytest.raises(RuleBroken, match="cannot be signed by someone who wrote in it"):
        sign(report, by=deputy)
    sign(report, by=world.supervisor)


def test_a_corrected_report_is_still_by_all_who_wrote_the_one_before(world, report, deputy):
    write(deputy, report, "Written by the deputy")
    submit(world, report)
    sign(report, by=world.supervisor)
    new = correct_report(world.mentor, report.id, "A wrong day", sent())
    assert writers_of(world.mentor, new) == {deputy.id, world.mentor.id}


def test_a_name_that_is_not_printed_is_writing_too(world, report, deputy):
    add_name(deputy, report.id, NameDraft("Yael", "a friend"), sent())
    assert writers_of(world.mentor, report.id) == {deputy.id}


def test_the_store_itself_refuses_a_writers_signature(world, report, deputy, monkeypatch):
    write(deputy, report, "Written by the deputy")
    submit(world, report)
    monkeypatch.setattr(signing_actions, "writers_of", lambda *_: set())
    with pytest.raises(IntegrityError, match="not signed by somebody who wrote in it"):
        sign(report, by=deputy)
    db.session.rollback()
    sign(report, by=world.supervisor)
    changed = sa.update(ReportSignature).where(ReportSignature.report_id == report.id, for_maintenance())
    with pytest.raises(IntegrityError, match="not signed by somebody who wrote in it"), writing():
        db.session.execute(changed.values(signer_id=deputy.id))
    db.session.rollback()
