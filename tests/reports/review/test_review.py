"""A report is reviewed: comments belong to a section and a submission, what changed is told word by word."""

import pytest
import sqlalchemy as sa

from caseapp.audit.rules import Act
from caseapp.clients.in_charge_queries import list_in_charge
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.reports.client_part.actions import record_client_part
from caseapp.reports.kind_rules import SectionKind
from caseapp.reports.review.actions import answer_comment, comment_on, return_report, settle_comment
from caseapp.reports.review.models import ReportComment
from caseapp.reports.review.queries import comments_of, reviewed_sections, submissions_of
from caseapp.reports.review.rules import CommentDraft
from caseapp.reports.review.signing_actions import sign_report
from caseapp.reports.status_rules import COMMENT_MAX, ReportStatus
from tests.refusals import refused
from tests.reports.reviewing import AGREES, rewrite, sent, stored, submitted
from tests.reports.sections.records import entries
from tests.world import make_report, make_user

pytestmark = pytest.mark.usefixtures("english")

ABOUT = SectionKind.HOW_IT_WENT


@pytest.fixture
def report(world):
    return submitted(world.client, world.mentor)


def post(browser, path, **fields):
    return browser.post(path, data={"csrf_token": browser.see("/account").field("csrf_token"), **fields})


def test_a_comment_belongs_to_its_section_and_submission_and_is_told_to_the_author(world, as_, report):
    boss = as_(world.supervisor)
    page = boss.see(f"/reports/{report.id}/review")
    hidden = {"csrf_token": page.field("csrf_token"), "record_id": page.field("record_id")}
    said = {"section": ABOUT, "words": "What did she choose herself?"}
    answer = boss.post(f"/reports/{report.id}/comments", data={**hidden, **said})
    assert answer.status_code == 303
    (comment,) = comments_of(world.mentor, report.id)
    assert (comment.section, comment.words, comment.is_open) == (ABOUT, "What did she choose herself?", True)
    assert comment.submission_id == submissions_of(world.mentor, report.id)[0].id
    page = as_(world.mentor).see(f"/reports/{report.id}/review")
    assert "What did she choose herself?" in page.words
    assert len(entries(Act.REPORT_COMMENTED)) == 1


def test_a_comment_sent_twice_is_one_comment(world, report):
    form = sent("twice")
    comment_on(world.supervisor, report.id, CommentDraft(ABOUT, "Once"), form)
    comment_on(world.supervisor, report.id, CommentDraft(ABOUT, "Once"), form)
    assert len(comments_of(world.supervisor, report.id)) == 1


@pytest.mark.parametrize("words", ["", "   ", "x" * (COMMENT_MAX + 1)])
def test_a_comment_has_words_and_a_length(world, report, words):
    with pytest.raises(RuleBroken):
        comment_on(world.supervisor, report.id, CommentDraft(ABOUT, words), sent())
    assert comments_of(world.supervisor, report.id) == []


def test_only_who_answers_for_the_team_comments_returns_and_signs(world, as_, report):
    for path in ("comments", "return", "signature"):
        assert post(as_(world.mentor), f"/reports/{report.id}/{path}").status_code == 403
        for stranger in (world.other_supervisor,):
            assert post(as_(stranger), f"/reports/{report.id}/{path}").status_code == 404
    with pytest.raises(NotAllowed):
        comment_on(world.mentor, report.id, CommentDraft(ABOUT, "Mine"), sent())
    with pytest.raises(NotVisible):
        return_report(world.other_supervisor, report.id, report.version)


def test_an_answer_stands_under_its_comment_and_both_sides_may_settle_it(world, as_, report):
    comment = comment_on(world.supervisor, report.id, CommentDraft(ABOUT, "Who came along?"), sent())
    browser = as_(world.mentor)
    assert browser.send(f"/comments/{comment.id}/answers", {"words": "Her sister."}).status_code == 303
    (told,) = comments_of(world.supervisor, report.id)
    assert [answer.words for answer in told.answers] == ["Her sister."]
    for _tap in range(2):
        settle_comment(world.mentor, comment.id)
    assert not comments_of(world.supervisor, report.id)[0].is_open
    assert len(entries(Act.COMMENT_SETTLED)) == 1


