"""Guessing is slow for the guesser and for nobody else."""

import threading
from contextlib import nullcontext
from datetime import timedelta

import pytest
import sqlalchemy as sa
from filelock import FileLock
from flask.testing import FlaskClient

from caseapp.accounts import password_hashing
from caseapp.accounts.models import SignIn, Throttle
from caseapp.accounts.password_actions import issue_link, use_link
from caseapp.accounts.password_hashing import PLACES
from caseapp.accounts.rules import BROWSER_KNOWN_FOR, LinkPassword
from caseapp.accounts.throttle_rules import ACCOUNT, ACCOUNT_AND_ADDRESS, ADDRESS, OVERALL
from caseapp.accounts.throttling import AttemptCount, give_back, reserve
from caseapp.cli.serving.server import THREADS
from caseapp.db import db, writing
from tests.accounts.conftest import OTHER, PASSWORD, is_inside, sign_in


def guess(browser, username, password=OTHER, token=None):
    """One guess."""
    token = token or browser.see("/sign-in").field("csrf_token")
    form = {"username": username, "password": password, "csrf_token": token}
    with browser.application.app_context():
        return FlaskClient.open(browser, "/sign-in", method="POST", data=form)


def storm(browser, username, times):
    """So many guesses; how many of them were verified, and the last answer."""
    token = browser.see("/sign-in").field("csrf_token")
    answers = [guess(browser, username, token=token) for _ in range(times)]
    db.session.rollback()
    return sum(answer.status_code == 200 for answer in answers), answers[-1]


def test_after_five_failures_the_guesser_waits_longer_and_longer(owner, new_browser, clock):
    thief = new_browser("203.0.113.9")
    assert storm(thief, owner.username, 8)[0] == 5
    answer = storm(thief, owner.username, 1)[1]
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")
    clock.shift(timedelta(minutes=5))
    assert storm(thief, owner.username, 3)[0] == 1
    assert storm(thief, owner.username, 1)[1].headers["Retry-After"] == "600"


def test_a_thousand_guesses_from_elsewhere_do_not_lock_the_owner_out(owner, new_browser):
    """Of a thousand guesses from one address only five reach the password check."""
    known = new_browser("192.0.2.1")
    sign_in(known, owner.username)
    thief = new_browser("203.0.113.9")
    assert storm(thief, owner.username, 1000)[0] == 5
    assert sign_in(thief, owner.username, PASSWORD).status_code == 429
    assert sign_in(new_browser("192.0.2.7"), owner.username).status_code == 303
    known.delete_cookie("session")
    assert sign_in(known, owner.username).status_code == 303


def guess_everywhere(new_browser, spellings, times):
    """So many guesses, each from an address of its own; how many were verified, and the last answer."""
    answers = []
    for number in range(times):
        thief = new_browser(f"198.51.{number // 250}.{number % 250 + 1}")
        answers.append(guess(thief, spellings[number % len(spellings)]))
    db.session.rollback()
    return sum(answer.status_code == 200 for answer in answers), answers[-1]


def spelled(username):
    """The username as somebody types it who hopes to be counted anew."""
    wide = "".join(chr(ord(letter) + 0xFEE0) if "a" <= letter <= "z" else letter for letter in username)
    return [username, f" {username} ", username.upper(), wide, wide.upper()]


def test_another_spelling_of_the_same_username_gives_no_further_try(owner, new_browser):
    thief = new_browser("203.0.113.9")
    token = thief.see("/sign-in").field("csrf_token")
    answers = [guess(thief, spelling, token=token).status_code for spelling in spelled(owner.username) * 3]
    assert answers.count(200) == 5


