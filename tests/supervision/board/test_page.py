"""The board's page, and what is done from its rows."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.activities.rules import Outcome
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db
from caseapp.supervision.board.order_rules import Reason
from caseapp.supervision.board.queries import board_of
from caseapp.supervision.models import Reminder, Snooze
from caseapp.supervision.points.queries import points_of
from tests.statements import statements
from tests.trail import clients_of
from tests.world import make_activity, make_client, make_concern, make_follow_up, make_goal

TODAY = date(2026, 11, 22)


def ago(days):
    return TODAY - timedelta(days=days)


def count(entity):
    return db.session.scalar(sa.select(sa.func.count()).select_from(entity).where(for_maintenance()))


def mentioned(page):
    entry = db.session.scalars(
        sa.select(Entry).where(Entry.act == Act.READ, Entry.detail.contains(page)).order_by(Entry.id.desc())
    ).first()
    return clients_of(entry.id)


def test_reasons_stand_in_words_and_each_opens_its_list(world, as_):
    make_activity(world.client, world.mentor, ago(21))
    make_concern(world.client, world.mentor)
    page = as_(world.supervisor).see("/board")
    assert "21 days without a meeting; expected every 7" in page.words
    assert "Open concern since today, not seen yet: Talk to the supervisor today" in page.words
    assert f"/clients/{world.client.id}/concerns" in page.links
    assert f"/clients/{world.client.id}?kind=contacts" in page.links
    assert world.other_client.name not in page.words
    assert mentioned('"page": "board"') == {world.client.id, world.team_mates_client.id}


def test_every_link_of_the_board_opens(world, as_):
    make_activity(world.client, world.mentor, ago(21))
    make_activity(world.client, world.mentor, ago(20), note="")
    make_activity(world.client, world.mentor, ago(12), outcome=Outcome.PLANNED)
    make_activity(world.client, world.mentor, ago(-3), outcome=Outcome.PLANNED)
    make_activity(world.client, world.mentor, ago(3), outcome=Outcome.NO_SHOW, minutes=0)
    make_activity(world.client, world.mentor, ago(2), outcome=Outcome.NO_SHOW, minutes=0)
    make_goal(world.client, starts_on=ago(99))
    make_concern(world.client, world.mentor)
    for person in (world.supervisor, world.mentor):
        browser = as_(person)
        page = browser.see("/board")
        for link in {link.split("#")[0] for link in page.links if link.startswith(("/clients", "/board"))}:
            browser.see(link)


def test_a_number_opens_exactly_what_it_counts(world, as_):
    make_activity(world.client, world.mentor, ago(9), note="we met")
    make_activity(world.client, world.mentor, ago(5), outcome=Outcome.NO_SHOW, minutes=0, note="nobody at the door")
    browser = as_(world.mentor)
    meetings = browser.see(f"/clients/{world.client.id}?kind=meetings").words
    assert "we met" in meetings
    assert "nobody at the door" not in meetings
    attempts = browser.see(f"/clients/{world.client.id}?kind=attempts").words
    assert "we met" not in attempts
    assert "nobody at the door" in attempts


@pytest.mark.parametrize("reason", [Reason.NOTES, Reason.ABSENCES])
def test_a_reasons_number_is_the_length_of_the_list_that_it_opens(world, as_, reason):
    make_activity(world.client, world.mentor, ago(40), outcome=Outcome.NO_SHOW, minutes=0)
    make_activity(world.client, world.mentor, ago(30), note="")
    make_activity(world.client, world.mentor, ago(12), outcome=Outcome.PLANNED)
    for days in (9, 5, 1):
        make_activity(world.client, world.mentor, ago(days), outcome=Outcome.NO_SHOW, minutes=0)
    make_activity(world.client, world.mentor, ago(3), outcome=Outcome.MENTOR_CANCELLED, minutes=0)
    make_activity(world.client, world.mentor, ago(2), outcome=Outcome.PLANNED)
    make_activity(world.client, world.mentor, ago(200), note="")
    make_activity(world.client, world.mentor, ago(7), outcome=Outcome.NO_SHOW, minutes=0, error_at=now())
    [row] = board_of(world.mentor).rows
    browser = as_(world.mentor)
    kind = {Reason.NOTES: "silent", Reason.ABSENCES: "missed"}[reason]
    assert f"/clients/{world.client.id}?kind={kind}" in browser.see("/board").links
    listed = browser.see(f"/clients/{world.client.id}?kind={kind}")
    opened = [link for link in listed.links if re.fullmatch("/activities/[-0-9a-f]{36}", link)]
    assert len(opened) == row.attention.number(reason) == {"silent": 2, "missed": 3}[kind]


def test_the_filters_stand_in_the_address_without_a_name(world, as_):
    make_activity(world.client, world.mentor, TODAY)
    browser = as_(world.supervisor)
    page = browser.see("/board")
    assert not [link for link in page.links if "Maya" in link or "יעל" in link]
    page = browser.see(f"/board?mentor={world.mentor.id}")
    assert world.client.name in page.words
    assert world.team_mates_client.name not in page.words
    page = browser.see(f"/board?mentor={world.mentor.id}&reason=concern")
    assert "Nobody matches these filters." in page.words
    for wrong in ("mentor=x", "reason=x"):
        browser.see(f"/board?{wrong}", 404)


def test_a_mentor_has_the_same_board_of_their_own_clients(world, as_):
    page = as_(world.mentor).see("/board")
    assert world.client.name in page.words
    assert world.team_mates_client.name not in page.words
    assert "Remind the mentor" not in page.words


def test_a_supervisors_first_page_is_the_board(world, as_):
    assert as_(world.supervisor).get("/").headers["Location"].endswith("/board")


def test_a_reminder_reaches_the_mentor_once_a_day_and_is_told(world, as_):
    supervisor, mentor = as_(world.supervisor), as_(world.mentor)
    for _time in range(2):
        supervisor.see("/board")
        supervisor.send(f"/clients/{world.client.id}/reminders", fresh=False)
    assert count(Reminder) == 1
    assert "Reminded on 22.11.2026, 10:00" in supervisor.see("/board").words
    page = mentor.see("/")
    assert "Reminder about" in page.words
    mentor.send(f"/clients/{world.client.id}/reminders/seen", fresh=False)
    assert "Reminder about" not in mentor.see("/").words


def test_a_row_is_snoozed_with_a_reason_until_a_day_ahead(world, as_):
    browser = as_(world.supervisor)
    address = f"/clients/{world.client.id}/snooze"
    for until in ("2026-11-22", "2027-11-22", "2026-02-31", ""):
        answer = browser.send(address, {"until_on": until, "reason": "In hospital"})
        assert answer.status_code == 200
        assert "In hospital" in answer.text
    browser.send(address, {"until_on": "2026-12-01", "reason": "In hospital"})
    assert count(Snooze) == 1
    words = browser.see("/board").words
    assert f"Until 1.12.2026 , by {world.supervisor.name} : In hospital" in words


def test_points_wait_for_a_talk_and_mentors_do_not_see_them(world, as_):
    browser = as_(world.supervisor)
    browser.send(f"/clients/{world.client.id}/points", {"words": "Is the group too early in the day?"})
    [point] = points_of(world.supervisor, world.client.id)
    browser.send(f"/points/{point.id}/talk", {"outcome": "They will try the evening."})
    assert points_of(world.supervisor, world.client.id)[0].outcome == "They will try the evening."
    assert as_(world.mentor).get(f"/clients/{world.client.id}/points").status_code == 403


def test_a_long_board_is_turned_over_like_pages(world, as_):
    for number in range(55):
        make_client(world.team, world.mentor, given_name=f"N{number:02}", status_on=ago(60 - number))
    browser = as_(world.supervisor)
    first = browser.see("/board")
    assert first.html.count("board-row") == 20
    [later] = {link for link in first.links if "from=20" in link}
    assert browser.see(later).html.count("board-row") == 20
    assert browser.see("/board?from=40").html.count("board-row") == 17
    browser.see("/board?from=-1", 404)
    browser.see("/board?from=x", 404)


def test_hostile_words_print_as_text(world, as_):
    browser = as_(world.supervisor)
    hostile = '<img src=x onerror=alert(1)>"><b>{{ 7 * 7 }}'
    browser.send(f"/clients/{world.client.id}/snooze", {"until_on": "2026-12-01", "reason": hostile})
    page = browser.see("/board")
    assert "<img src=x" not in page.html
    assert "{{ 7 * 7 }}" in page.words
    answer = browser.send(f"/clients/{world.client.id}/points", {"words": "x" * 100_000})
    assert answer.status_code == 200


def test_the_supervisor_sees_who_has_opened_the_file(world, as_):
    as_(world.mentor).see(f"/clients/{world.client.id}")
    page = as_(world.supervisor).see(f"/clients/{world.client.id}/readers")
    assert "Maya Mentor" in page.words
    assert as_(world.mentor).get(f"/clients/{world.client.id}/readers").status_code == 403


@pytest.mark.parametrize("who", ["supervisor", "mentor"])
def test_the_board_costs_at_most_eighteen_statements_and_twelve_where_no_record_has_changed(world, as_, who):
    browser = as_(getattr(world, who))
    browser.see("/board")
    counts = []
    for number in (1, 20):
        for _time in range(number):
            client = make_client(world.team, world.mentor)
            make_activity(client, world.mentor, ago(3))
            make_goal(client)
            make_follow_up(client, world.mentor)
        with statements() as sent:
            browser.see("/board")
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 18
    with statements() as sent:
        browser.see("/board")
    assert len(sent) <= 12


def test_initials_stand_for_names_on_every_page_of_the_board_until_one_asks_for_names(world, as_):
    browser = as_(world.supervisor)
    page = browser.see("/board")
    assert world.client.name in page.words
    [link] = [link for link in page.links if "names=initials" in link]
    page = browser.see(link)
    for client in (world.client, world.team_mates_client):
        assert client.given_name not in page.html
        assert client.family_name not in page.html
        assert f"/clients/{client.id}" in page.links
    ways = [link for link in page.links if link.startswith("/board")]
    assert [link for link in ways if "names=initials" not in link] == ["/board", "/board"]
    assert "names=initials" in browser.send(link, {"words": world.client.given_name}, fresh=False).text
