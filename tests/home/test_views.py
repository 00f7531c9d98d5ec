"""The first page of each role."""

import json
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.activities.rules import Mode, Outcome
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clock import now
from caseapp.db import db
from caseapp.followups.rules import FollowUpState
from caseapp.reports.status_rules import ReportStatus
from tests.figures.reading import faults
from tests.statements import statements
from tests.trail import clients_of
from tests.world import (
    amend,
    assign,
    make_activity,
    make_client,
    make_concern,
    make_follow_up,
    make_goal,
    make_report,
    make_user,
)

TODAY = date(2026, 11, 22)


def agree(client, mentor, words, on=None, **more):
    make_follow_up(client, mentor, on, words=words, **more)


def test_a_meeting_that_goes_on_past_midnight_is_under_way_until_it_has_ended(world, as_, clock):
    clock.move_to("2026-11-22T00:10:00+02:00")
    late = {"outcome": Outcome.PLANNED, "starts_at": time(23, 30), "minutes": 60, "note": ""}
    make_activity(world.client, world.mentor, TODAY - timedelta(days=1), **late)
    make_activity(make_client(world.team, world.mentor), world.mentor, TODAY, **{**late, "starts_at": time(9)})
    words = as_(world.mentor).see("/").words
    assert words.index("under way") < words.index("23:30") < words.index("09:00")
    clock.move_to("2026-11-22T00:31:00+02:00")
    words = as_(world.mentor).see("/").words
    assert "under way" not in words
    assert words.index("09:00") < words.index("23:30")


def reading(page):
    found = sa.select(Entry).where(Entry.act == Act.READ)
    (entry,) = [entry for entry in db.session.scalars(found) if json.loads(entry.detail)["page"] == page]
    return clients_of(entry.id)


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [
        ("2026-11-22T04:00:00+00:00", "Good morning, Maya"),
        ("2026-11-22T10:00:00+00:00", "Good afternoon, Maya"),
        ("2026-11-22T15:30:00+00:00", "Good evening, Maya"),
        ("2026-11-22T21:00:00+00:00", "Hello, Maya"),
    ],
)
def test_one_is_greeted_by_the_hour_of_the_organisation(world, as_, clock, hour, greeting):
    clock.move_to(hour)
    page = as_(world.mentor).see("/")
    assert page.headings == [greeting]
    assert "Sunday, 22 November" in page.words


def plan(client, mentor, on=TODAY, at=time(16), **more):
    return make_activity(client, mentor, on, outcome=Outcome.PLANNED, starts_at=at, note="", **more)


def test_the_card_shows_what_one_needs_before_the_next_meeting(world, as_, clock):
    clock.move_to("2026-11-22T07:35:00+00:00")
    amend(world.client, phone="+972502345678", no_voicemail=True, introduction="a friend")
    make_goal(world.client, client_words="To have one friend to drink coffee with")
    agree(world.client, world.mentor, "Yael will suggest a day", TODAY)
    plan(world.client, world.mentor, at=time(10))
    page = as_(world.mentor).see("/")
    card = page.words[page.words.index("Next meeting") : page.words.index("Waiting for you")]
    for words in (
        *("in 25 minutes", world.client.name, "10:00", "To have one friend to drink coffee with"),
        *("You agreed: Yael will suggest a day", "no voicemail", "in public: a friend"),
    ):
        assert words in card
    assert {"tel:+972502345678", f"/clients/{world.client.id}/messages"} <= set(page.links)
    assert "a meeting today" in page.words


def test_whoever_wants_no_messages_is_not_offered_one(world, as_):
    amend(world.client, phone="+972502345678", no_messages=True)
    plan(world.client, world.mentor)
    page = as_(world.mentor).see("/")
    assert "tel:+972502345678" in page.links
    assert f"/clients/{world.client.id}/messages" not in page.links


def test_the_day_goes_on_by_the_hour_and_ends_with_what_waits(world, as_, clock):
    clock.move_to("2026-11-22T08:30:00+00:00")
    second = make_client(world.team, world.mentor, given_name="Amir", family_name="Haddad")
    plan(second, world.mentor, at=time(13), mode=Mode.PHONE)
    plan(world.client, world.mentor, at=time(11))
    missed = plan(second, world.mentor, at=time(8))
    older = plan(world.client, world.mentor, TODAY - timedelta(days=3))
    page = as_(world.mentor).see("/")
    assert "a meeting and a call today" in page.words
    later = page.words[page.words.index("Later today") : page.words.index("My people")]
    assert later.index("13:00") < later.index("Waiting for you 2") < later.index("Meeting without a note")
    assert {f"/activities/{each.id}/edit" for each in (missed, older)} <= set(page.links)


def test_tasks_of_others_and_later_ones_do_not_wait(world, as_):
    assign(world.client, world.team_mate)
    agree(world.client, world.mentor, "an own task", TODAY)
    agree(world.client, world.team_mate, "a task of somebody else", TODAY)
    agree(world.client, world.mentor, "a task of next week", TODAY + timedelta(days=7))
    words = as_(world.mentor).see("/").words
    waiting = words[words.index("Waiting for you") : words.index("My people")]
    assert "an own task" in waiting
    assert "somebody else" not in waiting
    assert "next week" not in waiting


