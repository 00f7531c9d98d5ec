"""Recovery codes of whoever has passkeys alone: each opens once beside the password, and ends with its passkeys."""

import re

import pytest
import sqlalchemy as sa

from caseapp.accounts.passkeys.models import Passkey
from caseapp.accounts.second_step.models import Authenticator, RecoveryCode
from caseapp.accounts.second_step.rules import SecondStep
from caseapp.accounts.sign_in import second_step_views
from caseapp.db import db
from tests.accounts.conftest import give_password, is_inside, sign_in
from tests.accounts.passkeys.device import Device
from tests.accounts.passkeys.test_passkeys import add
from tests.accounts.second_step.conftest import code_now, offered_key, required

__all__ = ["required"]
pytestmark = pytest.mark.usefixtures("required")
PAGE = "/account/recovery-codes"


def new_codes(browser):
    browser.send(PAGE, {})
    found = re.findall(r"<bdi dir=\"ltr\">([a-z0-9-]{19})</bdi>", browser.page.html)
    assert len(found) == 10
    return found


def comes_in(browser, person, code):
    sign_in(browser, person.username)
    assert "The device is not at hand?" in browser.see("/sign-in/code").words
    browser.send("/sign-in/recovery", {"code": code})
    return is_inside(browser)


def stored(table):
    return db.session.scalar(sa.select(sa.func.count()).select_from(table))


def remove_a_passkey(browser):
    token = {"csrf_token": browser.see("/account").field("csrf_token")}
    key_id = db.session.scalar(sa.select(Passkey.id).limit(1))
    return browser.post(f"/account/passkeys/{key_id}/removal", data=token).status_code


def test_each_opens_once_and_new_ones_void_the_former(world, as_, new_browser):
    boss = give_password(world.supervisor)
    own = as_(boss)
    assert own.get(PAGE).location == "/account/authenticator", "they stand for something"
    add(own, Device())
    assert "You have no recovery code." in own.see("/account/second-step").words
    assert PAGE in own.page.links
    old = new_codes(own)
    assert "Recovery codes left: 10" in own.see("/account/second-step").words
    assert [comes_in(new_browser(f"192.0.2.{at}"), boss, old[0]) for at in (1, 2)] == [True, False]
    new = new_codes(own)
    tried = ((3, old[1]), (4, new[1]))
    assert [comes_in(new_browser(f"192.0.2.{at}"), boss, code) for at, code in tried] == [False, True]


def test_the_only_second_step_stays_and_codes_end_with_the_last_passkey(app, world, as_, new_browser):
    boss = give_password(world.supervisor)
    own = as_(boss)
    add(own, Device())
    codes = new_codes(own)
    assert "This is your only second step." in own.see("/account/second-step").words
    assert "Remove" not in own.page.words.split("Recovery codes")[0].split("Passkeys")[1]
    assert remove_a_passkey(own) == 400
    assert (stored(Passkey), stored(RecoveryCode)) == (1, 10)
    add(own, Device(), "Second")
    assert remove_a_passkey(own) == 303
    app.config["SECOND_STEP"] = "offered"
    assert remove_a_passkey(own) == 303
    assert (stored(Passkey), stored(RecoveryCode)) == (0, 0)
    app.config["SECOND_STEP"] = "required"
    other = new_browser("192.0.2.9")
    sign_in(other, boss.username)
    other.send("/sign-in/recovery", {"code": codes[0]})
    assert not is_inside(other)


def test_a_phone_beside_a_passkey_leaves_its_codes_and_another_phone_does_not(world, as_, new_browser):
    boss = give_password(world.supervisor)
    own = as_(boss)
    add(own, Device())
    codes = new_codes(own)
    for left in (10, 0):
        own.see("/account/authenticator")
        own.send("/account/authenticator", {"code": code_now(offered_key(own))})
        assert (stored(Authenticator), stored(RecoveryCode)) == (1, left)
        if left:
            there = new_browser()
            sign_in(there, boss.username)
            there.send("/sign-in/recovery", {"code": codes[0]})
            assert is_inside(there)
            new_codes(own)


def test_codes_are_made_for_nothing_by_nobody(world, as_, monkeypatch):
    """Also where the last passkey went while the page with the button was open."""
    own = as_(give_password(world.supervisor))
    monkeypatch.setattr(second_step_views, "second_step_of", lambda person_id: SecondStep(None, 0, 1))
    own.send(PAGE, {})
    assert "Set up a phone or a passkey first" in own.page.words
    assert stored(RecoveryCode) == 0
