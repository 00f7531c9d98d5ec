"""Who confirms that somebody comes to see clients, what the team is told, and what the trail keeps."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.accounts.joining_rules import Decision, JoiningKind, are_independent
from caseapp.accounts.joinings.actions import confirm, refuse
from caseapp.accounts.joinings.queries import confirmation_code, find_joining, team_joinings
from caseapp.accounts.models import Joining
from caseapp.accounts.password_actions import issue_link
from caseapp.accounts.rules import PersonState
from caseapp.accounts.users.actions import change_person, disable_person, enable_person
from caseapp.accounts.users.rules import PersonDraft
from caseapp.audit.models import Entry
from caseapp.cli.people import people
from caseapp.cli.users import users
from caseapp.db import db
from caseapp.errors import NotAllowed, NotVisible
from tests.accounts.conftest import PASSWORD, give_password, is_inside, sign_in
from tests.accounts.joinings.asking import DAY, NEW, invited, newest_joining, refusal_of, used_link
from tests.world import make_team, make_user

MONTH = timedelta(days=31)


@pytest.fixture
def dana(world):
    """A new supervisor of the team, who has chosen a password."""
    give_password(world.supervisor)
    return used_link(world.administrator, invited(world.administrator, Role.SUPERVISOR, world.team))


@pytest.fixture
def alone(world):
    """A new supervisor of a team that has none."""
    return used_link(world.administrator, invited(world.administrator, Role.SUPERVISOR, make_team("East")))


def acts():
    found = db.session.scalars(sa.select(Entry.act).where(Entry.subject == "users").order_by(Entry.id))
    return [str(act) for act in found]


def test_before_the_first_client_one_administrator_is_enough(app, new_browser):
    admin = make_user(Role.ADMINISTRATOR)
    team = make_team()
    mentor = used_link(admin, invited(admin, Role.MENTOR, team))
    assert mentor.state == PersonState.ACTIVE
    assert sign_in(new_browser(), "dana", NEW).status_code == 303
    change_person(admin, mentor, PersonDraft("Dana", Role.SUPERVISOR, team.id), mentor.version)
    assert mentor.role == Role.SUPERVISOR


def test_an_administrator_who_sees_no_clients_needs_nobody(world):
    give_password(world.administrator)
    other = used_link(world.administrator, invited(world.administrator, Role.ADMINISTRATOR, None))
    assert other.state == PersonState.ACTIVE
    disable_person(world.administrator, other)
    assert enable_person(world.administrator, other) is False


def test_fewer_clients_need_nobodys_word(world):
    """A supervisor who becomes a mentor of the same team, anybody who becomes an administrator, another name."""
    admin, person = world.administrator, world.supervisor
    assert not change_person(admin, person, PersonDraft("Ann", Role.SUPERVISOR, world.team.id), person.version)
    assert not change_person(admin, person, PersonDraft("Ann", Role.MENTOR, world.team.id), person.version)
    assert not change_person(admin, person, PersonDraft("Ann", Role.ADMINISTRATOR, None), person.version)
    assert (person.name, person.role) == ("Ann", Role.ADMINISTRATOR)


def test_a_supervisor_confirms_on_her_board_and_the_new_one_signs_in(world, dana, as_, new_browser):
    board = as_(world.supervisor)
    words = board.see("/board").words.replace(" :", ":")
    assert "Dana is to join North: Supervisor" in words
    answer = board.send(f"/joinings/{newest_joining().id}/confirmation", fresh=False)
    assert (answer.status_code, answer.location) == (303, "/")
    browser = new_browser()
    assert sign_in(browser, "dana", NEW).status_code == 303
    assert f"Dana has joined North: Supervisor Asked for by {world.administrator.name} , confirmed by" in (
        browser.see("/board").words.replace(" :", ":")
    )
    assert acts()[-4:] == ["joining_asked", "password_changed", "joining_confirmed", "signed_in"]


def test_the_team_is_told_before_and_afterwards(world, dana, as_):
    """Her mentors too, who cannot decide; another team is told nothing."""
    page = as_(world.mentor).see("/").words
    assert "Dana is to join North" in page
    assert "No client is shown until a second person confirms it." in page
    confirm(world.supervisor, newest_joining())
    assert "Dana has joined North" in as_(world.mentor).see("/").words
    for stranger in (world.other_supervisor, world.other_mentor):
        assert team_joinings(stranger) == []


def test_the_notice_ends_after_two_weeks(world, dana, clock):
    confirm(world.supervisor, newest_joining())
    assert len(team_joinings(world.mentor)) == 1
    clock.shift(timedelta(days=15))
    assert team_joinings(world.mentor) == []


def test_nothing_comes_of_what_is_refused(world, dana, new_browser):
    joining = newest_joining()
    refuse(world.supervisor, joining)
    assert (joining.decision, joining.password_hash) == (Decision.REFUSED, None)
    assert not sign_in_works(new_browser(), "dana", NEW)
    assert refusal_of(lambda: confirm(world.supervisor, joining)).startswith("This has already been decided")
    assert acts()[-2:] == ["joining_refused", "sign_in_failed"]


def sign_in_works(browser, username, password):
    return sign_in(browser, username, password).status_code == 303


def test_whose_account_it_is_can_object_but_not_confirm(world, owner, as_):
    """A link for somebody who works here: the old password goes on, and the person is told on the first page."""
    used_link(world.administrator, owner)
    browser = as_(owner)
    assert "Maya Mentor has chosen a new password by a one-time link" in browser.see("/").words
    joining = newest_joining()
    assert "Nobody confirms their own access" in refusal_of(lambda: confirm(owner, joining))
    browser.send(f"/joinings/{joining.id}/refusal", fresh=False)
    assert newest_joining().decision == Decision.REFUSED
    assert is_inside(browser)


def test_another_teams_supervisor_a_mentor_and_the_asker_confirm_nothing(world, dana):
    joining = newest_joining()
    for stranger in (world.other_supervisor, world.team_mate):
        with pytest.raises(NotVisible):
            find_joining(stranger, joining.id)
        with pytest.raises(NotAllowed):
            confirm(stranger, joining)
    assert "A supervisor of this team" in refusal_of(lambda: confirm(world.administrator, joining))
    other = make_user(Role.ADMINISTRATOR)
    assert "A supervisor of this team" in refusal_of(lambda: confirm(other, joining))


def test_without_a_supervisor_another_administrator_confirms(world, alone):
    assert "Another administrator" in refusal_of(lambda: confirm(world.administrator, newest_joining()))
    confirm(make_user(Role.ADMINISTRATOR), newest_joining())
    assert alone.state == PersonState.ACTIVE


def test_an_administrator_of_ones_own_making_is_no_second_person(world, clock):
    """Nor is one whose account was taken over, or invited by such a one; after 30 days they are."""
    first = world.administrator
    second = used_link(first, invited(first, Role.ADMINISTRATOR, None, "second"))
    third = used_link(second, invited(second, Role.ADMINISTRATOR, None, "third"))
    taken = used_link(first, make_user(Role.ADMINISTRATOR))
    raised = make_user("strange")
    change_person(first, raised, PersonDraft("Raised", Role.ADMINISTRATOR, None), raised.version)
    used_link(first, invited(first, Role.SUPERVISOR, make_team("East")))
    for other in (second, third, taken, raised):
        assert "Another administrator" in refusal_of(lambda other=other: confirm(other, newest_joining()))
    clock.shift(MONTH)
    confirm(third, newest_joining())
    assert newest_joining().decided_by_id == third.id


def test_whoever_let_in_the_same_mentor_stays_independent():
    one, other, mentor = (uuid7() for _ in range(3))
    assert are_independent(one, other, [(one, mentor), (other, mentor)])
    assert not are_independent(one, other, [(mentor, one), (mentor, other)])
    assert not are_independent(one, one, [])


def test_the_hosts_code_confirms_where_nobody_else_can(app, world, alone, as_):
    """It is shown on the host only, fits this one person once, and may be typed in any way."""
    shown = app.test_cli_runner().invoke(people, ["confirm", "dana"])
    code = confirmation_code(newest_joining())
    assert code in shown.output
    desk = as_(world.administrator)
    words = desk.see(f"/users/{alone.id}").words
    assert "East has no supervisor who could confirm it." in words
    assert code not in desk.page.html
    path = f"/joinings/{newest_joining().id}/confirmation"
    desk.send(path, {"code": "AAAA-BBBB-CCCC-DDDD"}, fresh=False)
    assert "This code does not fit" in desk.see(f"/users/{alone.id}").words
    desk.send(path, {"code": code.lower().replace("-", " ")}, fresh=False)
    db.session.refresh(alone)
    assert alone.state == PersonState.ACTIVE
    assert "second" in db.session.scalars(sa.select(Entry).where(Entry.act == "joining_confirmed")).one().detail


def test_the_host_is_told_where_nothing_waits(app):
    assert "Nothing about this person waits" in app.test_cli_runner().invoke(people, ["confirm", "dana"]).output


def test_the_team_is_told_whom_the_host_added(app, world, tmp_path, as_):
    secret = tmp_path / "password"
    secret.write_text("nine slow violet barges\n")
    secret.chmod(0o600)
    args = ["add", "ron", "--role", "mentor", "--team", "North", "--password-file", str(secret)]
    assert app.test_cli_runner().invoke(users, args).exit_code == 0
    words = as_(world.supervisor).see("/board").words.replace(" :", ":")
    assert "ron has joined North: Mentor Added on the server" in words


def test_a_disabled_person_or_another_link_leaves_nothing_to_confirm(world, dana):
    first = newest_joining()
    used_link(world.administrator, dana)
    second = newest_joining()
    assert refusal_of(lambda: confirm(world.supervisor, first))
    disable_person(world.administrator, dana)
    assert refusal_of(lambda: confirm(world.supervisor, second))
    assert set(db.session.scalars(sa.select(Joining.password_hash))) == {None}


@pytest.mark.parametrize("is_new", [True, False], ids=["an invitation", "a reset"])
def test_a_password_that_waits_is_dead_with_the_next_link(world, owner, is_new):
    """Whoever took the first link does not come in by the word that is said for the second one."""
    person = invited(world.administrator, Role.MENTOR, world.team) if is_new else owner
    before = used_link(world.administrator, person).password_hash
    issue_link(world.administrator, person, DAY)
    joining = newest_joining()
    assert (joining.decision, joining.password_hash) == (Decision.REPLACED, None)
    assert "already been decided" in refusal_of(lambda: confirm(world.supervisor, joining))
    assert person.password_hash == before


def test_another_password_of_ones_own_ends_a_strangers_wait(world, owner, as_):
    used_link(world.administrator, owner)
    browser = as_(owner)
    browser.send("/account/password", {"present": PASSWORD, "new": NEW + "!", "again": NEW + "!"})
    assert newest_joining().decision == Decision.REPLACED


def test_the_administrator_reads_for_whom_it_waits_and_takes_it_back(world, dana, as_):
    desk = as_(world.administrator)
    assert "Waits for confirmation" in desk.see("/users").words
    assert "Waits for a supervisor of North to confirm." in desk.see(f"/users/{dana.id}").words
    desk.send(f"/joinings/{newest_joining().id}/refusal", fresh=False)
    assert newest_joining().decision == Decision.REFUSED
    assert "Waits for" not in desk.see(f"/users/{dana.id}").words


def test_a_confirmed_role_meets_what_else_waits(world, dana):
    """The password that waits is confirmed by the team to which the person will belong."""
    change_person(world.administrator, dana, PersonDraft("Dana", Role.MENTOR, world.other_team.id), dana.version)
    confirm(world.other_supervisor, newest_joining())
    waiting = db.session.scalars(sa.select(Joining).where(Joining.decision.is_(None))).one()
    assert (waiting.kind, waiting.team_id, waiting.role) == (JoiningKind.INVITATION, world.other_team.id, Role.MENTOR)


def test_the_last_administrator_stays_one_when_it_is_confirmed(world):
    other = make_user(Role.ADMINISTRATOR)
    give_password(other)
    give_password(world.administrator)
    draft = PersonDraft("Orly", Role.MENTOR, world.team.id)
    change_person(other, world.administrator, draft, world.administrator.version)
    disable_person(world.administrator, other)
    assert "only administrator" in refusal_of(lambda: confirm(world.supervisor, newest_joining()))


def test_an_unused_link_shows_nobody_to_confirm(world):
    issue_link(world.administrator, world.mentor, DAY)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Joining)) == 0
