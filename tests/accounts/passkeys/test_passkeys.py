"""Passkeys (P9): origin, counter and owner are checked, every answer fits once, and one is two steps at once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from caseapp.accounts.models import Link, LinkKind
from caseapp.accounts.passkeys.models import Passkey
from caseapp.accounts.password_actions import issue_link
from caseapp.accounts.second_step.actions import remove_second_step
from caseapp.accounts.sign_in.sessions import cookie_name
from caseapp.audit import Act
from caseapp.clock import now
from caseapp.db import db
from tests.accounts.conftest import give_password, is_inside, sign_in
from tests.accounts.passkeys.device import Device, asked_on
from tests.accounts.second_step.conftest import KEY, code_now, offered_key, required, with_phone
from tests.batches.printing import entries
from tests.conftest import NOW
from tests.world import keep

__all__ = ["required"]
REFUSED = "This passkey does not fit"


def add(browser, device, name="My phone"):
    page = browser.see("/account/passkeys/new")
    return browser.send(
        "/account/passkeys/new", {"name": name, "new_passkey": device.make(asked_on(page, "new_passkey"))}, fresh=False
    )


def come_in(browser, device, page="/sign-in"):
    asked = asked_on(browser.see(page))
    return browser.send(page, {"passkey": device.answer(asked)}, fresh=False)


def keys():
    return db.session.scalars(sa.select(Passkey).order_by(Passkey.id)).all()


@pytest.fixture
def device(owner, as_):
    made = Device()
    assert add(as_(owner), made).status_code == 303
    return made


@pytest.mark.usefixtures("required")
def test_a_passkey_is_added_told_and_stands_for_both_steps(app, owner, visitor, device, new_browser, clock):
    clock.shift(timedelta(minutes=1))
    (row,) = keys()
    assert (row.name, row.user_id, row.used_at) == ("My phone", owner.id, None)
    assert len(entries(Act.PASSKEY_ADDED)) == 1
    before = visitor.get_cookie(cookie_name(app))
    answer = come_in(visitor, device)
    assert (answer.status_code, answer.location) == (303, "/")
    assert before is None
    assert "The passkey “My phone” was added on" in visitor.see("/account").words
    assert "My phone" in visitor.see("/account/second-step").words
    db.session.expire_all()
    assert (keys()[0].sign_count, keys()[0].used_at is not None) == (1, True)
    again = new_browser()
    come_in(again, device)
    assert "was added on" not in again.see("/account").words, "told once"


def test_it_is_the_second_step_beside_a_password_and_the_password_alone_opens_nothing(owner, visitor, device):
    assert sign_in(visitor, owner.username).location == "/sign-in/code"
    assert not is_inside(visitor)
    page = visitor.see("/sign-in/code")
    assert not page.field("code")
    assert len(asked_on(page)["allowCredentials"]) == 1
    asked = asked_on(visitor.see("/sign-in"))
    crossed = visitor.send("/sign-in/code", {"passkey": device.answer(asked)}, fresh=False)
    assert crossed.status_code == 200, "what was asked for signing in is no second step"
    assert come_in(visitor, device, "/sign-in/code").status_code == 303
    assert is_inside(visitor)


@pytest.mark.usefixtures("required")
def test_whoever_must_have_a_second_step_may_choose_a_passkey_at_the_first_sign_in(world, visitor, new_browser):
    boss, made, first = give_password(world.supervisor), Device(), "/sign-in/passkey"
    assert visitor.get(first).location == "/sign-in"
    sign_in(visitor, boss.username)
    assert first in visitor.see("/sign-in/authenticator").links
    asked = asked_on(visitor.see(first), "new_passkey")
    assert not is_inside(visitor)
    other = new_browser("192.0.2.9")
    sign_in(other, boss.username)
    other.see(first)
    answer = made.make(asked)
    assert "did not fit" in other.send(first, {"name": "Phone", "new_passkey": answer}, fresh=False).text
    assert keys() == []
    to_codes = visitor.send(first, {"name": "Phone", "new_passkey": answer}, fresh=False).location
    assert to_codes == "/account/recovery-codes"
    assert is_inside(visitor)
    assert [row.user_id for row in keys()] == [boss.id]
    assert len(entries(Act.PASSKEY_ADDED)) == 1
    assert other.get(first).location == "/sign-in/code"
    assert come_in(new_browser("192.0.2.10"), made).location == "/"


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("way", ["passkey", "authenticator"])
def test_the_first_one_ends_other_sessions_and_is_told_to_the_next_one(world, visitor, as_, new_browser, way):
    boss, made, page = give_password(world.supervisor), Device(), f"/sign-in/{way}"
    with time_machine.travel(NOW, tick=True):
        other = as_(boss)
        assert is_inside(other)
        keep(Link(secret_hash=b"used", kind=LinkKind.RESET, user_id=boss.id, expires_at=now(), used_at=now()))
        sign_in(visitor, boss.username)
        visitor.see(page)
        if way == "authenticator":
            visitor.send(page, {"code": code_now(offered_key(visitor))})
        else:
            sent = {"name": "Phone", "new_passkey": made.make(asked_on(visitor.page, "new_passkey"))}
            visitor.send(page, sent, fresh=False)
        told = visitor.see("/account/recovery-codes").words
        assert "Your password was changed with a one-time link" in told, "on every way in"
        assert "was added on" not in told, "who made it knows"
        assert (is_inside(visitor), is_inside(other)) == (True, False)
        if way == "passkey":
            told = [come_in_and_read(new_browser(), made) for _number in range(2)]
            assert ["The passkey “Phone” was added on" in words for words in told] == [True, False]


@pytest.mark.usefixtures("required")
def test_what_a_device_made_is_kept_without_a_name_and_told_where_it_came_too_late(world, visitor, clock):
    boss, made, first = give_password(world.supervisor), Device(), "/sign-in/passkey"
    for minutes in (11, 9):
        sign_in(visitor, boss.username)
        sent = {"name": "", "new_passkey": made.make(asked_on(visitor.see(first), "new_passkey"))}
        clock.shift(timedelta(minutes=minutes))
        answer = visitor.send(first, sent, fresh=False)
        if minutes > 10:
            assert (answer.location, keys()) == ("/sign-in", [])
            assert "The page was open for too long; nothing was added." in visitor.see("/sign-in").words
    assert is_inside(visitor)
    assert [row.name for row in keys()] == ["Unknown browser"]
    visitor.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
    assert add(visitor, Device(), "").status_code == 303
    assert "Firefox" in [row.name for row in keys()][-1]


def come_in_and_read(browser, device):
    come_in(browser, device)
    return browser.see("/account").words


def test_who_has_one_cannot_set_up_a_phone_with_the_password_alone(owner, visitor, device):
    sign_in(visitor, owner.username)
    visitor.get("/sign-in/authenticator")
    token = {"csrf_token": visitor.see("/sign-in/authenticator").field("csrf_token"), "code": "123456"}
    visitor.post("/sign-in/authenticator", data=token)
    assert not is_inside(visitor)


def test_it_is_fresh_proof_and_what_was_sent_goes_on(app, world, owner, as_, device, clock):
    browser = as_(owner)
    before = browser.get_cookie(cookie_name(app)).value
    clock.shift(timedelta(minutes=11))
    second = Device()
    page = browser.see("/account/passkeys/new")
    made = second.make(asked_on(page, "new_passkey"))
    browser.send("/account/passkeys/new", {"name": "My computer", "new_passkey": made}, fresh=False)
    assert "This needs your password once more." in browser.page.words
    assert len(keys()) == 1
    (form,) = [form for form in browser.page.forms if "proof" in form["fields"]]
    said = device.answer(asked_on(browser.page))
    answer = browser.post("/account/passkeys/new", data={**form["fields"], "passkey": said})
    assert (answer.status_code, len(keys())) == (303, 2)
    assert browser.get_cookie(cookie_name(app)).value != before
    clock.shift(timedelta(minutes=11))
    token = {"csrf_token": browser.see("/account").field("csrf_token"), "passkey": said}
    assert browser.post(f"/account/passkeys/{keys()[0].id}/removal", data=token).status_code == 200, "not twice"
    assert len(keys()) == 2


def test_adding_and_removing_end_other_sessions_and_a_reset_leaves_it_as_it_is(owner, as_, world, device, new_browser):
    other, here = as_(owner), as_(owner)
    add(here, Device(), "Second")
    assert other.get("/account").status_code == 303
    assert here.get("/account").status_code == 200
    issue_link(world.administrator, owner, timedelta(hours=1))
    db.session.rollback()
    assert len(keys()) == 2
    assert come_in(new_browser(), device).status_code == 303
    remove_second_step(world.administrator, owner)
    assert keys() == [], "a lost phone takes its passkeys with it"


def test_a_phone_may_be_there_beside_it(owner, visitor, device):
    with_phone(owner)
    sign_in(visitor, owner.username)
    page = visitor.see("/sign-in/code")
    assert asked_on(page)
    assert visitor.send("/sign-in/code", {"passkey": "{}"}, fresh=False).status_code == 200
    assert visitor.page.field("code") is not None, "the way by the phone stays"
    assert visitor.send("/sign-in/code", {"code": code_now(KEY)}).status_code == 303
    assert is_inside(visitor)