def test_an_account_is_guessed_at_a_hundred_times_from_wherever(owner, new_browser):
    known = new_browser("192.0.2.1")
    sign_in(known, owner.username)
    known.delete_cookie("session")
    verified, answer = guess_everywhere(new_browser, spelled(owner.username), ACCOUNT.free + 5)
    assert (verified, answer.status_code) == (ACCOUNT.free, 429)
    assert "device you have signed in from before" in answer.text
    assert sign_in(new_browser("192.0.2.7"), owner.username).status_code == 429
    assert sign_in(known, owner.username).status_code == 303
    assert sign_in(new_browser("192.0.2.7"), owner.username).status_code == 303


def test_a_name_of_nobody_is_closed_alike(app, owner, new_browser):
    for name in (owner.username, "nobody"):
        with writing():
            db.session.execute(sa.delete(Throttle))
        reserve([AttemptCount(ACCOUNT, name)])
        with writing():
            db.session.execute(sa.update(Throttle).values(count=ACCOUNT.free))
        answer = guess(new_browser("203.0.113.9"), name)
        assert answer.status_code == 429
        assert "device you have signed in from before" in answer.text


def test_failures_of_an_account_are_not_forgotten_with_the_days(owner, new_browser, clock):
    assert guess_everywhere(new_browser, [owner.username], 60)[0] == 60
    for _ in range(4):
        clock.shift(timedelta(days=90))
        storm(new_browser("203.0.113.9"), "nobody", 1)
    assert guess_everywhere(new_browser, [owner.username], 60)[0] == 40


@pytest.mark.usefixtures("before_the_first_client")
def test_a_new_link_opens_an_account_that_was_guessed_at(world, owner, new_browser):
    reserve([AttemptCount(ACCOUNT, owner.username)])
    with writing():
        db.session.execute(sa.update(Throttle).values(count=ACCOUNT.free))
    code = issue_link(world.administrator, owner, timedelta(days=1))
    use_link(LinkPassword(code, OTHER), "", None)
    assert sign_in(new_browser("192.0.2.7"), owner.username, OTHER).status_code == 303


def test_a_crowd_gives_back_one_attempt_and_not_all(owner):
    count = AttemptCount(ACCOUNT_AND_ADDRESS, "x")
    for _ in range(3):
        reserve([count])
    give_back([count])
    assert db.session.scalar(sa.select(Throttle.count)) == 2


def test_a_known_browser_comes_in_from_the_very_address_of_the_guesser(owner, new_browser):
    known = new_browser("192.0.2.1")
    sign_in(known, owner.username)
    known.delete_cookie("session")
    thief = new_browser("192.0.2.1")
    storm(thief, owner.username, 6)
    assert sign_in(thief, owner.username).status_code == 429
    assert sign_in(known, owner.username).status_code == 303


def test_a_browser_that_is_known_of_somebody_else_is_a_stranger(world, owner, new_browser):
    """Having signed in to one account gives no extra attempts at another."""
    from tests.accounts.conftest import give_password

    give_password(world.team_mate)
    thief = new_browser("203.0.113.9")
    sign_in(thief, "mate")
    thief.delete_cookie("session")
    assert storm(thief, owner.username, 8)[0] == 5


def test_a_known_browser_has_its_own_count(owner, new_browser):
    known = new_browser("192.0.2.1")
    sign_in(known, owner.username)
    known.delete_cookie("session")
    assert storm(known, owner.username, 13)[0] == 10
    assert sign_in(new_browser("192.0.2.2"), owner.username).status_code == 303


@pytest.mark.parametrize(("spare", "attempts"), [(timedelta(minutes=1), 10), (timedelta(0), 5)])
def test_a_browser_that_was_not_used_for_a_year_is_a_stranger_again(owner, new_browser, clock, spare, attempts):
    known = new_browser("192.0.2.1")
    sign_in(known, owner.username)
    known.delete_cookie("session")
    clock.shift(BROWSER_KNOWN_FOR - spare)
    assert storm(known, owner.username, 13)[0] == attempts


def test_an_address_that_tries_many_names_is_stopped(app, new_browser):
    thief = new_browser("203.0.113.9")
    token = thief.see("/sign-in").field("csrf_token")
    answers = [guess(thief, f"nobody{number}", token=token).status_code for number in range(ADDRESS.free + 5)]
    assert answers == [200] * ADDRESS.free + [429] * 5


