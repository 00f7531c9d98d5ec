"""A phone that is lost, another phone, and signing in with the password alone."""

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from caseapp.accounts.models import SignIn
from caseapp.accounts.second_step.models import Authenticator, RecoveryCode
from caseapp.accounts.users.actions import ask_for_new_phone
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.cli.users import users
from caseapp.db import db
from caseapp.errors import NotAllowed
from tests.accounts.conftest import give_password, is_inside, sign_in
from tests.accounts.joinings.asking import newest_joining, refusal_of
from tests.accounts.second_step.conftest import KEY, code_now, offered_key, with_phone

pytestmark = pytest.mark.usefixtures("required")


def keys_of(person):
    found = sa.select(Authenticator).where(Authenticator.user_id == person.id)
    return [row.key for row in db.session.scalars(found.execution_options(populate_existing=True))]


def sessions(person):
    return db.session.scalar(sa.select(sa.func.count()).select_from(SignIn).where(SignIn.user_id == person.id))


def test_a_lost_phone_is_replaced_by_the_word_of_two(world, owner, as_):
    with_phone(owner)
    phone = as_(owner)
    admin, boss = as_(world.administrator), as_(give_password(world.supervisor))
    answer = admin.send(f"/users/{owner.id}/new-phone", fresh=False, follow_redirects=True)
    assert answer.status_code == 400, "without the page's token"
    admin.see(f"/users/{owner.id}")
    admin.send(f"/users/{owner.id}/new-phone", fresh=False)
    assert keys_of(owner) == [KEY]
    assert is_inside(phone)
    boss.see("/board")
    boss.send(f"/joinings/{newest_joining().id}/confirmation", fresh=False)
    assert keys_of(owner) == []
    assert not is_inside(phone)
    (entry,) = db.session.scalars(sa.select(Entry).where(Entry.act == Act.SECOND_STEP_REMOVED))
    assert (entry.actor_id, entry.subject_id) == (world.supervisor.id, owner.id)


def test_neither_alone_replaces_it(world, owner, as_):
    with_phone(owner)
    admin = as_(world.administrator)
    give_password(world.supervisor)
    admin.see(f"/users/{owner.id}")
    admin.send(f"/users/{owner.id}/new-phone", fresh=False)
    admin.see(f"/users/{owner.id}")
    admin.send(f"/joinings/{newest_joining().id}/confirmation", fresh=False)
    assert keys_of(owner) == [KEY]
    with pytest.raises(NotAllowed):
        ask_for_new_phone(world.supervisor, owner)


def test_the_person_sets_up_a_new_phone_at_the_next_sign_in(world, owner, visitor, before_the_first_client):
    with_phone(owner)
    ask_for_new_phone(world.administrator, owner)
    sign_in(visitor, owner.username)
    assert visitor.get("/sign-in/code").location == "/sign-in/authenticator"


def test_an_administrator_is_let_in_on_the_host_alone(app, world):
    with_phone(world.administrator)
    sentence = refusal_of(lambda: ask_for_new_phone(world.administrator, world.administrator))
    assert "caseapp users new-phone" in sentence
    with app.app_context():
        done = CliRunner().invoke(users, ["new-phone", world.administrator.username])
        other = CliRunner().invoke(users, ["new-phone", world.mentor.username])
    assert done.exit_code == 0, done.output
    assert keys_of(world.administrator) == []
    assert other.exit_code == 1


def test_another_phone_ends_the_other_sessions_and_the_former_codes(owner, as_):
    with_phone(owner)
    here, elsewhere = as_(owner), as_(owner)
    here.see("/account/recovery-codes")
    here.send("/account/recovery-codes", fresh=False)
    assert len(here.page.words.split("-")) > 30
    here.see("/account/authenticator")
    key = offered_key(here)
    here.send("/account/authenticator", {"code": code_now(key)})
    assert keys_of(owner) == [key] != [KEY]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RecoveryCode)) == 0
    assert is_inside(here)
    assert not is_inside(elsewhere)
    assert sessions(owner) == 1


def test_a_wrong_code_changes_nothing(owner, as_):
    with_phone(owner)
    here = as_(owner)
    assert here.send("/account/authenticator", {"code": "123456"}).status_code == 200
    assert keys_of(owner) == [KEY]


def test_the_codes_are_shown_once(owner, as_):
    here = as_(with_phone(owner))
    here.see("/account/recovery-codes")
    here.send("/account/recovery-codes", fresh=False)
    assert here.page.html.count('<li><bdi dir="ltr">') == 10
    here.see("/account/recovery-codes")
    assert here.page.html.count('<li><bdi dir="ltr">') == 0
    assert "Recovery codes left: 10" in here.see("/account/second-step").words


def test_who_must_have_it_cannot_take_it_away(app, owner, as_):
    with_phone(owner)
    here = as_(owner)
    here.see("/account")
    assert here.send("/account/authenticator/removal", fresh=False).status_code == 404
    assert keys_of(owner) == [KEY]
    app.config["SECOND_STEP"] = "offered"
    here.see("/account")
    here.send("/account/authenticator/removal", fresh=False)
    assert keys_of(owner) == []
