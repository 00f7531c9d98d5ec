"""From the first client on, an administrator alone gains no sight of clients, whichever way is tried."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.accounts.deputies.actions import end_deputyship, set_deputy
from caseapp.accounts.deputies.queries import find_deputyship
from caseapp.accounts.deputies.rules import DeputyDraft
from caseapp.accounts.joinings.actions import confirm
from caseapp.accounts.joinings.queries import confirmation_code
from caseapp.accounts.models import User
from caseapp.accounts.users.actions import change_person, enable_person
from caseapp.accounts.users.rules import PersonDraft
from caseapp.clients.queries import find_client
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.errors import NotVisible
from tests.accounts.conftest import give_password, is_inside, sign_in
from tests.accounts.joinings.asking import NEW, fresh_key, invited, newest_joining, used_link
from tests.world import amend, deputise, make_user


def sight(world):
    """Everybody who can sign in and sees a client, with the password that opens it."""
    db.session.expire_all()
    people = sa.select(User).where(User.disabled_at.is_(None), User.password_hash.is_not(None))
    clients = (world.client.id, world.team_mates_client.id, world.other_client.id)
    return {
        (person.username, person.password_hash, client_id)
        for person in db.session.scalars(people).unique()
        for client_id in clients
        if may_see(person, client_id)
    }


def may_see(person, client_id):
    try:
        return find_client(person, client_id) is not None
    except NotVisible:
        return False


def change(by, person, role, team):
    change_person(by, person, PersonDraft(person.name, role, team.id), person.version)


def reset_of_a_supervisor(world, admin):
    used_link(admin, world.supervisor)


def reset_of_a_mentor(world, admin):
    used_link(admin, world.mentor)


def invented_supervisor(world, admin):
    used_link(admin, invited(admin, Role.SUPERVISOR, world.team))


def invented_administrator_becomes_supervisor(world, admin):
    change(admin, used_link(admin, invited(admin, Role.ADMINISTRATOR, None)), Role.SUPERVISOR, world.team)


def own_account_becomes_supervisor(world, admin):
    change(used_link(admin, invited(admin, Role.ADMINISTRATOR, None)), admin, Role.SUPERVISOR, world.team)


def mentor_becomes_supervisor(world, admin):
    change(admin, world.other_mentor, Role.SUPERVISOR, world.team)


def supervisor_of_another_team(world, admin):
    change(admin, world.other_supervisor, Role.SUPERVISOR, world.team)


def disabled_supervisor_comes_back(world, admin):
    gone = give_password(make_user(Role.SUPERVISOR, world.team))
    enable_person(admin, amend(gone, disabled_at=now()))


def deputy(world, admin):
    set_deputy(admin, world.team.id, DeputyDraft(world.other_mentor.id, today(), None), fresh_key())


def longer_deputyship(world, admin):
    row = deputise(world.other_mentor, world.team, until=today() - timedelta(days=1))
    amend(row, starts_on=today() + timedelta(days=1), ends_on=today() + timedelta(days=1))
    row = find_deputyship(admin, world.team.id, row.id)
    end_deputyship(admin, row, today() + timedelta(days=90), row.version)


WAYS = [
    reset_of_a_supervisor,
    reset_of_a_mentor,
    invented_supervisor,
    invented_administrator_becomes_supervisor,
    own_account_becomes_supervisor,
    mentor_becomes_supervisor,
    supervisor_of_another_team,
    disabled_supervisor_comes_back,
    deputy,
    longer_deputyship,
]


@pytest.fixture
def admin(world):
    for person in (world.administrator, world.supervisor, world.mentor, world.other_supervisor, world.other_mentor):
        give_password(person)
    return world.administrator


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nobody_gains_sight_by_one_persons_word(world, admin, way, clock):
    """A second person's word gives it."""
    before = sight(world)
    way(world, admin)
    assert sight(world) == before
    clock.shift(timedelta(days=2))
    assert sight(world) == before
    joining = newest_joining()
    if way is reset_of_a_supervisor:
        confirm(admin, joining, confirmation_code(joining))
    else:
        confirm(world.supervisor, joining)
    assert sight(world) - before


def test_two_posts_of_the_administrator_read_no_note(world, admin, as_, new_browser):
    """A link for the supervisor, and its use: the words of the page and the old password stay as they were."""
    desk = as_(admin)
    desk.see(f"/users/{world.supervisor.id}")
    desk.send(f"/users/{world.supervisor.id}/link", fresh=False)
    thief = new_browser()
    answer = thief.send(
        "/welcome", {"code": re.search(r"/welcome#([\w-]+)", desk.page.html)[1], "new": NEW, "again": NEW}
    )
    assert answer.status_code == 200
    assert "A second person has to confirm that it was you." in thief.page.words
    assert not is_inside(thief)
    assert thief.get(f"/clients/{world.client.id}").status_code in (302, 303)
    assert sign_in(new_browser("192.0.2.7"), world.supervisor.username, NEW).status_code == 200
    own = new_browser("192.0.2.8")
    assert sign_in(own, world.supervisor.username).status_code == 303
    assert f"{world.supervisor.name} has chosen a new password by a one-time link" in own.see("/board").words