def test_many_addresses_together_are_stopped(app, owner, new_browser):
    reserve([AttemptCount(OVERALL, "")])
    with writing():
        db.session.execute(sa.update(Throttle).values(count=OVERALL.free))
    assert sign_in(new_browser("203.0.113.9"), "nobody").status_code == 429


def test_signing_in_counts_as_no_failure(owner, new_browser):
    for _ in range(12):
        client = new_browser("192.0.2.1")
        assert sign_in(client, owner.username).status_code == 303
    assert {row.count for row in db.session.scalars(sa.select(Throttle))} == {0}


def test_counts_survive_a_restart_and_are_shared(app, owner, new_browser, stores, engine):
    """A second process continues the count."""
    from caseapp.app import create_app

    storm(new_browser("203.0.113.9"), owner.username, 5)
    settings = type("Settings", (), {key: value for key, value in stores(engine).settings.items() if key.isupper()})
    settings.TRUSTED_HOSTS = "localhost"
    settings.DATABASE_URL = app.config["DATABASE_URL"]
    other = create_app(settings)
    other.test_client_class = app.test_client_class
    client = other.test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert sign_in(client, owner.username).status_code == 429
    with other.app_context():
        db.engine.dispose()


def test_no_name_and_no_address_is_stored(owner, new_browser):
    storm(new_browser("203.0.113.9"), owner.username, 2)
    stored = b"".join(row.key for row in db.session.scalars(sa.select(Throttle)))
    assert len(stored) == 4 * 32
    assert b"203.0" not in stored
    assert owner.username.encode() not in stored


def test_old_counts_are_removed_in_passing(owner, new_browser, clock):
    storm(new_browser("203.0.113.9"), owner.username, 2)
    assert db.session.scalar(sa.select(sa.func.count(Throttle.id))) == 4
    clock.shift(timedelta(days=2))
    storm(new_browser("198.51.100.7"), "nobody", 1)
    assert db.session.scalar(sa.select(sa.func.count(Throttle.id))) == 5  # the owner's account, and four of nobody


def test_a_taken_hashing_slot_costs_no_try(app, owner, new_browser):
    app.config["HASHING_WAIT"] = 0.01
    client = new_browser("192.0.2.1")
    with FileLock(app.config["DATA"] + "/hashing.lock"):
        for _ in range(6):
            assert guess(client, owner.username, PASSWORD).status_code == 503
    assert sign_in(client, owner.username).status_code == 303


def test_where_too_many_sign_in_at_once_the_page_says_so_and_nobody_waits_or_writes(
    app, owner, new_browser, monkeypatch
):
    """All places of this process are taken, which are half of its threads: the others are left for pages."""
    assert PLACES <= THREADS / 2
    places = threading.BoundedSemaphore(PLACES)
    monkeypatch.setattr(password_hashing, "_places", places)
    client = new_browser("192.0.2.1")
    client.see("/sign-in")
    for _ in range(PLACES):
        places.acquire()
    with FileLock(app.config["WRITE_LOCK"]) if app.config["WRITE_LOCK"] else nullcontext():
        answer = guess(client, owner.username, PASSWORD, client.page.field("csrf_token"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "Many people are signing in" in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Throttle.id))) == 0
    for _ in range(PLACES):
        places.release()
    for _ in range(PLACES + 1):
        assert sign_in(new_browser("192.0.2.1"), owner.username).status_code == 303  # each gives its place back


def test_the_page_of_a_throttled_person_is_calm(owner, new_browser):
    thief = new_browser("203.0.113.9")
    storm(thief, owner.username, 6)
    sign_in(thief, owner.username)
    assert "Too many attempts" in thief.page.words
    assert not is_inside(thief)
    assert db.session.scalar(sa.select(sa.func.count(SignIn.id))) == 0
