"""Meetings, calls and messages on paper, each with its own hours; and what was signed before they were told apart."""

import json
from dataclasses import asdict, replace

import pytest

from caseapp.activities.contact_rules import ContactCounts, KindOfContact
from caseapp.documents.blocks import Facts, Heading, Table
from caseapp.reports.content_rules import MeetingCounts
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.signatures.snapshot_rules import from_snapshot, to_snapshot
from tests.reports.paper.test_blocks import PROGRESS, blocks_of, composed, words_of

KINDS = {
    KindOfContact.MEETING: ContactCounts(17, 2, 1, 0, 2, 0, 1110),
    KindOfContact.CALL: ContactCounts(6, 0, 0, 0, 1, 0, 95),
    KindOfContact.MESSAGE: ContactCounts(2, 0, 0, 0, 0, 0, 10),
}


@pytest.fixture(autouse=True)
def _context(app):
    return app


@pytest.fixture
def engine():
    return "sqlite"


def test_each_kind_has_its_row_and_its_hours_and_the_last_row_is_their_sum():
    document = composed(meetings=MeetingCounts.of(KINDS))
    _goals, contacts, _groups = blocks_of(document, Table)
    assert [column.heading for column in contacts.columns][:4] == ["Contact", "Held", "Partly held", "Hours"]
    assert contacts.rows == (
        ("Meetings", "17", "2", "18:30", "1", "0", "2"),
        ("Calls", "6", "0", "1:35", "0", "0", "1"),
        ("Messages", "2", "0", "0:10", "0", "0", "0"),
        ("Total", "25", "2", "20:15", "1", "0", "3"),
    )
    assert "Meetings, calls and messages" in [heading.text for heading in blocks_of(document, Heading)]


def test_meetings_alone_are_one_row_without_a_total():
    document = composed(meetings=MeetingCounts.of({**KINDS, "call": ContactCounts(), "message": ContactCounts()}))
    contacts = blocks_of(document, Table)[1]
    assert [row[0] for row in contacts.rows] == ["Meetings"]


def test_the_clients_copy_says_each_kind_in_a_line_of_its_own():
    words = words_of(composed(kind=ReportKind.CLIENT, meetings=MeetingCounts.of(KINDS)))
    for line in (
        "We met 19 times. Total time: 18 hours and 30 minutes.",
        "We talked by phone or video 6 times. Total time: 1 hour and 35 minutes.",
        "We wrote messages to each other 2 times. Total time: 10 minutes.",
    ):
        assert line in words


def test_what_was_signed_before_they_were_told_apart_says_what_it_said():
    content = json.loads(to_snapshot(PROGRESS))
    content["meetings"] = {name: value for name, value in asdict(PROGRESS.meetings).items() if name != "kinds"}
    del content["records"]
    signed = from_snapshot(json.dumps(content))
    assert signed == replace(PROGRESS, goals=signed.goals)
    facts = dict(pair for block in blocks_of(composed(meetings=signed.meetings), Facts) for pair in block.pairs)
    assert (facts["Held"], facts["Time together"]) == ("22", "23 hours and 5 minutes")
