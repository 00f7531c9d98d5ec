"""The list of people."""

from datetime import date, timedelta
from urllib.parse import unquote

import sqlalchemy as sa

from caseapp.access import Role
from caseapp.activities.rules import Outcome
from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.clients.rules import ClientStatus
from caseapp.clock import now
from caseapp.db import db
from tests.progress.records import TODAY, about_work, approve, page_of, records_of
from tests.statements import statements
from tests.trail import clients_of
from tests.world import (
    assign,
    make_activity,
    make_client,
    make_user,
)


def read_entries(page):
    found = sa.select(Entry.id).where(Entry.act == Act.READ, Entry.detail.contains(f'"page": "{page}"'))
    return list(db.session.scalars(found))


def test_a_mentor_sees_the_own_people_and_when_they_last_met(world, as_):
    make_activity(world.client, world.mentor, TODAY - timedelta(days=3))
    approve(world.client, date(2027, 1, 15))
    page = as_(world.mentor).see("/clients")
    assert "יעל מזרחי" in page.words
    assert "Last met 3 days ago" in page.words
    assert "Approved until 15.1.2027" in page.words
    assert world.team_mates_client.name not in page.words
    assert world.other_client.name not in page.words


def test_failed_attempts_notes_in_error_and_days_ahead_are_not_contact(world, as_):
    make_activity(world.client, world.mentor, TODAY - timedelta(days=20))
    make_activity(world.client, world.mentor, TODAY - timedelta(days=2), outcome=Outcome.NO_SHOW, minutes=0)
    make_activity(world.client, world.mentor, TODAY - timedelta(days=1), outcome=Outcome.CLIENT_CANCELLED, minutes=0)
    make_activity(world.client, world.mentor, TODAY, error_at=now())
    make_activity(world.client, world.mentor, TODAY + timedelta(days=1))
    browser = as_(world.mentor)
    for path in ("/", "/clients", page_of(world.client)):
        assert "20 days ago; expected every 7 days" in browser.see(path).words


def test_a_former_mentors_meeting_is_contact_too(world, as_):
    make_activity(world.client, world.former_mentor, date(2026, 6, 20))
    assert "Last met 155 days ago" in as_(world.mentor).see("/clients").words


def test_a_supervisor_sees_the_teams_people_with_their_mentors(world, as_):
    second = make_user(Role.MENTOR, world.team, name="Noa Second")
    assign(world.client, second)
    page = as_(world.supervisor).see("/clients")
    assert "Mentors: Maya Mentor , Noa Second" in page.words
    assert f"Mentor: {world.team_mate.name}" in page.words
    assert world.other_client.name not in page.words
    assert world.former_mentor.name not in page.words


def test_an_approval_that_has_ended_is_said_to_be_missing(world, as_):
    approve(world.client, TODAY - timedelta(days=1))
    page = as_(world.mentor).see("/clients")
    assert "No approval today" in page.words


def test_the_list_goes_on_by_key_and_misses_nobody(world, as_):
    for number in range(60):
        make_client(world.team, world.mentor, given_name=f"N{number:02}", family_name="Same")
    browser = as_(world.mentor)
    seen, path = [], "/clients"
    while path:
        page = browser.see(path)
        seen += [link for link in page.links if link.startswith("/clients/") and link.count("/") == 2]
        older = [unquote(link) for link in page.links if "after=" in link]
        path = older[0] if older else None
        assert "Same" not in (path or "")
    people = [link for link in seen if len(link) > 40]
    assert len(people) == len(set(people)) == 61


def test_equal_names_do_not_stop_the_list(world, as_):
    for _ in range(55):
        make_client(world.team, world.mentor, given_name="Twin", family_name="Twin")
    browser = as_(world.mentor)
    first = {link for link in browser.see("/clients").links if len(link) > 40 and "after" not in link}
    later = next(link for link in browser.page.links if "after=" in link)
    second = {link for link in browser.see(later).links if len(link) > 40 and "after" not in link}
    assert not first & second
    assert len(first | second) == 56


def test_the_trail_names_whom_the_list_showed(world, as_):
    as_(world.mentor).see("/clients")
    (entry,) = read_entries("people")
    assert clients_of(entry) == {world.client.id}


def test_an_administrator_is_shown_no_list(world, as_):
    as_(world.administrator).see("/clients", 403)


def test_a_key_that_is_none_is_answered_like_a_page_that_is_none(world, as_):
    browser = as_(world.mentor)
    browser.see("/clients?after=nobody", 404)
    browser.see(f"{records_of(world.client)}?before=yesterday", 404)
    browser.see(f"{records_of(world.client)}?before=2026-01-01T10:00:00~zz", 404)


def test_closed_people_stay_in_the_list_and_leave_the_first_page(world, as_):
    closed = make_client(world.team, world.mentor, status=ClientStatus.CLOSED, given_name="Done")
    browser = as_(world.mentor)
    assert closed.name in browser.see("/clients").words
    assert closed.name not in browser.see("/").words


def test_the_list_costs_the_same_for_ten_and_for_fifty(world, as_):
    for number in range(9):
        make_client(world.team, world.team_mate, given_name=f"A{number}")
    browser = as_(world.supervisor)
    browser.see("/clients")
    with statements() as few:
        browser.see("/clients")
    for number in range(50):
        make_client(world.team, world.mentor, given_name=f"B{number}")
    with statements() as many:
        browser.see("/clients")
    assert len(about_work(few)) == len(about_work(many))
    assert len(about_work(many)) <= 5, about_work(many)
