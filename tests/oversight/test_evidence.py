"""The file for an inspector: what it says, in each language, and that it is the same when it is made twice."""

from datetime import timedelta

import pypdfium2
import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.audit import Act
from caseapp.clock import now, today
from caseapp.db import Base
from caseapp.documents.blocks import Facts, Heading, Table, every_block
from caseapp.errors import NotAllowed
from caseapp.i18n import LANGUAGES, in_language
from caseapp.organisation.models import Organisation
from caseapp.organisation.queries import forget_organisation_settings
from caseapp.oversight.duties.actions import check_trail, record_done
from caseapp.oversight.duties.rules import DoneDraft, HouseDuty
from caseapp.oversight.evidence.actions import make_evidence
from caseapp.oversight.evidence.file_blocks import evidence_document
from caseapp.oversight.evidence.page import evidence
from caseapp.oversight.evidence.queries import level_of
from caseapp.oversight.evidence.rules import LARGE, SecurityLevel
from caseapp.oversight.incidents.actions import record_incident, record_telling
from caseapp.oversight.incidents.rules import IncidentDraft, IncidentKind, Severity, TellingDraft, Told
from caseapp.oversight.processing.category_words import CATEGORIES, CATEGORY_OF, Category
from caseapp.oversight.processing.queries import record_of_processing
from caseapp.web.filters import day, moment
from tests.batches.printing import entries
from tests.fitness.records import a_key, make_fit
from tests.world import keep, make_user

WORDS = "A phone was left on a bus"


@pytest.fixture
def officer(world):
    keep(Organisation(name="Circles", address="1 Herzl Street"))
    forget_organisation_settings()
    return make_user(Role.PRIVACY_OFFICER, name="Tamar Vardi")


def record_some(world, officer):
    record_done(officer, HouseDuty.PENETRATION_TEST, DoneDraft(today(), "A company", "Report 17"), a_key())
    found = IncidentDraft(IncidentKind.LOST_DEVICE, Severity.SEVERE, now() - timedelta(days=2), people=40, words=WORDS)
    record_incident(officer, found, a_key())
    make_fit(world.mentor, world.administrator)
    check_trail()


def told(document):
    """All words of a document, block by block."""
    for block in every_block(document.blocks):
        match block:
            case Heading():
                yield block.text
            case Facts():
                yield from (words for pair in block.pairs for words in pair)
            case Table():
                yield from (cell for row in block.rows for cell in row)


def test_it_says_what_was_done_and_what_is_late(world, officer):
    record_some(world, officer)
    with in_language("en"):
        document = evidence_document(evidence(officer))
    words = "\n".join(map(str, told(document)))
    late = next(block for block in document.blocks if hasattr(block, "points")).points
    for said in ("Tamar Vardi", "Report 17", WORDS, "The Privacy Protection Authority until", world.mentor.name):
        assert said in words
    assert "Risk survey: Never recorded" in late
    assert f"An incident found on {day(today() - timedelta(days=2))}: somebody was not told in time" in late
    assert not [line for line in late if line.startswith("Penetration test")]
    assert world.client.given_name not in words
    assert level_of(officer) == (SecurityLevel.MEDIUM, len(evidence(officer).people))
    with pytest.raises(NotAllowed):
        make_evidence(world.supervisor, "en")


def test_made_twice_it_is_equal_and_another_record_makes_another_file(world, officer, clock):
    record_some(world, officer)
    first = make_evidence(officer, "he")
    clock.shift(timedelta(hours=3))
    assert make_evidence(world.administrator, "he") == first
    record_done(officer, HouseDuty.AUDIT, DoneDraft(today(), "An auditor"), a_key())
    assert make_evidence(officer, "he") != first
    assert len(entries(Act.EVIDENCE_MADE)) == 3
    assert "Circles" in pypdfium2.PdfDocument(first)[0].get_textpage().get_text_range()


def test_what_is_due_today_is_late_tomorrow_and_what_was_told_late_is_in_it(world, officer, clock):
    found = now() - timedelta(hours=22)
    incident = record_incident(
        officer, IncidentDraft(IncidentKind.CHANGED, Severity.SEVERE, found, words=WORDS), a_key()
    )
    first = make_evidence(officer, "en")
    clock.shift(timedelta(hours=3))
    assert make_evidence(officer, "en") == first
    assert evidence(officer).late_incidents == []
    clock.shift(timedelta(days=1))
    assert [row.id for row in evidence(officer).late_incidents] == [incident.id]
    record_telling(officer, incident.id, TellingDraft(Told.REGULATOR, now()), a_key())
    assert evidence(officer).late_incidents == []
    with in_language("en"):
        words = "\n".join(map(str, told(evidence_document(evidence(officer)))))
    assert f"told late: {moment(now())}" in words


def test_the_page_gives_it_in_each_language(world, as_, officer):
    browser = as_(officer)
    titles = set()
    for code in LANGUAGES:
        answer = browser.send("/evidence", {"language": code})
        assert answer.mimetype == "application/pdf"
        with in_language(code):
            titles.add(evidence_document(evidence(officer)).title)
    assert len(titles) == len(LANGUAGES)
    assert {entry.actor_id for entry in entries(Act.EVIDENCE_MADE)} == {officer.id}


def test_more_than_a_hundred_people_are_the_high_level(world, officer):
    people = level_of(officer)[1]
    for _each in range(LARGE - people):
        make_user()
    assert level_of(officer) == (SecurityLevel.MEDIUM, LARGE)
    make_user(disabled_at=now())
    assert level_of(officer)[0] is SecurityLevel.MEDIUM
    make_user()
    assert level_of(officer)[0] is SecurityLevel.HIGH


def test_every_table_belongs_to_a_category_and_a_new_column_is_told(world, officer, monkeypatch):
    tables = Base.metadata.tables
    assert set(tables) == set(CATEGORY_OF)
    assert set(CATEGORIES) == set(Category)
    before = record_of_processing(officer)
    assert sum(each.tables for each in before) == len(tables)
    planted = sa.Table("small_wins", sa.MetaData(), sa.Column("id", sa.Uuid), sa.Column("words_sealed", sa.LargeBinary))
    planted.append_column(sa.Column("phone_sealed", sa.LargeBinary))
    monkeypatch.setattr(Base.metadata, "tables", {**tables, "small_wins": planted})
    with in_language("en"):
        wins = next(each for each in record_of_processing(officer)[0].records if each.name == "Small wins")
    assert wins.fields == ("Text", "Phone")
