"""The administrator keeps people and teams; everybody else does not."""

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.accounts.models import Team, User
from caseapp.accounts.queries import (
    find_person,
    find_team,
    find_user_by_name,
    list_mentors,
    list_people,
    list_teams,
    sessions_of,
    team_names,
)
from caseapp.accounts.users.actions import change_person, disable_person, enable_person
from caseapp.accounts.users.rules import PersonDraft
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.db import db
from caseapp.errors import NotAllowed, NotVisible, RuleBroken
from tests.accounts.conftest import give_password, is_inside, sign_in
from tests.world import make_user

pytestmark = pytest.mark.usefixtures("before_the_first_client")


@pytest.fixture
def admin(world, as_):
    give_password(world.administrator)
    return as_(world.administrator)


def person_form(person, **changes):
    return {"name": person.name, "role": person.role, "team": str(person.team_id or ""), **changes}


def last_entry(act):
    return db.session.scalars(sa.select(Entry).where(Entry.act == act).order_by(Entry.seq.desc())).first()


def test_the_list_tells_role_team_state_and_last_sign_in(world, admin, owner, new_browser):
    sign_in(new_browser(), owner.username)
    disable_person(world.administrator, world.former_mentor)
    words = admin.see("/users").words
    assert "Maya Mentor Mentor · North · mentor Last sign-in: 22.11.2026, 10:00 Active" in words
    assert "Has not signed in yet Invited" in words
    assert "Disabled" in words


def test_only_the_administrator_keeps_users(world, as_):
    for person in (world.mentor, world.supervisor):
        browser = as_(person)
        browser.see("/account")
        for path in ("/users", "/users/new", f"/users/{world.team_mate.id}", "/teams", f"/teams/{world.team.id}"):
            assert browser.get(path).status_code == 403
        for path in ("link", "disabling", "enabling", "sessions/end"):
            token = {"csrf_token": as_token(browser)}
            assert browser.post(f"/users/{world.team_mate.id}/{path}", data=token).status_code == 403


def as_token(browser):
    browser.see("/account")
    return browser.page.field("csrf_token")


def test_the_acts_themselves_refuse_everybody_else(world):
    """Called directly, without a page, the actions and queries still refuse."""
    for act in (disable_person, enable_person):
        with pytest.raises(NotAllowed):
            act(world.supervisor, world.team_mate)
    with pytest.raises(NotAllowed):
        change_person(world.mentor, world.mentor, PersonDraft("x", Role.ADMINISTRATOR, None), 1)
    with pytest.raises(NotAllowed):
        list_people(world.supervisor)
    with pytest.raises(NotAllowed):
        sessions_of(world.supervisor, world.mentor.id)
    with pytest.raises(NotVisible):
        find_person(world.supervisor, world.mentor.id)
    with pytest.raises(NotVisible):
        find_team(world.supervisor, world.team.id)


def test_a_person_gets_another_name_role_and_team(world, admin):
    changes = person_form(world.mentor, name="Maya Cohen", role="supervisor", team=str(world.other_team.id))
    answer = admin.send(f"/users/{world.mentor.id}", changes)
    assert (answer.status_code, answer.location) == (303, f"/users/{world.mentor.id}")
    db.session.refresh(world.mentor)
    assert (world.mentor.name, world.mentor.role, world.mentor.team_id) == (
        "Maya Cohen",
        "supervisor",
        world.other_team.id,
    )
    entry = last_entry(Act.USER_CHANGED)
    assert entry.actor_id == world.administrator.id
    assert "Maya" not in entry.detail


def test_nothing_but_the_fields_of_the_form_is_taken(world, admin):
    forbidden = {"username": "x1", "password_hash": "x", "disabled_at": "2026-01-01", "id": "1", "language": "en"}
    before = (world.mentor.username, world.mentor.password_hash, world.mentor.disabled_at, world.mentor.id)
    assert (
        admin.send(f"/users/{world.mentor.id}", person_form(world.mentor, name="New", **forbidden)).status_code == 303
    )
    db.session.refresh(world.mentor)
    assert (world.mentor.username, world.mentor.password_hash, world.mentor.disabled_at, world.mentor.id) == before


def test_another_role_ends_the_sessions_of_the_person(world, owner, admin, new_browser):
    client = new_browser()
    sign_in(client, owner.username)
    admin.send(f"/users/{owner.id}", person_form(owner, name="Same role"))
    assert is_inside(client)
    admin.send(f"/users/{owner.id}", person_form(owner, role="supervisor"))
    assert not is_inside(client)


def test_two_administrators_see_both_texts(world, admin):
    """An edit made from an outdated page is not saved; both texts are shown."""
    admin.see(f"/users/{world.mentor.id}")
    form = {name: admin.page.field(name) for name in ("csrf_token", "version")}
    admin.send(f"/users/{world.mentor.id}", person_form(world.mentor, name="First name"))
    answer = admin.post(f"/users/{world.mentor.id}", data={**form, **person_form(world.mentor, name="Second name")})
    assert answer.status_code == 409
    assert "First name" in admin.page.words
    assert "Second name" in admin.page.html
    newest = {name: admin.page.field(name) for name in ("csrf_token", "version")}
    again = admin.post(f"/users/{world.mentor.id}", data={**newest, **person_form(world.mentor, name="Second name")})
    assert again.status_code == 303
    db.session.refresh(world.mentor)
    assert world.mentor.name == "Second name"


