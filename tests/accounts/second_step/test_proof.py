"""What needs the password once more, and that nothing sent is lost over it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.accounts.models import Link, SignIn, User
from caseapp.accounts.second_step.queries import mentors_need_it
from caseapp.accounts.sign_in.sessions import cookie_name
from caseapp.db import db
from tests.accounts.conftest import OTHER, PASSWORD, give_password

NEED_PROOF = {
    "accounts.change_authenticator",
    "accounts.drop_passkey",
    "accounts.new_passkey",
    "accounts.confirm_joining",
    "accounts.edit_deputy",
    "accounts.enable_user",
    "accounts.invite_user",
    "accounts.issue_user_link",
    "accounts.let_in_anew",
    "accounts.new_deputy",
    "accounts.remove_authenticator",
    "accounts.show_recovery_codes",
    "accounts.show_user",
    "batches.confirm_batch",
    "batches.fetch",
    "batches.new_batch",
    "emergencies.open_file",
    "exports.new_export",
    "organisation.show_details",
    "oversight.make_file",
    "privacy.confirm_due",
    "privacy.confirm_erasure",
    "privacy.fetch_whole_file",
    "privacy.list_due",
    "privacy.show_clients_erasure",
    "privacy.show_whole_file",
    "supervision.disable_user",
}
STALE = timedelta(minutes=10)


@pytest.fixture
def admin(world, as_):
    give_password(world.administrator)
    return as_(world.administrator)


def links():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Link))


def test_these_acts_need_it_and_no_others(app):
    found = {name for name, view in app.view_functions.items() if hasattr(view, "needs_fresh_proof")}
    assert found == NEED_PROOF


def test_a_fresh_session_is_not_asked(world, admin, clock):
    clock.shift(STALE - timedelta(seconds=1))
    admin.send(f"/users/{world.mentor.id}", {"name": "Noa", "role": "mentor", "team": str(world.team.id)})
    assert db.session.get(User, world.mentor.id, populate_existing=True).name == "Noa"


def test_a_session_left_open_is_asked_and_then_does_what_was_sent(app, world, admin, clock):
    clock.shift(STALE)
    sent = {"name": "Noa <b>", "role": "mentor", "team": str(world.team.id)}
    answer = admin.send(f"/users/{world.mentor.id}", sent)
    assert answer.status_code == 200
    assert "This needs your password once more." in admin.page.words
    assert db.session.get(User, world.mentor.id, populate_existing=True).name == world.mentor.name != "Noa <b>"
    (form,) = [form for form in admin.page.forms if "proof" in form["fields"]]
    assert form["action"].rstrip("?") == f"/users/{world.mentor.id}"
    before = admin.get_cookie(cookie_name(app)).value
    again = admin.post(form["action"], data={**form["fields"], "proof": PASSWORD})
    assert again.status_code == 303
    assert db.session.get(User, world.mentor.id, populate_existing=True).name == "Noa <b>"
    after = admin.get_cookie(cookie_name(app)).value
    assert after != before
    admin.set_cookie(cookie_name(app), before)
    assert admin.get("/account").status_code == 303, "the former session id is dead"


def test_mentors_are_not_spared_the_second_step_from_a_session_left_open(admin, clock):
    page = admin.see("/organisation")
    (details,) = [form["fields"] for form in page.forms if "second_step_for_mentors" in form["fields"]]
    sent = {name: value for name, value in details.items() if name != "second_step_for_mentors" and value}
    clock.shift(STALE)
    admin.post("/organisation", data={**sent, "name": "House"})
    assert mentors_need_it()
    token = {"csrf_token": admin.see("/account").field("csrf_token"), "proof": PASSWORD}
    assert admin.post("/organisation", data={**sent, "name": "House", **token}).status_code == 303
    assert not mentors_need_it()


def test_after_the_proof_there_are_ten_minutes(world, admin, clock):
    clock.shift(STALE)
    admin.send(f"/users/{world.mentor.id}/link", fresh=False)
    token = admin.see("/account").field("csrf_token")
    assert (
        admin.post(f"/users/{world.mentor.id}/link", data={"csrf_token": token, "proof": PASSWORD}).status_code == 200
    )
    assert links() == 1
    clock.shift(STALE - timedelta(seconds=1))
    token = admin.see("/account").field("csrf_token")
    admin.post(f"/users/{world.team_mate.id}/link", data={"csrf_token": token})
    assert links() == 2


@pytest.mark.parametrize("proof", ["", OTHER, "x" * 100_000])
def test_another_password_does_nothing(world, admin, clock, proof):
    clock.shift(STALE)
    token = admin.see("/account").field("csrf_token")
    answer = admin.post(f"/users/{world.mentor.id}/link", data={"csrf_token": token, "proof": proof})
    assert answer.status_code == 200
    assert links() == 0
    assert "one-time-link" not in admin.page.html


def test_guessing_it_is_stopped(world, admin, clock):
    clock.shift(STALE)
    token = admin.see("/account").field("csrf_token")
    answers = [
        admin.post(f"/users/{world.mentor.id}/link", data={"csrf_token": token, "proof": OTHER}).status_code
        for _ in range(7)
    ]
    assert answers == [200] * 5 + [429] * 2
    assert links() == 0


def test_the_proof_of_one_session_is_none_of_another(world, admin, as_, clock):
    other = as_(world.administrator)
    clock.shift(STALE)
    token = admin.see("/account").field("csrf_token")
    admin.post(f"/users/{world.mentor.id}/link", data={"csrf_token": token, "proof": PASSWORD})
    token = other.see("/account").field("csrf_token")
    other.post(f"/users/{world.mentor.id}/link", data={"csrf_token": token})
    assert links() == 1
    assert len(set(db.session.scalars(sa.select(SignIn.proved_at)))) == 2