def test_nobody_answers_a_comment_on_another_teams_client(world, as_, report):
    comment = comment_on(world.supervisor, report.id, CommentDraft(ABOUT, "Who came along?"), sent())
    for stranger in (world.other_mentor, world.other_supervisor, world.team_mate, world.former_mentor):
        assert as_(stranger).get(f"/comments/{comment.id}/answers").status_code == 404
        with pytest.raises(NotVisible):
            answer_comment(stranger, comment.id, "Me", sent())


def test_a_return_needs_a_comment_of_this_submission(world, report):
    with pytest.raises(RuleBroken, match="at least one comment"):
        return_report(world.supervisor, report.id, report.version)
    comment_on(world.supervisor, report.id, CommentDraft(ABOUT, "More, please"), sent())
    with pytest.raises(Conflict):  # the page was older than the report
        return_report(world.supervisor, report.id, stored(report).version + 1)
    return_report(world.supervisor, report.id, stored(report).version)
    assert stored(report).status is ReportStatus.RETURNED
    rewrite(world.mentor, report.id, "We met on Sunday, twice.")
    with pytest.raises(RuleBroken, match="at least one comment"):
        return_report(world.supervisor, report.id, stored(report).version)
    assert len(entries(Act.REPORT_RETURNED)) == 1


def test_an_old_page_returns_nothing(world, as_, report):
    comment_on(world.supervisor, report.id, CommentDraft(ABOUT, "More, please"), sent())
    answer = post(as_(world.supervisor), f"/reports/{report.id}/return", version="0")
    assert answer.status_code == 303
    assert stored(report).status is ReportStatus.SUBMITTED


def test_what_changed_since_the_last_submission_is_told_word_by_word(world, as_, report):
    comment_on(world.supervisor, report.id, CommentDraft(ABOUT, "More, please"), sent())
    return_report(world.supervisor, report.id, stored(report).version)
    rewrite(world.mentor, report.id, "We met twice on Sunday.")
    page = as_(world.supervisor).see(f"/reports/{report.id}/review")
    assert '<ins><span class="for-readers">Added: </span>twice </ins>' in page.html
    assert "1 word added, 0 words removed" in page.words
    assert "More, please" in page.words
    clean = as_(world.supervisor).see(f"/reports/{report.id}/review?view=clean")
    assert "<ins>" not in clean.html
    sections = reviewed_sections(world.supervisor, submissions_of(world.supervisor, report.id), [])
    assert [section.section for section in sections if section.is_changed] == [ABOUT]


def test_hostile_words_stand_as_text(world, as_, report):
    hostile = "<img src=x onerror=alert(this)> \u202egnirts " + "w" * 3000
    comment_on(world.supervisor, report.id, CommentDraft(ABOUT, hostile), sent())
    page = as_(world.supervisor).see(f"/reports/{report.id}/review")
    assert "<img src=x" not in page.html
    assert "<img src=x onerror=alert(this)>" in page.words


def test_comments_are_sealed_in_the_store(world, report):
    comment_on(world.supervisor, report.id, CommentDraft(ABOUT, "A very quiet word"), sent())
    row = db.session.execute(sa.select(ReportComment.words_sealed).where(for_maintenance())).one()
    assert b"quiet" not in row.words_sealed


def test_an_administrator_reads_no_review(world, as_, report):
    assert as_(world.administrator).get(f"/reports/{report.id}/review").status_code == 403


def test_who_may_sign_for_the_team_is_named(world, report):
    second = make_user("supervisor", world.team, name="Second Boss")
    make_user("supervisor", world.team, name="Gone Boss", disabled_at=report.created_at)
    names = [person.name for person in list_in_charge(world.mentor, world.client.id)]
    assert names == sorted([world.supervisor.name, second.name])


@pytest.mark.parametrize("status", [each for each in ReportStatus if each is not ReportStatus.SUBMITTED])
def test_only_what_waits_for_a_signature_is_commented_on(world, status):
    report = make_report(world.client, world.mentor, status=status)
    with refused():
        comment_on(world.supervisor, report.id, CommentDraft(ABOUT, "More?"), sent())


def test_comments_of_a_signed_report_stay_as_they_are(world, report):
    comment = comment_on(world.supervisor, report.id, CommentDraft(ABOUT, "More?"), sent())
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    sign_report(world.supervisor, world.supervisor.name, report.id, stored(report).version)
    for act in (
        lambda: answer_comment(world.mentor, comment.id, "Yes", sent()),
        lambda: settle_comment(world.supervisor, comment.id),
    ):
        with refused():
            act()
    assert [each.words for each in comments_of(world.mentor, report.id)] == ["More?"]
