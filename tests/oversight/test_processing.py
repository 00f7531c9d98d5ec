"""The record of processing: processors, and whom people ask about their records."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.audit import Act
from caseapp.clock import today
from caseapp.db import db
from caseapp.errors import NotAllowed, RuleBroken
from caseapp.i18n import in_language
from caseapp.oversight.evidence.file_blocks import evidence_document
from caseapp.oversight.evidence.page import evidence
from caseapp.oversight.processing.models import Processor
from caseapp.oversight.processing.queries import list_processors
from caseapp.oversight.processing.rules import ProcessorDraft, check_processor
from tests.batches.printing import entries
from tests.oversight.test_evidence import told
from tests.world import make_user

HOST = {"name": "A host", "purpose": "Keeps the backups", "records": "All of them, sealed", "country": "Israel"}


@pytest.fixture
def officer(world):
    return make_user(Role.PRIVACY_OFFICER)


def test_a_processor_is_recorded_changed_and_ended(world, as_, officer):
    browser = as_(officer)
    assert "No processor was recorded" in browser.see("/processing").words
    browser.send("/processing/processors/new", HOST | {"country": " "})
    assert db.session.scalar(sa.select(Processor.id)) is None
    browser.send("/processing/processors/new", HOST)
    assert "No contract" in browser.see("/processing").words
    (row,) = list_processors(officer)
    page = f"/processing/processors/{row.id}"
    browser.send(page, HOST | {"contract_on": "1/10/2026"})
    assert "Contract of 1.10.2026" in browser.see("/processing").words
    browser.send(page, HOST | {"contract_on": "1/10/2026", "ended_on": "1/9/2026"})
    assert "The last day is before the first." in browser.page.words
    browser.send(page, HOST | {"contract_on": "1/10/2026", "ended_on": "1/11/2026"})
    assert list_processors(officer)[0].ended_on == today() - timedelta(days=21)
    assert [len(entries(act)) for act in (Act.PROCESSOR_ADDED, Act.PROCESSOR_CHANGED)] == [1, 2]
    with pytest.raises(NotAllowed):
        list_processors(world.supervisor)
    with pytest.raises(RuleBroken):
        check_processor(ProcessorDraft("A", "B", "C", "D", today() + timedelta(days=1)), today())


def test_the_contact_is_named_wherever_people_ask(world, as_, officer):
    browser = as_(world.administrator)
    assert "Nobody is named whom people can ask" in browser.see("/processing").words
    contact = "Tamar Vardi, 03-555 0000"
    browser.send("/organisation", {"name": "Circles", "privacy_contact": contact})
    browser.send("/processing/processors/new", HOST)
    assert contact in browser.see("/processing").words
    with in_language("en"):
        words = list(map(str, told(evidence_document(evidence(officer)))))
    assert contact in words
    assert "Keeps the backups" in words
