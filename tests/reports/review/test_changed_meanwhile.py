"""What changes between the page that was read and the signature is not signed."""

from datetime import date, timedelta

import pytest

from caseapp.clock import now
from caseapp.errors import Conflict, RuleBroken
from caseapp.goals.answers.rules import Agreement
from caseapp.reports.client_part.actions import record_client_part
from caseapp.reports.client_part.rules import ClientPartDraft
from caseapp.reports.paper import actions as paper_actions
from caseapp.reports.review.signing_actions import sign_report
from tests.reports.reviewing import AGREES, sent, sign, signatures, stored, submitted
from tests.world import amend, make_goal, rate

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def report(world):
    rate(make_goal(world.client), world.mentor, date(2026, 9, 1), 0, 1)
    return submitted(world.client, world.mentor)


def test_an_answer_of_the_client_that_came_meanwhile_stops_the_signature(world, report, monkeypatch):
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    draw = paper_actions.draw_bounded

    def slowly(document, patience):
        record_client_part(
            world.mentor, report.id, ClientPartDraft(Agreement.DISAGREE, "No, not so."), sent(), report.version
        )
        return draw(document)

    monkeypatch.setattr(paper_actions, "draw_bounded", slowly)
    with pytest.raises(Conflict):
        sign(world, report)
    assert signatures() == []


def test_a_report_that_changed_while_it_was_drawn_is_not_signed(world, report, monkeypatch):
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    draw = paper_actions.draw_bounded

    def slowly(document, patience):
        amend(stored(report), changed_at=now() + timedelta(minutes=1))
        return draw(document)

    monkeypatch.setattr(paper_actions, "draw_bounded", slowly)
    with pytest.raises(Conflict):
        sign(world, report)
    assert signatures() == []


def test_an_answer_that_was_given_after_the_page_was_read_is_not_signed_by_it(world, as_, report, clock):
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    boss, path = as_(world.supervisor), f"/reports/{report.id}/review"
    page = boss.see(path)
    assert "Agrees" in page.words
    clock.shift(60)
    no = ClientPartDraft(Agreement.DISAGREE, "No, not so.")
    record_client_part(world.mentor, report.id, no, sent(), report.version)
    read = {"csrf_token": page.field("csrf_token"), "version": page.field("version")}
    assert boss.post(f"/reports/{report.id}/signature", data=read).status_code == 303
    assert signatures() == []
    page = boss.see(path)
    assert "changed in the meantime" in page.words
    assert "Does not agree" in page.words
    boss.post(f"/reports/{report.id}/signature", data={**read, "version": page.field("version")})
    assert len(signatures()) == 1


def test_two_signatures_at_once_are_one(world, report):
    record_client_part(world.mentor, report.id, AGREES, sent(), report.version)
    version = stored(report).version
    sign(world, report)
    with pytest.raises((RuleBroken, Conflict)):
        sign_report(world.supervisor, "Again", report.id, version)
    assert len(signatures()) == 1
