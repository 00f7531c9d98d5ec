"""Erasing takes two people, and what comes between wins."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.audit.rules import Act
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from caseapp.i18n import in_language
from caseapp.privacy.erasure.removal_actions import carry_out
from caseapp.privacy.holds.actions import lift_hold, set_hold
from caseapp.privacy.orders.actions import ask_for_erasure, confirm_order, drop_order
from caseapp.privacy.orders.rules import OrderDraft, OrderKind, OrderState
from caseapp.privacy.requests.rules import RequestDecision
from tests.accounts.conftest import give_password
from tests.batches.printing import entries, work_off
from tests.privacy.erasure.ordering import asked, confirmed, grant, stored
from tests.privacy.test_requests import send
from tests.trail import clients_of
from tests.world import amend, deputise

DRAFT = OrderDraft(OrderKind.ERASE, "She asked for it")


@pytest.fixture(autouse=True)
def in_english():
    with in_language("en"):
        yield


def is_there(client_id):
    return db.session.scalar(sa.select(Client.id).where(Client.id == client_id, for_maintenance())) is not None


def key():
    return IdempotencyKey(uuid7(), b"sent")


def test_from_the_request_to_the_end_by_two_people(world, as_, app):
    client_id, name = world.client.id, world.client.name
    browser, second = as_(world.supervisor), as_(world.administrator)
    path = f"/clients/{client_id}/erasure"
    assert "No request to erase was granted" in browser.see(path).words
    grant(client_id, world.supervisor.id)
    page = browser.see(path)
    assert "Personal details 1" in page.words
    assert "at the latest on 1.11.2027" in page.words, page.words
    assert "Missing: Reason" in send(browser, path, kind="erase", reason=" ").text
    location = send(browser, path, kind="erase", reason="Letter of Sunday").location
    assert "Waits for the second person" in browser.see(location).words
    assert "Confirm: the records are removed" not in browser.see(location).words
    assert browser.post(f"{location}/confirmation").status_code in (400, 403)
    shown = second.see(location)
    assert name in shown.words
    assert "Letter of Sunday" in shown.words
    fields = {each: shown.field(each) for each in ("csrf_token", "version")}
    assert second.post(f"{location}/confirmation", data=fields).status_code == 303
    assert second.post(f"{location}/confirmation", data=fields).status_code in (303, 404, 409)  # a double tap
    assert len(entries(Act.ERASURE_CONFIRMED)) == 1
    work_off(app)
    assert not is_there(client_id)
    assert browser.get(f"/clients/{client_id}").status_code == 404
    assert second.get(location).status_code == 404
    for each in (browser, second):
        listed = each.see("/erasures").words
        assert client_id.hex[-8:] in listed
        assert "Records removed" in listed
        assert name not in listed
    for act, by in ((Act.ERASURE_ASKED, world.supervisor), (Act.ERASURE_CONFIRMED, world.administrator)):
        (entry,) = entries(act)
        assert (clients_of(entry.id), entry.actor_id) == ({client_id}, by.id)
    (entry,) = entries(Act.CLIENT_ERASED)
    assert clients_of(entry.id) == {client_id}


def test_nobody_does_it_alone(world):
    client_id = world.client.id
    grant(client_id, world.supervisor.id)
    for person in (world.administrator, world.mentor):
        with pytest.raises(NotAllowed):
            ask_for_erasure(person, client_id, DRAFT, key())
    with pytest.raises(NotVisible):
        ask_for_erasure(world.other_supervisor, client_id, DRAFT, key())
    sent = key()
    order = ask_for_erasure(world.supervisor, client_id, DRAFT, sent)
    assert ask_for_erasure(world.supervisor, client_id, DRAFT, sent).id == order.id
    with pytest.raises(RuleBroken, match="already"):
        ask_for_erasure(world.supervisor, client_id, DRAFT, key())
    for person in (world.supervisor, world.mentor, world.other_supervisor):
        with pytest.raises(NotAllowed):
            confirm_order(person, order.id, order.version)
    amend(world.supervisor, role=Role.ADMINISTRATOR, team_id=None)  # another role makes nobody another person
    with pytest.raises(RuleBroken, match="yourself"):
        confirm_order(world.supervisor, order.id, order.version)
    assert stored(order.id).state is OrderState.ASKED


def test_a_deputy_who_became_administrator_is_still_one_person(world):
    deputise(world.other_mentor, world.team)
    db.session.expire_all()
    order = asked(world.other_mentor, world.client.id)
    amend(world.other_mentor, role=Role.ADMINISTRATOR, team_id=None)
    with pytest.raises(RuleBroken, match="yourself"):
        confirm_order(world.other_mentor, order.id, order.version)
    with pytest.raises(Conflict):
        confirm_order(world.administrator, order.id, order.version + 1)
    assert confirm_order(world.administrator, order.id, order.version).state is OrderState.CONFIRMED


def test_a_hold_wins_at_every_moment(world, clock):
    client_id = world.client.id
    hold = set_hold(world.supervisor, client_id, "A claim", key())
    grant(client_id, world.supervisor.id)
    with pytest.raises(RuleBroken, match="legal hold"):
        ask_for_erasure(world.supervisor, client_id, DRAFT, key())
    lift_hold(world.supervisor, hold.id, "It was paid", hold.version)
    with pytest.raises(RuleBroken, match="already"):
        lift_hold(world.supervisor, hold.id, "Again", hold.version)
    order = ask_for_erasure(world.supervisor, client_id, DRAFT, key())
    second = set_hold(world.supervisor, client_id, "Another claim", key())
    with pytest.raises(RuleBroken, match="legal hold"):
        confirm_order(world.administrator, order.id, order.version)
    lift_hold(world.supervisor, second.id, "It was paid", second.version)
    order = confirm_order(world.administrator, order.id, order.version)
    set_hold(world.supervisor, client_id, "The third", key())  # between the confirmation and the worker
    carry_out(order.id)
    assert stored(order.id).state is OrderState.DROPPED
    assert is_there(client_id)
    assert [len(entries(act)) for act in (Act.HOLD_SET, Act.HOLD_LIFTED, Act.ERASURE_DROPPED)] == [3, 2, 1]


def test_a_request_that_is_withdrawn_between_stops_it(world, clock):
    order = asked(world.supervisor, world.client.id)
    clock.shift(timedelta(minutes=1))
    grant(world.client.id, world.supervisor.id, RequestDecision.WITHDRAWN)
    with pytest.raises(RuleBroken, match="no longer granted"):
        confirm_order(world.administrator, order.id, order.version)
    drop_order(world.supervisor, order.id, order.version)
    clock.shift(timedelta(minutes=1))
    order = confirmed(world.supervisor, world.administrator, world.client.id)
    drop_order(world.administrator, order.id, order.version)
    carry_out(order.id)
    assert is_there(world.client.id)
    assert len(entries(Act.ERASURE_DROPPED)) == 2


def test_a_hold_is_seen_on_the_file_by_those_in_charge_only(world, as_):
    browser = as_(world.supervisor)
    path = f"/clients/{world.client.id}/file"
    assert "legal hold" not in browser.see(path).words
    assert send(browser, f"/clients/{world.client.id}/holds", reason="A claim of May").status_code == 303
    assert "A legal hold keeps these records" in browser.see(path).words
    assert "legal hold" not in as_(world.mentor).see(path).words
    page = browser.see(f"/clients/{world.client.id}/holds")
    assert "A claim of May" in page.words
    (lift,) = [link for link in page.links if "/holds/" in link]
    send(browser, lift, reason="It was paid")
    assert "legal hold" not in browser.see(path).words


def test_the_second_person_proves_the_password_again(world, as_, clock):
    order = asked(world.supervisor, world.client.id)
    give_password(world.administrator)
    browser = as_(world.administrator)
    clock.shift(timedelta(minutes=10))
    shown = browser.see(f"/erasures/{order.id}")
    fields = {each: shown.field(each) for each in ("csrf_token", "version")}
    answer = browser.post(f"/erasures/{order.id}/confirmation", data=fields)
    assert "This needs your password once more." in answer.text
    assert answer.status_code == 200
    assert stored(order.id).state is OrderState.ASKED
