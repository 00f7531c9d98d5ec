"""The client's part: read together, answered in own words, signed on the screen or on paper."""

import json
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.errors import NotVisible, RuleBroken
from caseapp.goals.answers.rules import Agreement
from caseapp.reports.client_part.actions import record_client_part
from caseapp.reports.client_part.models import ClientPart
from caseapp.reports.client_part.queries import find_client_part_details
from caseapp.reports.client_part.rules import (
    EDGE,
    OWN_WORDS_MAX,
    POINTS_MAX,
    STROKES_MAX,
    ClientPartDraft,
    check_client_part,
    read_strokes,
    write_strokes,
)
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.review.actions import comment_on, return_report
from caseapp.reports.review.rules import CommentDraft
from caseapp.reports.status_rules import ReportStatus
from tests.reports.reviewing import AGREES, rewrite, sent, submitted
from tests.world import make_report

pytestmark = pytest.mark.usefixtures("english")
TODAY = date(2026, 11, 22)
DRAWN = ((10.0, 10.0), (60.0, 40.0))
COORDINATES = st.floats(0, EDGE, allow_nan=False)


@pytest.fixture
def report(world):
    return submitted(world.client, world.mentor)


def parts():
    return list(db.session.scalars(sa.select(ClientPart).where(for_maintenance())))


@pytest.mark.parametrize(
    "said",
    [
        ClientPartDraft(Agreement.NOT_ASKED, "", ()),
        ClientPartDraft(Agreement.DISAGREE, "  "),
        ClientPartDraft(Agreement.NOT_ASKED, "He was ill.", (DRAWN,)),
        ClientPartDraft(Agreement.NOT_ASKED, "He was ill.", (), TODAY),
        ClientPartDraft(Agreement.AGREE, "", (DRAWN,), TODAY),
        ClientPartDraft(Agreement.AGREE, "", (), date(2026, 11, 23)),
        ClientPartDraft(Agreement.AGREE, "x" * (OWN_WORDS_MAX + 1)),
    ],
)
def test_an_answer_that_contradicts_itself_is_refused(said):
    with pytest.raises(RuleBroken):
        check_client_part(ReportStatus.SUBMITTED, said, TODAY)


@pytest.mark.parametrize(
    "said",
    [
        ClientPartDraft(Agreement.AGREE),
        ClientPartDraft(Agreement.AGREE, "Yes", (DRAWN,)),
        ClientPartDraft(Agreement.AGREE, "", (), TODAY),
        ClientPartDraft(Agreement.DISAGREE, "No, not so."),
        ClientPartDraft(Agreement.NOT_ASKED, "He was ill."),
    ],
)
@pytest.mark.parametrize("status", list(ReportStatus))
def test_the_client_answers_between_submission_and_signature(said, status):
    if status is ReportStatus.SUBMITTED:
        check_client_part(status, said, TODAY)
    else:
        with pytest.raises(RuleBroken, match="after the report is submitted"):
            check_client_part(status, said, TODAY)


@given(st.lists(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=9), max_size=9))
def test_a_drawn_signature_is_read_as_it_was_written(drawn):
    strokes = tuple(tuple(stroke) for stroke in drawn)
    assert read_strokes(write_strokes(strokes)) == strokes


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[[[1]]]",
        "[[[1,2,3]]]",
        '[[["a","b"]]]',
        "[[[NaN,1]]]",
        "[[[Infinity,1]]]",
        "[[[-1,1]]]",
        "[[[1e9,1]]]",
        "5",
        "[5]",
        "[" * 5000,
        json.dumps([[[1, 1]] * (POINTS_MAX + 1)]),
        "x" * 200_000,
    ],
)
def test_what_is_no_signature_is_refused_in_a_sentence(text):
    with pytest.raises(RuleBroken, match="could not be read"):
        read_strokes(text)


def test_the_answer_is_kept_and_the_later_word_stands_until_the_signature(world, as_, report):
    path = f"/reports/{report.id}/client-part"
    answer = as_(world.mentor).send(path, {"agreement": "agree", "own_words": "That is how it was."})
    assert answer.status_code == 303
    record_client_part(
        world.mentor, report.id, ClientPartDraft(Agreement.DISAGREE, "On second thoughts, no."), sent(), report.version
    )
    assert len(parts()) == 1
    assert find_client_part_details(world.mentor, report.id).own_words == "On second thoughts, no."
    assert len(list(db.session.scalars(sa.select(Entry).where(Entry.act == Act.CLIENT_PART_RECORDED)))) == 2