def test_mentors_and_supervisors_belong_to_a_team(world, admin):
    for role in ("mentor", "supervisor"):
        assert admin.send(f"/users/{world.mentor.id}", person_form(world.mentor, role=role, team="")).status_code == 200
        assert "belong to a team" in admin.page.words
    assert admin.send(f"/users/{world.mentor.id}", person_form(world.mentor, team="not-a-team")).status_code == 200


def test_a_username_is_given_once_and_follows_its_rule(world, admin):
    form = {"name": "Noa", "role": "mentor", "team": str(world.team.id), "language": "en", "address_form": "neutral"}
    admin.send("/users/new", {**form, "username": "MENTOR"})
    assert "This username is already taken." in admin.page.words
    admin.send("/users/new", {**form, "username": "נועה"})
    assert "lower-case Latin letters" in admin.page.words
    assert "Noa" in admin.page.html
    assert db.session.scalar(sa.select(sa.func.count(User.id)).where(User.name == "Noa")) == 0


def test_nobody_disables_the_own_account(world, admin):
    admin.see(f"/users/{world.administrator.id}")
    admin.send(f"/users/{world.administrator.id}/disabling", fresh=False)
    assert "Another administrator can." in admin.see("/users").words
    db.session.refresh(world.administrator)
    assert world.administrator.is_active


def test_the_last_administrator_stays_one(world, admin):
    give_password(make_user(Role.ADMINISTRATOR, username="gone"))
    gone = find_user_by_name("gone")
    disable_person(world.administrator, gone)
    make_user(Role.ADMINISTRATOR, username="invited-only")
    path = f"/users/{world.administrator.id}"
    assert admin.send(path, person_form(world.administrator, role="mentor", team=str(world.team.id))).status_code == 200
    assert "only administrator" in admin.page.words
    with pytest.raises(RuleBroken):
        disable_person(None, world.administrator)
    enable_person(world.administrator, gone)
    assert admin.send(path, person_form(world.administrator, role="mentor", team=str(world.team.id))).status_code == 303


def test_a_disabled_person_comes_back_with_the_same_password(world, owner, admin, new_browser):
    for path, status in (("disabling", 200), ("enabling", 303)):
        admin.see(f"/users/{owner.id}")
        assert admin.send(f"/users/{owner.id}/{path}", fresh=False).status_code == 303
        assert sign_in(new_browser(f"192.0.2.{status - 199}"), owner.username).status_code == status
    assert last_entry(Act.USER_DISABLED).subject_id == owner.id
    assert last_entry(Act.USER_ENABLED).subject_id == owner.id


def test_teams_are_added_once_and_renamed(world, admin):
    admin.see("/teams")
    form = {name: admin.page.field(name) for name in ("csrf_token", "record_id")}
    for _ in range(2):
        assert admin.post("/teams", data={**form, "name": "West"}).status_code == 303
    west = db.session.scalars(sa.select(Team).where(Team.name == "West")).one()
    assert admin.send(f"/teams/{west.id}", {"name": "Coast"}).status_code == 303
    assert "Coast" in admin.see("/teams").words
    assert admin.send("/teams", {"name": "coast"}).status_code == 200
    assert "team with this name" in admin.page.words
    assert last_entry(Act.TEAM_ADDED).subject_id == last_entry(Act.TEAM_CHANGED).subject_id == west.id


def test_two_names_for_a_team_are_both_shown(world, admin):
    """An edit made from an outdated page is not saved; both names are shown."""
    path = f"/teams/{world.team.id}"
    admin.see(path)
    form = {name: admin.page.field(name) for name in ("csrf_token", "version")}
    admin.send(path, {"name": "Galilee"})
    assert admin.post(path, data={**form, "name": "Carmel"}).status_code == 409
    assert "Galilee" in admin.page.words
    assert "Carmel" in admin.page.html


def test_mentors_are_offered_within_the_own_reach(world):
    """Choices in forms are limited to the viewer's own team."""
    disable_person(world.administrator, world.former_mentor)

    def names(viewer):
        return {row.id for row in list_mentors(viewer)}

    assert names(world.supervisor) == {world.mentor.id, world.team_mate.id}
    assert names(world.other_supervisor) == {world.other_mentor.id}
    assert names(world.mentor) == {world.mentor.id}
    assert names(world.administrator) == {world.mentor.id, world.team_mate.id, world.other_mentor.id}
    assert set(team_names(world.supervisor)) == {world.team.id}
    assert [(row.name, row.people) for row in list_teams(world.supervisor)] == [("North", 3)]
    assert len(list_teams(world.administrator)) == 2


def test_a_command_finds_only_active_people(world):
    assert find_user_by_name("mentor").id == world.mentor.id
    disable_person(world.administrator, world.mentor)
    for name in ("mentor", "nobody"):
        with pytest.raises(RuleBroken):
            find_user_by_name(name)


def test_the_list_needs_few_statements_however_many_people_there_are(world, admin):
    """M: session, list; no statement for each row."""
    statements = []

    def listen(connection, cursor, statement, *rest):
        statements.append(statement.split()[0])

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    for _ in range(2):
        statements.clear()
        admin.see("/users")
        counted = sum(word in ("SELECT", "INSERT", "UPDATE", "DELETE") for word in statements)
        assert counted == 2
        for _ in range(5):
            make_user(Role.MENTOR, world.team)
    sa.event.remove(db.engine, "before_cursor_execute", listen)
