"""The client's answer to goal, plan and report; whoever could not be asked is asked again at each meeting."""

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.activities.rules import Outcome
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db
from caseapp.goals.answers.models import ClientAnswer
from caseapp.goals.answers.rules import (
    PLAN,
    Agreement,
    AnswerAbout,
    AnswerDraft,
    AnswerSubject,
    check_answer,
    read_about,
)
from tests import world as made
from tests.access.conftest import hand_screen_of
from tests.refusals import refused
from tests.reports.reviewing import submitted


@pytest.fixture
def client(world):
    return made.make_client(world.team, world.mentor, language="en", family_name="Peretz")


@pytest.fixture
def goal(client):
    return made.make_goal(client, client_words="A friend to drink coffee with")


@pytest.fixture
def browser(as_, world):
    return as_(world.mentor)


def say(browser, client, about, agreement, words=""):
    form = {"about": about, "agreement": agreement, "own_words": words}
    return browser.send(f"/clients/{client.id}/answers", form)


def stored():
    rows = db.session.scalars(sa.select(ClientAnswer).where(for_maintenance()).order_by(ClientAnswer.created_at))
    return [(row.subject.value, row.agreement.value, row.own_words, row.is_waiting, row.by_client) for row in rows]


def test_a_key_names_what_is_answered_to() -> None:
    about = AnswerAbout(AnswerSubject.GOAL, uuid7())
    assert read_about(about.key) == about
    assert read_about("plan") == PLAN
    for wrong in ("", "pet", "goal:x"):
        with pytest.raises(ValueError, match=r".+"):
            read_about(wrong)


@pytest.mark.parametrize("agreement", [Agreement.DISAGREE, Agreement.NOT_ASKED])
def test_why_not_is_said_in_a_sentence(agreement) -> None:
    with refused("own_words"):
        check_answer(AnswerDraft(PLAN, agreement, " "))
    check_answer(AnswerDraft(PLAN, Agreement.AGREE))


def test_an_answer_stands_beside_the_earlier_one_and_in_the_trail(browser, client, goal) -> None:
    about = f"goal:{goal.id}"
    assert say(browser, client, about, "disagree", "Not with so many people").status_code == 303
    assert say(browser, client, about, "agree").status_code == 303
    page = browser.see(f"/clients/{client.id}/answers").words
    assert "Not with so many people" in page
    assert [row[1] for row in stored()] == ["disagree", "agree"]
    assert list(db.session.scalars(sa.select(Entry.act))).count(Act.CLIENT_ANSWERED) == 2


def test_whoever_could_not_be_asked_is_asked_on_the_note_until_there_is_an_answer(browser, client, goal) -> None:
    note = f"/clients/{client.id}/activities/new"
    assert "Still to be asked" not in browser.see(note).words
    say(browser, client, f"goal:{goal.id}", "not_asked", "Was too tired")
    page = browser.see(note)
    assert "A friend to drink coffee with" in page.words[page.words.index("Still to be asked") :]
    assert page.words.index("What happened?") < page.words.index("Still to be asked"), "the text begins high up"
    assert any(f"/answers?about=goal:{goal.id}" in link.replace("%3A", ":") for link in page.links)
    say(browser, client, f"goal:{goal.id}", "agree")
    assert "Still to be asked" not in browser.see(note).words


def test_today_asks_again_only_about_whom_one_meets(browser, client, goal, world) -> None:
    say(browser, client, "plan", "not_asked", "Was too tired")
    assert "Still to be asked" not in browser.see("/").words
    made.make_activity(client, world.mentor, today(), outcome=Outcome.PLANNED, note="")
    assert "Still to be asked" in browser.see("/").words


def test_a_goal_that_is_over_is_asked_about_no_more(browser, client, goal) -> None:
    say(browser, client, f"goal:{goal.id}", "not_asked", "Was too tired")
    browser.send(f"/goals/{goal.id}/status", {"status": "completed", "reason": "Reached", "on": today().isoformat()})
    assert "Still to be asked" not in browser.see(f"/clients/{client.id}/activities/new").words


def test_a_report_that_could_not_be_read_together_comes_back_and_is_answered_after_it_was_signed(
    browser, client, world
) -> None:
    report = submitted(client, world.mentor)
    part = {"agreement": "not_asked", "own_words": "In hospital"}
    browser.send(f"/reports/{report.id}/client-part", part)
    assert stored() == [("report", "not_asked", "", True, False)]
    assert "Still to be asked: Report" in browser.see(f"/clients/{client.id}/activities/new").words
    assert say(browser, client, f"report:{report.id}", "agree", "That is how it was").status_code == 303
    assert [row[1:4] for row in stored()] == [("not_asked", "", False), ("agree", "That is how it was", False)]
    assert say(browser, client, f"report:{report.id}", "agree").status_code == 200, "asked no more"


def test_what_is_another_clients_is_not_answered_to(browser, client, world) -> None:
    foreign = made.make_goal(world.other_client)
    assert say(browser, client, f"goal:{foreign.id}", "agree").status_code == 200
    assert stored() == []


def test_the_client_answers_in_the_first_person(app, browser, client, goal) -> None:
    hand_screen_of(app, browser, client.id)
    page = browser.see(f"/clients/{client.id}/answers")
    assert "I do not agree" in page.words
    assert "Could not be asked" not in page.words
    say(browser, client, "plan", "disagree", "Too much at once")
    assert stored() == [("plan", "disagree", "Too much at once", False, True)]
