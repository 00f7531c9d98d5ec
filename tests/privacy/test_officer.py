"""The privacy officer: decides for the whole organisation, sees who looked at whom, and reads nothing of any file."""

from datetime import date

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.accounts.joining_rules import gives_more
from caseapp.accounts.models import Joining
from caseapp.accounts.sign_in.sessions import is_second_step_required
from caseapp.accounts.users.actions import change_person
from caseapp.accounts.users.rules import PersonDraft
from caseapp.audit import Act, record_alone
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db
from caseapp.emergencies.actions import open_in_emergency
from caseapp.emergencies.models import EmergencyAccess
from caseapp.emergencies.rules import EmergencyDraft
from caseapp.errors import NotAllowed
from caseapp.privacy.requests.rules import RequestDecision
from caseapp.privacy.whole_file.models import WholeFile
from tests.accounts.conftest import give_password
from tests.batches.printing import entries
from tests.emergencies.records import REASON
from tests.privacy.test_requests import asked, only_request, send
from tests.trail import clients_of
from tests.world import keep, make_activity, make_goal, make_user


@pytest.fixture
def officer(world):
    return give_password(make_user(Role.PRIVACY_OFFICER))


def test_the_officer_decides_and_whoever_is_in_charge_records_and_makes_the_file(world, as_, officer):
    make_activity(world.client, world.mentor, date(2026, 11, 1), note="A clinical word")
    file = WholeFile(client_id=world.client.id, by_id=world.supervisor.id, language="he", created_at=now())
    file.purpose = "Words about health"
    keep(file)
    boss = as_(world.supervisor)
    location = asked(boss, world.client).location
    assert "The privacy officer decides" in boss.see(location).words
    desk = as_(officer)
    page = desk.see("/")
    assert "1 to be decided" in page.words
    assert world.client.name not in page.words
    page = desk.see(f"/privacy/people/{world.client.id}")
    assert "being made" in page.words
    assert location in page.links
    assert "Words about health" not in page.words
    page = desk.see(location)
    assert "Words about health" not in page.words
    assert f"/clients/{world.client.id}/whole-file" not in page.links
    refused = {"decision": "granted", "reasons": "It is hers", "version": page.field("version")}
    assert "The privacy officer decides" in boss.post(location, data={**refused, "csrf_token": token(boss)}).text
    assert only_request().decision is None
    send(desk, location, decision="granted", reasons="It is hers")
    assert (only_request().decision, only_request().decided_by_id) == (RequestDecision.GRANTED, officer.id)
    assert desk.get(f"{location}/answer").data.startswith(b"%PDF")
    for path in ("", "/whole-file", "/whole-file/passages", "/records", "/file", "/goals"):
        assert desk.get(f"/clients/{world.client.id}{path}").status_code in (403, 404), path


def token(browser):
    return browser.see("/account").field("csrf_token")


def test_somebody_is_found_by_name_in_every_team_and_the_look_is_recorded(world, as_, officer):
    make_goal(world.other_client, client_words="A clinical word")
    desk = as_(officer)
    assert world.other_client.name not in desk.see("/privacy/people").words
    for words, number in ((world.other_client.family_name, 1), (" ", 0), ("%", 0)):
        page = desk.send("/privacy/people", {"words": words})
        assert (world.other_client.name in page.text) == bool(number), words
    recorded = [clients_of(entry.id) for entry in entries(Act.READ) if "privacy_desk" in entry.detail]
    assert {world.other_client.id} in recorded
    asked(desk, world.other_client)
    assert only_request().client_id == world.other_client.id
    for other in (world.supervisor, world.administrator, world.mentor):
        assert as_(other).get("/privacy/people").status_code == 403


def test_the_trail_names_clients_to_the_officer_and_not_to_the_administrator(world, as_, officer):
    record_alone(Act.READ, world.mentor, clients=[world.client.id], page="client")
    desk = as_(officer)
    page = desk.see("/trail")
    assert world.client.name in page.words
    readers = f"/clients/{world.client.id}/readers"
    assert readers in page.links
    assert "Maya Mentor" in desk.see(readers).words
    assert {world.client.id} in [clients_of(entry.id) for entry in entries(Act.READ) if '"trail"' in entry.detail]
    assert world.client.name not in as_(world.administrator).see("/trail").words
    assert as_(world.administrator).get(readers).status_code == 403
    assert desk.get("/team/access-log").status_code == 403


def test_no_emergency_opens_a_file_for_officer_or_administrator(world, as_, officer):
    draft = EmergencyDraft(world.client.name, None, REASON)
    for person in (officer, world.administrator):
        assert as_(person).get("/emergency").status_code == 403
        with pytest.raises(NotAllowed):
            open_in_emergency(person, draft, None)
    assert db.session.scalars(sa.select(EmergencyAccess).where(for_maintenance())).all() == []


def test_nobody_becomes_an_officer_by_the_word_of_one_person(world):
    """An officer reads what people ask for, so one administrator alone brings in none."""
    person = world.mentor
    change_person(world.administrator, person, PersonDraft(person.name, Role.PRIVACY_OFFICER, None), person.version)
    assert person.role == Role.MENTOR
    assert db.session.scalars(sa.select(Joining)).one().role == Role.PRIVACY_OFFICER
    officer, mentor = (Role.PRIVACY_OFFICER, None), (Role.MENTOR, world.team.id)
    assert gives_more(officer, mentor)
    assert not gives_more(mentor, (Role.ADMINISTRATOR, None))


def test_the_officer_has_a_navigation_and_signs_in_by_two_steps(world, as_, officer, app, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_STEP", "required")
    assert is_second_step_required(officer)
    links = as_(officer).see("/").links
    assert {"/requests", "/privacy/people", "/trail", "/account"} <= set(links)
    assert not {"/clients", "/notes/new", "/board", "/users", "/settings"} & set(links)
