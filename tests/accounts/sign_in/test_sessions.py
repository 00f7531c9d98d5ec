"""How a session begins, lasts and ends."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from filelock import FileLock

from caseapp.accounts.models import SignIn
from caseapp.accounts.rules import AddressForm
from caseapp.accounts.sign_in.actions import sign_out
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clock import now
from caseapp.db import db, writing
from tests.accounts.conftest import OTHER, PASSWORD, give_password, is_inside, sign_in


@pytest.fixture
def inside(owner, new_browser):
    """A browser in which the owner is signed in."""
    client = new_browser()
    sign_in(client, owner.username)
    return client


def cookies(answer):
    return {line.split("=", 1)[0]: line for line in answer.headers.getlist("Set-Cookie")}


def test_the_cookies_of_production_are_bound_to_host_and_tls(app, owner, new_browser):
    """Session, browser and visitor cookies are Secure, HttpOnly, SameSite=Lax and have no Domain."""
    app.config["COOKIES_ARE_SECURE"] = True
    client = new_browser()
    https = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/sign-in"}}
    page = client.get("/sign-in", base_url="https://localhost")
    visitors = cookies(page)["__Host-visitor"]
    form = {"username": owner.username, "password": PASSWORD, "csrf_token": client.page.field("csrf_token")}
    answer = client.post("/sign-in", data=form, **https)
    assert answer.status_code == 303
    made = cookies(answer)
    for line in (made["__Host-session"], made["__Host-browser"], visitors):
        parts = {part.strip().lower() for part in line.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= parts
        assert not any(part.startswith("domain") for part in parts)
    assert "max-age" not in made["__Host-session"].lower()
    assert client.get("/account", base_url="https://localhost").status_code == 200


def test_no_stored_value_equals_the_cookie(inside, engine):
    """The database cannot be used to forge a session."""
    secret = inside.get_cookie("session").value
    row = db.session.execute(sa.select(SignIn.__table__)).one()
    assert not any(secret.encode() in (value if isinstance(value, bytes) else str(value).encode()) for value in row)


def test_an_id_that_was_planted_is_dead_after_signing_in(owner, new_browser):
    """Signing in always makes a new session id."""
    client = new_browser()
    client.set_cookie("session", "planted-by-a-stranger-0123456789abcdefghij")
    sign_in(client, owner.username)
    mine = client.get_cookie("session").value
    assert mine != "planted-by-a-stranger-0123456789abcdefghij"
    stranger = new_browser()
    stranger.set_cookie("session", "planted-by-a-stranger-0123456789abcdefghij")
    assert not is_inside(stranger)


def test_the_token_of_a_visitor_does_not_work_inside(owner, new_browser):
    """Signing in makes earlier CSRF tokens worthless."""
    client = new_browser()
    client.see("/sign-in")
    token = client.page.field("csrf_token")
    client.send("/sign-in", {"username": owner.username, "password": PASSWORD}, fresh=False)
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 400
    assert is_inside(client)


def test_signing_out_ends_the_session_everywhere_and_clears_the_browser(inside, new_browser):
    """A stolen copy of the cookie is dead too."""
    thief = new_browser()
    thief.set_cookie("session", inside.get_cookie("session").value)
    assert is_inside(thief)
    inside.see("/account")
    answer = inside.send("/sign-out", fresh=False)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert inside.get_cookie("session") is None
    assert not is_inside(inside)
    assert not is_inside(thief)
    assert db.session.scalar(sa.select(sa.func.count(SignIn.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Entry.id)).where(Entry.act == Act.SIGNED_OUT)) == 1


def test_a_link_cannot_sign_anybody_out(inside):
    assert inside.get("/sign-out").status_code == 405
    assert is_inside(inside)


def test_an_idle_session_ends(inside, clock):
    clock.shift(timedelta(minutes=29))
    assert is_inside(inside)
    clock.shift(timedelta(minutes=29))
    assert is_inside(inside)
    clock.shift(timedelta(minutes=31))
    assert not is_inside(inside)


def test_a_session_ends_after_its_hours_even_when_it_is_used(inside, clock):
    for _ in range(25):
        clock.shift(timedelta(minutes=28))
        assert is_inside(inside)
    clock.shift(timedelta(minutes=28))
    assert not is_inside(inside)


def test_what_a_page_does_by_itself_does_not_keep_a_session_alive(inside, clock):
    for _ in range(5):
        clock.shift(timedelta(minutes=5))
        assert inside.get("/account", headers={"X-Background": "1"}).status_code == 200
    clock.shift(timedelta(minutes=6))
    assert not is_inside(inside)


def test_sessions_that_ran_out_are_removed_in_passing(owner, inside, new_browser, clock):
    clock.shift(timedelta(days=1))
    sign_in(new_browser(), owner.username)
    assert db.session.scalar(sa.select(sa.func.count(SignIn.id))) == 1


def test_another_password_ends_all_other_sessions(owner, inside, new_browser):
    elsewhere = new_browser("192.0.2.2")
    sign_in(elsewhere, owner.username)
    answer = inside.send("/account/password", {"present": PASSWORD, "new": OTHER, "again": OTHER})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert is_inside(inside)
    assert not is_inside(elsewhere)
    assert sign_in(new_browser("192.0.2.3"), owner.username, PASSWORD).status_code == 200
    assert sign_in(new_browser("192.0.2.4"), owner.username, OTHER).status_code == 303


@pytest.mark.parametrize(
    ("present", "new", "again", "sentence"),
    [
        (OTHER, "tame owl near plum fog", "tame owl near plum fog", "not your current password"),
        (PASSWORD, "tiny one", "tiny one", "at least 15 characters"),
        (PASSWORD, "x7" * 65, "x7" * 65, "at most 128"),
        (PASSWORD, "Maya Mentor mentor", "Maya Mentor mentor", "easy to guess"),
        (PASSWORD, "tame owl near plum fog", "tame owl near plum log", "do not match"),
    ],
)  # fmt: skip
def test_a_password_is_not_changed_where_something_is_wrong(owner, inside, present, new, again, sentence):
    """A refused password change leaves the old password and repeats none of the typed ones."""
    before = owner.password_hash
    assert inside.send("/account/password", {"present": present, "new": new, "again": again}).status_code == 200
    assert sentence in inside.page.words
    assert new not in inside.page.html
    db.session.refresh(owner)
    assert owner.password_hash == before


def test_the_present_password_cannot_be_guessed_in_an_open_session(inside):
    """Five wrong attempts, then a wait."""
    answers = []
    for _ in range(7):
        inside.see("/account/password")
        form = {"present": "a wrong one, surely", "new": OTHER, "again": OTHER}
        answers.append(inside.send("/account/password", form, fresh=False).status_code)
    assert answers == [200] * 5 + [429] * 2


def test_a_disabled_person_is_out_at_once(world, owner, inside, as_):
    admin = as_(world.administrator)
    admin.see(f"/users/{owner.id}")
    assert admin.send(f"/users/{owner.id}/disabling", fresh=False).status_code == 303
    assert not is_inside(inside)
    assert db.session.scalar(sa.select(sa.func.count(SignIn.id)).where(SignIn.user_id == owner.id)) == 0


def test_a_session_of_a_disabled_person_is_dead_even_where_its_row_was_left(owner, inside):
    with writing():
        owner.disabled_at = now()
    assert not is_inside(inside)


def test_one_sees_the_own_sessions_and_can_end_another(owner, inside, new_browser):
    elsewhere = new_browser("192.0.2.2")
    elsewhere.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (iPad; CPU OS 18_1) AppleWebKit/605.1 Version/18 Safari/604.1"
    )
    sign_in(elsewhere, owner.username)
    words = inside.see("/account").words
    assert "Safari, iPad" in words
    assert "This session" in words
    (end,) = [form["action"] for form in inside.page.forms if "/sessions/" in (form["action"] or "")]
    assert inside.send(end, fresh=False).status_code == 303
    assert not is_inside(elsewhere)
    assert is_inside(inside)


def test_a_session_of_somebody_else_looks_like_none(world, owner, inside, as_):
    other = as_(world.team_mate)
    other.see("/account")
    session_id = db.session.scalar(sa.select(SignIn.id).where(SignIn.user_id == owner.id))
    assert other.send(f"/account/sessions/{session_id}/end", fresh=False).status_code == 404
    assert is_inside(inside)


def test_the_administrator_can_end_the_sessions_of_anybody(world, owner, inside, as_):
    admin = as_(world.administrator)
    admin.see(f"/users/{owner.id}")
    assert admin.send(f"/users/{owner.id}/sessions/end", fresh=False).status_code == 303
    assert not is_inside(inside)


def test_language_and_form_of_address_are_kept(owner, inside):
    answer = inside.send("/account", {"language": "he", "address_form": "feminine"})
    assert answer.status_code == 303
    page = inside.see("/account")
    assert (page.lang, page.dir) == ("he", "rtl")
    db.session.refresh(owner)
    assert owner.address_form is AddressForm.FEMININE


def test_a_visitor_chooses_a_language_and_comes_back(app, visitor):
    answer = visitor.get("/language/en", headers={"Referer": "http://localhost/sign-in/lost-password"})
    assert (answer.status_code, answer.location) == (303, "/sign-in/lost-password")
    assert visitor.see("/sign-in").lang == "en"
    assert visitor.get("/language/he", headers={"Referer": "http://evil.example/account"}).location == "/sign-in"
    assert visitor.see("/sign-in").dir == "rtl"
    assert visitor.get("/language/xx").status_code == 404


def test_a_link_changes_no_setting_of_somebody_who_is_signed_in(owner, inside):
    assert inside.get("/language/he").location == "/account"
    db.session.refresh(owner)
    assert owner.language == "en"


def test_the_visitors_cookie_holds_little(app, owner, visitor):
    visitor.get("/account")
    visitor.get("/language/en")
    visitor.see("/sign-in")
    with visitor.session_transaction() as session:
        assert set(session) == {"csrf_token", "language", "next"}


def test_a_store_that_cannot_be_read_signs_nobody_out(app, inside):
    """Public pages still answer; pages of a person say that they cannot be shown now."""
    _rename("sign_ins", "gone")
    try:
        assert inside.get("/health").status_code == 200
        assert inside.get("/sign-in").status_code == 200
        assert inside.get("/nothing-here").status_code == 404
        assert inside.get("/account").status_code == 503
        assert inside.post("/account", data={"language": "he"}).status_code == 503
        assert inside.get_cookie("session") is not None
    finally:
        _rename("gone", "sign_ins")
    assert is_inside(inside)


def test_a_message_is_shown_once(owner, inside):
    inside.send("/account", {"language": "en", "address_form": "neutral"})
    assert "Saved." in inside.see("/account").words
    assert "Saved." not in inside.see("/account").words


def test_a_person_without_a_known_role_sees_only_the_door(app, world, new_browser):
    with writing():
        world.other_mentor.role = "x"
    give_password(world.other_mentor)
    client = new_browser()
    sign_in(client, "other")
    assert client.get("/account").status_code == 403


def _rename(old, new):
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(sa.text(f'ALTER TABLE "{old}" RENAME TO "{new}"'))


def test_a_password_that_cannot_be_compared_now_costs_no_try(app, inside):
    app.config["HASHING_WAIT"] = 0.01
    form = {"present": PASSWORD, "new": OTHER, "again": OTHER}
    with FileLock(app.config["DATA"] + "/hashing.lock"):
        for _ in range(6):
            inside.see("/account/password")
            assert inside.send("/account/password", form, fresh=False).status_code == 503
    assert inside.send("/account/password", form).status_code == 303


def test_nobody_signs_somebody_else_out(world, owner, inside):
    theirs = db.session.scalar(sa.select(SignIn.id).where(SignIn.user_id == owner.id))
    sign_out(world.team_mate, theirs)
    assert is_inside(inside)
    sign_out(owner, theirs)
    assert not is_inside(inside)
