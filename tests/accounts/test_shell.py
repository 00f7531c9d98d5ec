"""People from the shell: the only way to the first one."""

import json

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.accounts.models import Team, User
from caseapp.audit.models import Entry
from caseapp.cli.users import users
from caseapp.db import db
from tests.accounts.conftest import PASSWORD, give_password, is_inside, sign_in
from tests.world import make_user


@pytest.fixture
def run(app):
    """Run `caseapp users …`; what it printed, and whether it went well."""

    def command(*words, typed=None):
        outcome = app.test_cli_runner().invoke(users, list(words), input=typed)
        db.session.rollback()
        return outcome

    return command


@pytest.fixture
def password_file(tmp_path):
    path = tmp_path / "password"
    path.write_text(PASSWORD + "\nnot this line\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def test_a_person_is_added_with_a_password_file_and_signs_in(run, new_browser, password_file):
    """The first account is made on the server's command line, and the trail records it."""
    outcome = run(
        "add",
        "Maya",
        "--role",
        "mentor",
        "--team",
        "North",
        "--name",
        "מאיה כהן",
        "--password-file",
        str(password_file),
    )
    assert (outcome.exit_code, outcome.output) == (0, "maya can sign in as mentor.\n")
    client = new_browser()
    assert sign_in(client, "maya").status_code == 303
    assert is_inside(client)
    person = db.session.scalars(sa.select(User)).one()
    assert (person.name, person.role, person.team_id) == (
        "מאיה כהן",
        "mentor",
        db.session.scalars(sa.select(Team.id)).one(),
    )
    (entry,) = db.session.scalars(sa.select(Entry).where(Entry.act == "user_added"))
    assert (entry.actor_id, json.loads(entry.detail)) == (None, {"role": "mentor", "via": "shell"})


def test_the_password_is_asked_for_twice_and_never_shown(run, new_browser):
    outcome = run("add", "boss", "--role", "administrator", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert outcome.exit_code == 0
    assert PASSWORD not in outcome.output
    assert sign_in(new_browser(), "boss").status_code == 303


def test_a_team_that_exists_is_joined(run, password_file):
    for name in ("one", "two"):
        assert (
            run("add", name, "--role", "mentor", "--team", "North", "--password-file", str(password_file)).exit_code
            == 0
        )
    assert db.session.scalar(sa.select(sa.func.count(Team.id))) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["add", "a b", "--role", "mentor", "--team", "North"], "lower-case Latin letters"),
        (["add", "mentor", "--role", "mentor", "--team", "North"], "This username is already taken."),
        (["add", "maya", "--role", "mentor"], "belong to a team"),
        (["add", "maya", "--role", "king", "--team", "North"], "'king' is not one of"),
        (["disable", "nobody"], "no active account with the username nobody"),
        (["disable", "admin"], "only administrator"),
    ],
)
def test_what_does_not_go_is_said_in_a_sentence(world, run, password_file, words, sentence):
    give_password(world.administrator)
    people = db.session.scalar(sa.select(sa.func.count(User.id)))
    teams = db.session.scalar(sa.select(sa.func.count(Team.id)))
    outcome = run(*words, *(["--password-file", str(password_file)] if words[0] == "add" else []))
    assert outcome.exit_code != 0
    assert sentence in outcome.output
    assert "Traceback" not in outcome.output
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == people
    assert db.session.scalar(sa.select(sa.func.count(Team.id))) == teams


def test_the_rules_of_passwords_hold_in_the_shell_too(run, password_file):
    for weak in ("short", "maya maya maya maya", "x7q" * 43):
        password_file.write_text(weak)
        outcome = run("add", "maya", "--role", "mentor", "--team", "New", "--password-file", str(password_file))
        assert outcome.exit_code != 0
        assert "assword" in outcome.output
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Team.id))) == 0


def test_a_password_file_that_others_can_read_is_refused(run, password_file):
    password_file.chmod(0o640)
    outcome = run("add", "maya", "--role", "mentor", "--team", "North", "--password-file", str(password_file))
    assert outcome.exit_code != 0
    assert "can be read by others" in outcome.output
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == 0


def test_somebody_is_disabled_from_the_shell_and_out_at_once(owner, run, new_browser):
    client = new_browser()
    sign_in(client, owner.username)
    assert run("disable", owner.username).exit_code == 0
    assert not is_inside(client)
    (entry,) = db.session.scalars(sa.select(Entry).where(Entry.act == "user_disabled"))
    assert (entry.actor_id, json.loads(entry.detail)) == (None, {"via": "shell"})


def test_the_list_names_everybody(world, owner, run, new_browser):
    sign_in(new_browser(), owner.username)
    make_user(Role.ADMINISTRATOR, username="second")
    lines = run("list").output.splitlines()
    assert "mentor\tMaya Mentor\tmentor\tNorth\tactive\t22.11.2026, 10:00" in lines
    assert any(
        line.startswith("second\t") and line.endswith("administrator\t-\tinvited\tnever signed in") for line in lines
    )
    assert len(lines) == db.session.scalar(sa.select(sa.func.count(User.id)))
