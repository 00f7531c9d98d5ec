"""A thousand failures from everywhere stop passwords alone in unknown browsers, and nobody who has a second step."""

import pytest
import sqlalchemy as sa

from caseapp.accounts.models import Throttle
from caseapp.accounts.second_step.actions import make_recovery_codes
from caseapp.accounts.throttle_rules import OVERALL, SECOND_STEP
from caseapp.accounts.throttling import AttemptCount, reserve
from caseapp.db import db, writing
from tests.accounts.conftest import OTHER, PASSWORD, give_password, is_inside, sign_in
from tests.accounts.second_step.conftest import code_now, with_phone, wrong_code
from tests.pages import Page


@pytest.fixture
def owner(owner):
    return with_phone(owner)


@pytest.fixture
def all_stopped(owner):
    """A thousand failures within the hour, none of which the owner's counters know of."""
    reserve([AttemptCount(OVERALL, "")])
    with writing():
        db.session.execute(sa.update(Throttle).where(Throttle.count > 0).values(count=OVERALL.free))


def enter(browser, person, password, code):
    """Password and code at once."""
    browser.see("/sign-in")
    return browser.send("/sign-in", {"username": person.username, "password": password, "code": code})


def told_by(answer):
    """What somebody who guesses sees."""
    return answer.status_code, Page(answer.text).words


def test_password_and_code_together_lead_in(owner, all_stopped, new_browser):
    browser = new_browser("203.0.113.9")
    answer = sign_in(browser, owner.username)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 3600
    assert 'name="code"' in answer.text
    assert "Enter the code of your second step" in Page(answer.text).words
    assert enter(browser, owner, PASSWORD, code_now()).location == "/"
    assert is_inside(browser)


def test_a_recovery_code_does_as_well_and_once(owner, all_stopped, new_browser):
    code = make_recovery_codes(owner)[0]
    assert enter(new_browser("203.0.113.9"), owner, PASSWORD, code).location == "/"
    assert enter(new_browser("203.0.113.10"), owner, PASSWORD, code).status_code == 200


def test_a_wrong_code_is_told_no_otherwise_than_a_wrong_password(owner, all_stopped, new_browser):
    told = set()
    for address, (password, code) in enumerate([(PASSWORD, wrong_code()), (OTHER, code_now()), (OTHER, wrong_code())]):
        answer = enter(new_browser(f"203.0.113.{address}"), owner, password, code)
        told.add(told_by(answer))
    assert [status for status, _words in told] == [200]
    assert enter(new_browser("203.0.113.9"), owner, PASSWORD, code_now()).location == "/"  # it was not used up


def test_tries_that_are_used_up_tell_nothing_either(owner, all_stopped, new_browser):
    told = set()
    for address in range(SECOND_STEP[0].free + 2):
        answer = enter(new_browser(f"203.0.113.{address}"), owner, PASSWORD, wrong_code())
        told.add(told_by(answer))
    answer = enter(new_browser("203.0.113.90"), owner, OTHER, wrong_code())
    assert told == {told_by(answer)}


def test_guesses_of_passwords_use_up_no_code_of_the_owner(owner, all_stopped, new_browser):
    for address in range(60):
        assert enter(new_browser(f"203.0.113.{address}"), owner, OTHER, wrong_code()).status_code == 200
    assert enter(new_browser("203.0.113.90"), owner, PASSWORD, code_now()).location == "/"


def test_a_code_beside_the_password_frees_no_guesser_from_the_other_limits(owner, all_stopped, new_browser):
    thief = new_browser("203.0.113.9")
    answers = [enter(thief, owner, OTHER, wrong_code()).status_code for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert enter(thief, owner, PASSWORD, code_now()).status_code == 429


def test_whoever_has_no_second_step_gains_nothing_by_a_code(world, all_stopped, new_browser):
    somebody = give_password(world.other_mentor)
    assert sign_in(new_browser("203.0.113.8"), somebody.username).status_code == 429
    for code in ("000000", code_now()):
        browser = new_browser("203.0.113.9")
        assert enter(browser, somebody, PASSWORD, code).status_code == 200
        assert not is_inside(browser)