def test_the_same_form_sent_twice_is_one_answer(world, report):
    form = sent("twice")
    record_client_part(world.mentor, report.id, AGREES, form, report.version)
    first = parts()[0].id
    record_client_part(world.mentor, report.id, AGREES, form, report.version)
    assert [part.id for part in parts()] == [first]


def test_a_refused_answer_keeps_what_was_typed(world, as_, report):
    browser = as_(world.mentor)
    path = f"/reports/{report.id}/client-part"
    answer = browser.send(path, {"agreement": "agree", "own_words": "Kept words", "strokes": "[[[no]]]"})
    assert answer.status_code == 200
    assert "Kept words" in browser.page.html
    assert "could not be read" in browser.page.words
    assert parts() == []


def test_an_answer_to_a_text_that_was_changed_since_is_asked_for_again_and_keeps_its_words(world, as_, report):
    path, browser = f"/reports/{report.id}/client-part", as_(world.mentor)
    read = browser.see(path)
    comment_on(world.supervisor, report.id, CommentDraft(SectionKind.HOW_IT_WENT, "More, please."), sent())
    return_report(world.supervisor, report.id, report.version)
    rewrite(world.mentor, report.id, "Another text.")
    fields = {name: read.field(name) for name in ("csrf_token", "record_id", "version")}
    answer = {"agreement": "agree", "own_words": "Kept words", "strokes": "[[[1,1],[2,2]]]"}
    browser.post(path, data={**fields, **answer})
    page = browser.page
    assert parts() == []
    assert "changed in the meantime" in page.words
    assert "Another text." in page.words
    assert ("Kept words" in page.html, page.field("strokes")) == (True, "")
    browser.post(path, data={**fields, **answer, "version": page.field("version")})
    assert [part.own_words for part in parts()] == ["Kept words"]


def test_why_nobody_was_asked_is_not_told_as_the_clients_words(world, as_, report):
    said = ClientPartDraft(Agreement.NOT_ASKED, "He was in hospital.")
    record_client_part(world.mentor, report.id, said, sent(), report.version)
    page = as_(world.supervisor).see(f"/reports/{report.id}/review")
    assert "Could not be asked He was in hospital." in page.words
    assert "The client, " not in page.words


def test_only_who_sees_the_client_takes_the_answer(world, as_, report):
    for stranger in (world.other_mentor, world.other_supervisor, world.team_mate, world.former_mentor):
        assert as_(stranger).get(f"/reports/{report.id}/client-part").status_code == 404
        with pytest.raises(NotVisible):
            record_client_part(stranger, report.id, AGREES, sent(), report.version)
    assert as_(world.administrator).get(f"/reports/{report.id}/client-part").status_code == 403


def test_a_draft_takes_no_answer(world, as_):
    draft = make_report(world.client, world.mentor)
    browser = as_(world.mentor)
    assert browser.send(f"/reports/{draft.id}/client-part", {"agreement": "agree"}).status_code == 200
    assert "after the report is submitted" in browser.page.words


def test_own_words_and_strokes_are_sealed(world, report):
    said = ClientPartDraft(Agreement.AGREE, "A very quiet word", (DRAWN,))
    record_client_part(world.mentor, report.id, said, sent(str(uuid7())), report.version)
    row = db.session.execute(sa.select(ClientPart.own_words_sealed, ClientPart.strokes_sealed).where(for_maintenance()))
    for words, strokes in row:
        assert b"quiet" not in words
        assert b"60" not in strokes or b"[[" not in strokes


def test_a_signature_is_as_long_as_it_may_be_and_no_longer():
    assert read_strokes("[]".ljust(STROKES_MAX)) == ()
    assert len(read_strokes(json.dumps([[[0, EDGE]] * POINTS_MAX], separators=(",", ":")))[0]) == POINTS_MAX
    for text in ("[]".ljust(STROKES_MAX + 1), f"[[[1,{EDGE + 1}]]]"):
        with pytest.raises(RuleBroken, match="could not be read"):
            read_strokes(text)