def test_a_task_is_ticked_on_the_first_page_and_one_stays_there(world, as_):
    task = make_follow_up(world.client, world.mentor, TODAY, words="Call Sigal")
    browser = as_(world.mentor)
    page = browser.see("/")
    (form,) = [form for form in page.forms if form["action"] == f"/follow-ups/{task.id}/done"]
    answer = browser.post(form["action"], data=form["fields"])
    assert answer.headers["Location"] == "/"
    page = browser.see("/")
    assert "Done." in page.words
    assert "Call Sigal" not in page.words
    db.session.refresh(task)
    assert task.state is FollowUpState.DONE


def test_a_returned_report_and_an_answer_of_the_supervisor_wait(world, as_):
    report = make_report(world.client, world.mentor, status=ReportStatus.RETURNED)
    make_concern(world.client, world.mentor, acknowledged_at=now(), acknowledged_by_id=world.supervisor.id)
    make_concern(world.client, world.mentor)
    page = as_(world.mentor).see("/")
    assert "Waiting for you 2" in page.words
    assert f"/reports/{report.id}" in page.links
    assert f"{world.supervisor.name} has seen it" in page.words
    assert "Concern" not in as_(world.supervisor).see("/board").headings[0]


def test_an_unfinished_note_is_the_first_that_waits(world, as_):
    agree(world.client, world.mentor, "an own task", TODAY)
    path, key = f"/clients/{world.client.id}/activities/new", str(uuid7())
    browser = as_(world.mentor)
    browser.see(path)
    sent = {"path": path, "form": "", "key": key, "number": "1", "title": "Note", "content": '[["note", "We walked"]]'}
    browser.send("/drafts", sent, fresh=False)
    page = browser.see("/")
    assert page.words.index("Unfinished:") < page.words.index("an own task")
    assert f"{path}?draft={key}" in page.links
    assert "We walked" not in page.words
    assert "Unfinished" not in as_(world.team_mate).see("/").words


def test_what_is_done_or_was_raised_in_error_waits_no_longer(world, as_):
    agree(world.client, world.mentor, "an old step", TODAY - timedelta(days=2), state=FollowUpState.DONE)
    agree(world.client, world.mentor, "a mistaken step", TODAY, error_at=now())
    page = as_(world.mentor).see("/")
    assert "an old step" not in page.words
    assert "a mistaken step" not in page.words
    assert "Waiting for you" not in page.words


def test_a_day_on_which_all_is_well_has_a_kind_word_and_the_next_morning(world, as_):
    plan(world.client, world.mentor, TODAY + timedelta(days=1), at=time(9))
    make_activity(world.client, world.mentor, TODAY - timedelta(days=1))
    page = as_(world.mentor).see("/")
    assert "Everything is up to date" in page.words
    assert "Tomorrow 1" in page.words
    assert "Waiting for you" not in page.words
    assert "badge brick" not in page.html
    assert "badge amber" not in page.html


def test_the_ring_and_the_words_tell_the_same(world, as_):
    make_activity(world.client, world.mentor, TODAY - timedelta(days=8))
    page = as_(world.mentor).see("/")
    assert "8 days ago; expected every 7 days" in page.words
    assert "badge amber" in page.html
    assert "ring-due" in page.html


def test_each_figure_of_the_day_opens_its_list(world, as_, clock):
    clock.move_to("2026-11-22T06:00:00+00:00")
    for number in range(9):
        plan(world.client, world.mentor, at=time(10 + number), mode=Mode.PHONE if number % 3 == 0 else Mode.HOME)
        agree(world.client, world.mentor, f"task {number}", TODAY)
    browser = as_(world.mentor)
    page = browser.see("/")
    assert "6 meetings and 3 calls today" in page.words
    assert {"/today/meetings", "/today/calls", "/today/later", "/today/waiting"} <= set(page.links)
    assert faults(browser, "/") == []


def test_a_list_of_the_day_that_there_is_not_is_not_found(world, as_):
    as_(world.mentor).see("/today/parties", 404)


def test_a_mentor_without_people_is_told_kindly(world, as_):
    assert "You have no clients yet" in as_(make_user(Role.MENTOR, world.team)).see("/").words


def test_the_trail_names_exactly_whom_the_first_page_showed(world, as_):
    as_(world.mentor).see("/")
    assert reading("today") == {world.client.id}


def test_the_administrator_is_shown_no_client(world, as_):
    make_goal(world.client, client_words="secret words")
    make_activity(world.client, world.mentor, TODAY, note="secret note")
    agree(world.client, world.mentor, "secret step", TODAY)
    page = as_(world.administrator).see("/")
    for hidden in ("secret", "יעל", "מזרחי", "Last met"):
        assert hidden not in page.words
    assert {"/users", "/trail"} <= set(page.links)


def test_an_unknown_role_is_let_nowhere(world, as_):
    as_(make_user("director", world.team)).see("/", 403)


def test_the_first_page_costs_the_same_for_few_people_and_for_many(world, as_):
    plan(world.client, world.mentor)
    browser = as_(world.mentor)
    browser.see("/")
    with statements() as few:
        browser.see("/")
    for _ in range(20):
        client = make_client(world.team, world.mentor)
        plan(client, world.mentor)
        agree(client, world.mentor, "a step", TODAY)
        assign(client, world.team_mate)
    with statements() as many:
        browser.see("/")
    assert len(few) == len(many)
    assert (
        len([text for text in many if "sign_ins" not in text and "trail_" not in text]) == 24
    )  # one of them because the account is new
